import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayNumber,
  formatDay,
  HOUR,
  isTimeZone,
  localDay,
  localDayRange,
  localTime,
  MINUTE,
  parseDay,
  slotStart,
  startOfLocalDay,
  utcOffsetMinutes,
} from '#shared/domain/slots.ts';

const QUARTER = 15 * MINUTE;

function slotsOf(day: number, timeZone: string): number {
  const { from, to } = localDayRange(day, timeZone);
  return (to - from) / QUARTER;
}

describe('slots', () => {
  it('start on the quarter hour of UTC, before 1970 too', () => {
    expect(slotStart(Date.parse('2026-11-22T13:52:59.999Z'))).toBe(Date.parse('2026-11-22T13:45:00Z'));
    expect(slotStart(Date.parse('2026-11-22T13:45:00Z'))).toBe(Date.parse('2026-11-22T13:45:00Z'));
    expect(slotStart(Date.parse('2026-11-22T13:52:00Z'), 60)).toBe(Date.parse('2026-11-22T13:00:00Z'));
    expect(slotStart(-1)).toBe(-QUARTER);
  });
});

describe('local time', () => {
  it('names the wall time and the weekday', () => {
    expect(localTime(Date.parse('2026-11-22T23:30:00Z'), 'Europe/Berlin')).toEqual({
      year: 2026,
      month: 11,
      day: 23,
      hour: 0,
      minute: 30,
      weekday: 0,
    });
    expect(localTime(Date.parse('2026-11-22T18:20:00Z'), 'Asia/Kathmandu')).toMatchObject({
      day: 23,
      hour: 0,
      minute: 5,
    });
  });

  it('has the offset of its side of a clock change', () => {
    const change = Date.parse('2026-03-29T01:00:00Z');
    expect(utcOffsetMinutes(change - 1, 'Europe/Berlin')).toBe(60);
    expect(utcOffsetMinutes(change, 'Europe/Berlin')).toBe(120);
    expect(utcOffsetMinutes(Date.parse('2026-01-10T00:00:00Z'), 'Australia/Lord_Howe')).toBe(660);
    expect(utcOffsetMinutes(Date.parse('2026-07-10T00:00:00Z'), 'Australia/Lord_Howe')).toBe(630);
    expect(utcOffsetMinutes(Date.parse('2026-07-10T00:00:00Z'), 'Asia/Kathmandu')).toBe(345);
  });

  it('passes the hour that autumn repeats twice', () => {
    const first = localTime(Date.parse('2026-10-25T00:30:00Z'), 'Europe/Berlin');
    const second = localTime(Date.parse('2026-10-25T01:30:00Z'), 'Europe/Berlin');
    expect(first).toEqual(second);
    expect(first).toMatchObject({ hour: 2, minute: 30 });
  });

  it('knows which zones there are', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(isTimeZone('Europe/Sonnenhang')).toBe(false);
    expect(isTimeZone('')).toBe(false);
  });
});

describe('local days', () => {
  it.each([
    ['Europe/Berlin', 20260329, 92],
    ['Europe/Berlin', 20261025, 100],
    ['Europe/Berlin', 20261122, 96],
    ['America/New_York', 20260308, 92],
    ['America/New_York', 20261101, 100],
    ['Australia/Lord_Howe', 20260405, 98],
    ['Australia/Lord_Howe', 20261004, 94],
    ['Asia/Kathmandu', 20260329, 96],
    ['Asia/Kathmandu', 19860101, 95],
    ['America/Sao_Paulo', 20180217, 100],
    ['America/Sao_Paulo', 20181104, 92],
    ['Antarctica/Troll', 20261025, 104],
  ])('in %s have on %i %i slots', (timeZone, day, slots) => {
    expect(slotsOf(day, timeZone)).toBe(slots);
  });

  it('begin after the skipped hour where the clock change takes midnight itself', () => {
    expect(startOfLocalDay(20181104, 'America/Sao_Paulo')).toBe(Date.parse('2018-11-04T03:00:00Z'));
    expect(localTime(startOfLocalDay(20181104, 'America/Sao_Paulo'), 'America/Sao_Paulo')).toMatchObject({
      hour: 1,
      day: 4,
    });
  });

  it('begin at the second midnight where the hour before midnight repeats, the day before being longer', () => {
    expect(localDayRange(20180217, 'America/Sao_Paulo')).toEqual({
      from: Date.parse('2018-02-17T02:00:00Z'),
      to: Date.parse('2018-02-18T03:00:00Z'),
    });
  });

  it('begin at the first midnight where midnight itself repeats', () => {
    expect(startOfLocalDay(20231105, 'America/Havana')).toBe(Date.parse('2023-11-05T04:00:00Z'));
  });

  it('that a zone left out altogether are empty', () => {
    expect(slotsOf(20111230, 'Pacific/Apia')).toBe(0);
  });

  it.each([
    ['Europe/Berlin', 2026],
    ['America/New_York', 2026],
    ['Australia/Lord_Howe', 2026],
    ['Asia/Kathmandu', 1986],
    ['America/Sao_Paulo', 2018],
  ])('in %s of %i begin with the first quarter hour that belongs to them', (timeZone, year) => {
    const firsts = new Map<number, number>();
    for (let time = Date.UTC(year, 0, 1) - 30 * HOUR; time < Date.UTC(year + 1, 0, 1); time += QUARTER) {
      const day = localDay(time, timeZone);
      if (!firsts.has(day)) firsts.set(day, time);
    }
    const wrong: number[] = [];
    for (let day = year * 10_000 + 101; day <= year * 10_000 + 1230; day = addDays(day, 1)) {
      if (startOfLocalDay(day, timeZone) !== firsts.get(day)) wrong.push(day);
      if (localDayRange(day, timeZone).to !== firsts.get(addDays(day, 1))) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });
});

describe('calendar days as yyyymmdd', () => {
  it('move over the ends of months and years', () => {
    expect(addDays(20240228, 1)).toBe(20240229);
    expect(addDays(20260101, -1)).toBe(20251231);
    expect(addDays(20261122, -120)).toBe(20260725);
    expect(dayNumber(19700102)).toBe(1);
  });

  it('are written and read as dates, and only those that exist', () => {
    expect(formatDay(20261122)).toBe('2026-11-22');
    expect(parseDay('2026-11-22')).toBe(20261122);
    expect(parseDay('2026-02-29')).toBeNull();
    expect(parseDay('22.11.2026')).toBeNull();
  });
});
