import type { InsightStep } from '#shared/contract/insight-records.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { Steps } from '../ledger/steps.ts';
import { localDaysOf, type Range } from '../stats/sums.ts';
import { dataDaysOf } from './published-days.ts';

/** The local days or months that a period touches and the data reach into. */
export interface InsightSteps {
  readonly starts: readonly number[];
  /** What of each step is in the period: whole local days. */
  readonly ranges: readonly Range[];
  /** The place of the step that holds a local day (yyyymmdd) of the data. */
  placeOfDay(day: number): number;
}

/** From the start of the first local day that a range touches to the end of the last. */
export function wholeDays(community: CommunityRow, range: Range): Range {
  return rangeOfDays(community, localDaysOf(range, community.time_zone));
}

/** @param days yyyymmdd, both of them included */
function rangeOfDays({ time_zone }: CommunityRow, { first, last }: { first: number; last: number }): Range {
  return { from: localDayRange(first, time_zone).from, to: localDayRange(last, time_zone).to };
}

/** The steps of a period. */
export function insightSteps(db: ReadDb, community: CommunityRow, step: InsightStep, range: Range): InsightSteps {
  const data = dataDaysOf(db, community, range);
  if (data.first > data.last) return { starts: [], ranges: [], placeOfDay: () => -1 };
  const steps = new Steps(step, rangeOfDays(community, data), community.time_zone);
  const period = wholeDays(community, range);
  return {
    starts: steps.starts,
    ranges: steps.starts.map((start, at) => ({
      from: Math.max(start, period.from),
      to: Math.min(steps.starts[at + 1] ?? steps.range.to, period.to),
    })),
    placeOfDay: (day) => steps.placeOfDay(day),
  };
}
