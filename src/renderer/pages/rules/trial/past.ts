/** Which past a draft is tried on. Pure. */
import type { Input } from '#shared/contract/contract.ts';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { addDays, dayNumber, localDay, localDayRange, startOfLocalDay } from '#shared/domain/slots.ts';

type Range = Input<'rules.simulate'>['range'];

export const pasts = ['month', 'quarter', 'all', 'own'] as const;
export type Past = (typeof pasts)[number];

/** Local days, yyyymmdd, both included. */
export interface OwnDays {
  readonly first: number;
  readonly last: number;
}

const WHOLE_WEEKS = { month: 4, quarter: 12 } as const;
const WEEK_DAYS = 7;
/** 1970-01-01 was a Thursday. */
const weekday = (day: number): number => (dayNumber(day) + 3) % WEEK_DAYS;

/**
 * The instants of a past: the newest 4 or 12 whole weeks with the days since, everything, or own days. All of it has data; null where there
 * is none. Days that are not over are only in everything and in own days.
 */
export function rangeOfPast(
  past: Past,
  own: OwnDays | null,
  { dataFrom, dataTo, timeZone }: Pick<CommunitySummary, 'dataFrom' | 'dataTo' | 'timeZone'>,
): Range | null {
  if (dataFrom === null || dataTo === null) return null;
  const { from, to } = wantedRange(past, own, dataFrom, dataTo, timeZone);
  const range = { from: Math.max(from, dataFrom), to: Math.min(to, dataTo) };
  return range.from < range.to ? range : null;
}

function wantedRange(past: Past, own: OwnDays | null, dataFrom: number, dataTo: number, timeZone: string): Range {
  if (past === 'all' || (past === 'own' && own === null)) return { from: dataFrom, to: dataTo };
  if (past === 'own' && own !== null) {
    return { from: startOfLocalDay(own.first, timeZone), to: localDayRange(own.last, timeZone).to };
  }
  /** The first day that is not over: what comes before it is whole. */
  const end = localDay(dataTo, timeZone);
  const weeks = past === 'month' ? WHOLE_WEEKS.month : WHOLE_WEEKS.quarter;
  const first = addDays(end, -weekday(end) - weeks * WEEK_DAYS);
  return { from: startOfLocalDay(first, timeZone), to: startOfLocalDay(end, timeZone) };
}
