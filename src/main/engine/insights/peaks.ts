import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { Peak } from '#shared/contract/insight-records.ts';
import type { WithheldReason } from '#shared/contract/published-sum.ts';
import { readingQualities } from '#shared/domain/records.ts';
import { DEFAULT_K, suppressedSum } from '#shared/privacy/suppression.ts';
import { peakReduction } from '#shared/stats/indicators.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import type { Range } from '../stats/sums.ts';
import { wholeDays } from './insight-steps.ts';

const MISSING = readingQualities.indexOf('missing');

type Direction = 'import' | 'export';
/** By direction, the column of `rollup_slot` and of `meter_reading`. */
const columnOf = { import: 'imported_wh', export: 'exported_wh' } as const;

/** The highest slots of the local days of a period, with and without trading. INPUT_INVALID without such a community. */
export function peaksOf(
  db: ReadDb,
  { communityId, range, compareWith }: ParsedInput<'insights.peaks'>,
): Output<'insights.peaks'> {
  const community = requireCommunity(db, communityId);
  const peaksIn = (period: Range) => ({
    import: peakOf(db, community, wholeDays(community, period), 'import'),
    export: peakOf(db, community, wholeDays(community, period), 'export'),
  });
  // Whether a slot may be shown is decided by its single readings.
  const isHeld = ({ from }: Range): boolean => from >= community.raw_from;
  return { current: peaksIn(range), previous: compareWith && isHeld(compareWith) ? peaksIn(compareWith) : null };
}

interface HighestSlot {
  readonly slot: number;
  readonly wh: number;
}

const NONE = { wh: null, at: null, baselineWh: null, baselineAt: null, reduction: null, withheld: null } as const;

function peakOf(db: ReadDb, community: CommunityRow, range: Range, direction: Direction): Peak {
  const column = columnOf[direction];
  const peak = highestSlot(db, community, range, `MAX(0, ${column} - traded_wh)`);
  const baseline = highestSlot(db, community, range, column);
  if (peak === undefined || baseline === undefined) return NONE;
  const withheld =
    reasonAgainst(db, community, peak.slot, direction) ?? reasonAgainst(db, community, baseline.slot, direction);
  if (withheld !== null) return { ...NONE, withheld };
  return {
    wh: peak.wh,
    at: peak.slot,
    baselineWh: baseline.wh,
    baselineAt: baseline.slot,
    reduction: peakReduction(peak.wh, baseline.wh),
    withheld,
  };
}

/** The slot with the highest value among those that have readings, the earliest of equal ones. */
function highestSlot(db: ReadDb, community: CommunityRow, range: Range, value: string): HighestSlot | undefined {
  return db.get<HighestSlot>(
    `SELECT slot, ${value} AS wh FROM rollup_slot
     WHERE community_id = ? AND slot >= ? AND slot < ?
       AND (consumed_wh > 0 OR produced_wh > 0 OR imported_wh > 0 OR exported_wh > 0)
     ORDER BY wh DESC, slot LIMIT 1`,
    [community.id, range.from, range.to],
  );
}

/** Why what went from or into the grid in a slot is not shown; null when it is. */
function reasonAgainst(db: ReadDb, community: CommunityRow, slot: number, direction: Direction): WithheldReason | null {
  const ofMembers = db.pluck<number>(
    `SELECT ${columnOf[direction]} FROM meter_reading WHERE community_id = ? AND slot = ? AND quality <> ${MISSING}`,
    [community.id, slot],
  );
  if (ofMembers.length < DEFAULT_K) return 'few-members';
  return suppressedSum(ofMembers) === null ? 'one-member' : null;
}
