/**
 * How the use of electricity is spread over the day: parametric shapes of our own, by kind of member and kind of day,
 * each with a mean of 1 over a week.
 */
import type { Random } from '../domain/random.ts';
import { dayKinds } from './calendar.ts';

export const memberKinds = ['flat', 'house', 'bakery', 'office', 'workshop', 'school', 'farm'] as const;
export type MemberKind = (typeof memberKinds)[number];

/** Quarter hours of a day of 24 hours; on change days the wall time picks the row. */
export const QUARTERS = 96;

/** A day's course: hour of the day (0..24) to a level; only ratios count. */
type Course = (hour: number) => number;
/** Workday, Saturday, Sunday. */
type Week = readonly [Course, Course, Course];

/** A hump around `centre` that falls to a quarter of its height within `width` hours. */
function hump(hour: number, centre: number, width: number): number {
  const away = Math.abs(hour - centre);
  const x = Math.min(away, 24 - away) / width;
  return 1 / ((1 + x * x) * (1 + x * x));
}

/** 1 from `from` to `to`, 0 outside, with straight ramps of `ramp` hours. */
function shift(hour: number, from: number, to: number, ramp: number): number {
  return Math.min(Math.max(Math.min((hour - from) / ramp, (to - hour) / ramp), 0), 1);
}

const awayAtWork: Week = [
  (h) => 0.36 + 0.85 * hump(h, 7, 1.2) + 0.25 * hump(h, 12.5, 1.5) + 1.35 * hump(h, 19.4, 2.2),
  (h) => 0.38 + 0.55 * hump(h, 9.6, 1.9) + 0.65 * hump(h, 12.8, 1.8) + 1.05 * hump(h, 19, 2.4),
  (h) => 0.38 + 0.5 * hump(h, 9.9, 1.9) + 0.8 * hump(h, 12.6, 1.7) + 1.05 * hump(h, 19.2, 2.3),
];
const atHome: Week = [
  (h) => 0.4 + 0.6 * hump(h, 8, 1.6) + 0.85 * hump(h, 12.3, 1.6) + 0.3 * hump(h, 15.5, 1.6) + 1.05 * hump(h, 18.9, 2.3),
  awayAtWork[1],
  awayAtWork[2],
];
const firmWeeks: Readonly<Record<Exclude<MemberKind, 'flat' | 'house'>, Week>> = {
  bakery: [
    (h) => 0.25 + 1.5 * shift(h, 1.5, 9.5, 1.2) + 0.75 * shift(h, 5.5, 18.5, 0.8),
    (h) => 0.25 + 1.6 * shift(h, 1.5, 9.5, 1.2) + 0.7 * shift(h, 5.5, 13.5, 0.8),
    (h) => 0.25 + 0.6 * shift(h, 5, 11, 1),
  ],
  office: [
    (h) => 0.3 + 1.7 * shift(h, 6.8, 18.2, 1.8) - 0.15 * hump(h, 12.5, 0.7),
    (h) => 0.3 + 0.2 * shift(h, 8, 14, 2),
    () => 0.3,
  ],
  workshop: [
    (h) => 0.18 + 2.3 * shift(h, 6.3, 16.8, 0.8) - 0.9 * hump(h, 9.2, 0.3) - 1.3 * hump(h, 12.4, 0.5),
    (h) => 0.18 + 0.7 * shift(h, 7, 12.5, 0.8),
    () => 0.18,
  ],
  school: [(h) => 0.22 + 2 * shift(h, 6.3, 16.5, 1.3), () => 0.24, () => 0.22],
  farm: [farmDay, farmDay, farmDay],
};

/** Animals know no weekend: milking in the morning and in the evening. */
function farmDay(hour: number): number {
  return 0.45 + 1.5 * hump(hour, 6, 1.3) + 0.35 * shift(hour, 8, 17, 1.5) + 1.4 * hump(hour, 17.6, 1.4);
}

/**
 * The load table of one member: three days (see dayKinds) of 96 quarter hours, with a mean of 1 over a week. No two members
 * are alike: when they rise, how much they are at home, and the small habits of each quarter hour are drawn.
 */
export function drawLoadTable(kind: MemberKind, random: Random): Float64Array {
  const isHome = kind === 'flat' || kind === 'house';
  const homeShare = isHome ? random.float() : 0;
  const late = isHome ? random.normal(0, 0.7) : random.normal(0, 0.2);
  const table = new Float64Array(3 * QUARTERS);
  for (const day of Object.values(dayKinds)) {
    for (let quarter = 0; quarter < QUARTERS; quarter++) {
      const hour = ((quarter + 0.5) / 4 - late + 24) % 24;
      const level = isHome
        ? homeShare * atHome[day](hour) + (1 - homeShare) * awayAtWork[day](hour)
        : firmWeeks[kind][day](hour);
      table[day * QUARTERS + quarter] = level * (1 + random.normal(0, isHome ? 0.09 : 0.04));
    }
  }
  let week = 0;
  for (let quarter = 0; quarter < table.length; quarter++) week += (quarter < QUARTERS ? 5 : 1) * table[quarter];
  const mean = week / (7 * QUARTERS);
  return table.map((level) => level / mean);
}

/** How much more than its yearly mean a member of this kind uses on a winter day (winterness 1) before any heating. */
export const winterSwing: Readonly<Record<MemberKind, number>> = {
  flat: 0.1,
  house: 0.14,
  bakery: -0.03,
  office: 0.05,
  workshop: 0.06,
  school: 0.12,
  farm: -0.1,
};
