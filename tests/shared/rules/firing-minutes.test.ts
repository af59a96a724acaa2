import { describe, expect, it } from 'vitest';
import { localTime, MINUTE, slotStart } from '#shared/domain/slots.ts';
import { isNever, isWithin, sharedMinutes, slotPhases, slotStarts } from '#shared/rules/firing-minutes.ts';
import { isInMask, minuteOfWeek, MINUTES_PER_WEEK, weekMask } from '#shared/rules/windows.ts';

const WINTER = Date.UTC(2026, 0, 15, 7, 38);

describe('the phases of slots', () => {
  it.each([
    ['Europe/Berlin', 15, [0]],
    ['Europe/Berlin', 60, [0]],
    ['Asia/Kolkata', 15, [0]],
    ['Asia/Kolkata', 30, [0]],
    ['Asia/Kolkata', 60, [30]],
    ['Asia/Kathmandu', 15, [0]],
    ['Asia/Kathmandu', 30, [15]],
    ['Asia/Kathmandu', 60, [45]],
    ['America/St_Johns', 60, [30]],
    ['Pacific/Marquesas', 60, [30]],
  ] as const)('in %s with slots of %i minutes are %j', (zone, minutes, phases) => {
    expect(slotPhases(zone, minutes, WINTER)).toEqual(phases);
  });

  it('are two where summer time is half an hour', () => {
    expect(slotPhases('Australia/Lord_Howe', 60, WINTER)).toEqual([0, 30]);
    expect(slotPhases('Australia/Lord_Howe', 15, WINTER)).toEqual([0]);
  });
});

describe('the starts of slots', () => {
  it.each([
    ['Europe/Berlin', 15],
    ['Asia/Kathmandu', 60],
    ['America/St_Johns', 60],
  ] as const)('in %s with slots of %i minutes are the wall times at which a week of slots begins', (zone, minutes) => {
    const starts = slotStarts(minutes, slotPhases(zone, minutes, WINTER));
    const first = slotStart(WINTER, minutes);
    const seen = new Set<number>();
    for (let at = 0; at < MINUTES_PER_WEEK; at += minutes) {
      seen.add(minuteOfWeek(localTime(first + at * MINUTE, zone)));
    }
    const told = Array.from({ length: MINUTES_PER_WEEK }, (_, minute) => minute).filter((minute) =>
      isInMask(starts, minute),
    );
    expect(told).toEqual([...seen].toSorted((a, b) => a - b));
  });
});

describe('masks of minutes', () => {
  const morning = weekMask(['Mo 06:00-09:00']);
  const early = weekMask(['Mo 06:00-07:00']);
  const evening = weekMask(['Mo 18:00-22:00']);

  it('share what is in both', () => {
    expect(sharedMinutes(morning, weekMask(['* 08:00-10:00']))).toEqual(weekMask(['Mo 08:00-09:00']));
    expect(isNever(sharedMinutes(morning, evening))).toBe(true);
    expect(isNever(sharedMinutes(morning, early))).toBe(false);
  });

  it('hold each other or do not', () => {
    expect(isWithin(early, morning)).toBe(true);
    expect(isWithin(morning, early)).toBe(false);
    expect(isWithin(morning, morning)).toBe(true);
    expect(isWithin(weekMask([]), early)).toBe(true);
  });

  it('hold the last minute of the week too', () => {
    const last = weekMask(['Su 23:59-24:00']);
    expect(isNever(last)).toBe(false);
    expect(isWithin(last, weekMask(['* 00:00-23:59']))).toBe(false);
  });
});
