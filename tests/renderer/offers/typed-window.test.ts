import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import {
  boundaryTimes,
  chosenWindow,
  movedDay,
  parseMoment,
  typedMoment,
} from '#renderer/pages/marketplace/offer-wizard/typed-window.ts';

const BERLIN = 'Europe/Berlin';
const at = (text: string) => Date.parse(text);
const parse = (day: string, time: string, from = 0) => {
  const result = parseMoment({ day, time }, BERLIN, from);
  return result.ok ? new Date(result.value).toISOString() : result.problem;
};

describe('a typed moment', () => {
  it.each([
    ['14:15', '2026-07-22T12:15:00.000Z'],
    ['9:05', '2026-07-22T07:05:00.000Z'],
    ['14.15', '2026-07-22T12:15:00.000Z'],
    ['24:00', '2026-07-22T22:00:00.000Z'],
    ['24:15', 'TIME_INVALID'],
    ['14:60', 'TIME_INVALID'],
    ['1415', 'TIME_INVALID'],
    ['noon', 'TIME_INVALID'],
    ['', 'TIME_INVALID'],
  ])('%j is %s in a Berlin summer', (time, expected) => {
    expect(parse('2026-07-22', time)).toBe(expected);
  });

  it('is refused where the clocks jump over it', () => {
    expect(parse('2026-03-29', '02:30')).toBe('TIME_SKIPPED');
    expect(parse('2026-03-29', '03:00')).toBe('2026-03-29T01:00:00.000Z');
  });

  it('that comes twice is the first that is not over', () => {
    expect(parse('2026-10-25', '02:15')).toBe('2026-10-25T00:15:00.000Z');
    expect(parse('2026-10-25', '02:15', at('2026-10-25T00:30:00Z'))).toBe('2026-10-25T01:15:00.000Z');
  });

  it('reads back as the instant that it was made of, a quarter hour after the other, through both clock changes', () => {
    for (const day of ['2026-03-28T22:00Z', '2026-10-24T22:00Z']) {
      for (let instant = at(day), end = instant + 26 * HOUR; instant < end; instant += 15 * MINUTE) {
        const moment = typedMoment(instant, BERLIN);
        expect(parseMoment(moment, BERLIN, instant)).toEqual({ ok: true, value: instant });
      }
    }
  });
});

describe('a quick choice', () => {
  const first = at('2026-07-22T12:15:00Z');

  it('is the next slot, the next hour, or everything until the evening', () => {
    expect(chosenWindow('nextSlot', first, 15, BERLIN)).toEqual({ start: first, end: first + 15 * MINUTE });
    expect(chosenWindow('nextHour', first, 15, BERLIN)).toEqual({ start: first, end: first + HOUR });
    expect(chosenWindow('untilEvening', first, 15, BERLIN)).toEqual({ start: first, end: at('2026-07-22T18:00:00Z') });
  });

  it('is not there once the evening has begun', () => {
    expect(chosenWindow('untilEvening', at('2026-07-22T18:00:00Z'), 15, BERLIN)).toBeNull();
  });
});

describe('the list of times', () => {
  it('has the slot boundaries of the day; only an end may be at its end', () => {
    expect(boundaryTimes('2026-07-22', 15, BERLIN, false)).toHaveLength(96);
    expect(boundaryTimes('2026-07-22', 15, BERLIN, false).slice(0, 2)).toEqual(['00:00', '00:15']);
    expect(boundaryTimes('2026-07-22', 15, BERLIN, true).at(0)).toBe('00:15');
    expect(boundaryTimes('2026-07-22', 15, BERLIN, true).at(-1)).toBe('24:00');
  });

  it('leaves out what the clocks jump over', () => {
    expect(boundaryTimes('2026-03-29', 15, BERLIN, false)).toHaveLength(92);
    expect(boundaryTimes('2026-03-29', 15, BERLIN, false)).not.toContain('02:30');
  });

  it('follows the boundaries of a zone that is half an hour off', () => {
    expect(boundaryTimes('2026-07-22', 60, 'Asia/Kolkata', false).slice(0, 2)).toEqual(['00:30', '01:30']);
  });
});

it('the end of a window moves with its start, by whole days', () => {
  expect(movedDay('2026-07-23', '2026-07-22', '2026-08-01')).toBe('2026-08-02');
  expect(movedDay('2026-07-22', '2026-07-22', '2026-07-21')).toBe('2026-07-21');
});
