import { Failure } from '#shared/contract/errors.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import type { CoverageFact } from '#shared/reports/period/period-facts.ts';
import type { ReadDb } from '../../cache/connection.ts';
import type { CommunityRow } from '../../communities/community.ts';
import { slotsWithReadings } from '../../stats/coverage.ts';
import type { Range } from '../../stats/sums.ts';

/**
 * How far the data of a community reach over a period.
 * @param days local days of the period with readings or trades
 */
export function coverageOf(db: ReadDb, community: CommunityRow, period: Range, days: number): CoverageFact {
  const data = reachedPart(community, period);
  return {
    period,
    data,
    slots: Math.round((data === null ? 0 : data.to - data.from) / (community.slot_minutes * MINUTE)),
    slotsWithReadings: data === null ? 0 : slotsWithReadings(db, community, data),
    days,
  };
}

/** The part of a range that the readings reach over; null when that is none. */
function reachedPart({ data_from, data_to }: CommunityRow, { from, to }: Range): Range | null {
  if (data_from === null || data_to === null) return null;
  const part = { from: Math.max(from, data_from), to: Math.min(to, data_to) };
  return part.from < part.to ? part : null;
}

/** Whether the readings reach over the whole of a range. */
export function isWhole({ data_from, data_to }: CommunityRow, { from, to }: Range): boolean {
  return data_from !== null && data_to !== null && data_from <= from && to <= data_to;
}

/** A report needs something to say. Throws INPUT_INVALID. */
export function nothingToReport(): never {
  throw new Failure('INPUT_INVALID', 'There are neither readings nor trades of this period on this desk.', {
    remedy: 'Choose another period, or import what is missing.',
    details: { situation: 'nothing' },
  });
}
