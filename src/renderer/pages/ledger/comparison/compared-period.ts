/** What a period is compared with, and in which steps: how it stands in the address and what is asked for. Pure. */
import type { Input } from '#shared/contract/contract.ts';
import type { ComparisonStep } from '../../../charts/comparison-steps.ts';
import { oneOf, withEntries } from '../../../app/address-filters.ts';
import type { InstantRange, ResolvedPeriod } from '../../../app/period-arithmetic.ts';
import { startOfLocalDay, addDays } from '#shared/domain/slots.ts';

export const comparisons = ['before', 'year', 'off'] as const;
/** The period just before, the same days a year earlier, or none. */
export type ComparedWith = (typeof comparisons)[number];

export interface ComparisonFilters {
  readonly against: ComparedWith;
}

/** What an address compares with; the period before where it says nothing. */
export function readComparison(params: URLSearchParams): ComparisonFilters {
  return { against: oneOf(comparisons, params.get('against'), 'before') };
}

/** `params` with the choice written into it; other entries stay. */
export function writeComparison(params: URLSearchParams, { against }: ComparisonFilters): URLSearchParams {
  return withEntries(params, [['against', against === 'before' ? null : against]]);
}

const HOURS_UP_TO = 3;
const DAYS_UP_TO = 92;

/** Hours for a few days, local days for a quarter, months beyond. */
export function stepOf(days: number): ComparisonStep {
  if (days <= HOURS_UP_TO) return 'hour';
  return days <= DAYS_UP_TO ? 'day' : 'month';
}

/** The same day a year earlier, yyyymmdd; 29 February becomes 28 February. */
export function yearBefore(day: number): number {
  const same = day - 10_000;
  return same % 10_000 === 229 ? same - 1 : same;
}

/** The period to compare with; null for none, and where the data do not reach back to any of it. */
export function comparedRange(
  against: ComparedWith,
  { firstDay, lastDay, previous, firstDataDay }: ResolvedPeriod,
  timeZone: string,
): Input<'ledger.comparison'>['compareWith'] {
  const range = rangeOf();
  if (range === null || firstDataDay === null) return null;
  return range.to <= startOfLocalDay(firstDataDay, timeZone) ? null : range;

  function rangeOf(): InstantRange | null {
    if (against === 'off') return null;
    if (against === 'before') return previous;
    return {
      from: startOfLocalDay(yearBefore(firstDay), timeZone),
      to: startOfLocalDay(addDays(yearBefore(lastDay), 1), timeZone),
    };
  }
}
