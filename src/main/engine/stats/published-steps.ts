import { readingQualities, settlementStatuses } from '#shared/domain/records.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import { stepAtoms } from '#shared/privacy/withheld-steps.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunitySums, TradeSpan } from '../cache/rollup-tables.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { PublishedDay } from '../insights/published-days.ts';
import { sumColumns, type Range } from './sums.ts';

const MISSING = readingQualities.indexOf('missing');
const FAILED = settlementStatuses.indexOf('failed');

/** A slot of a day with its sums, of which only what `PublishedSteps` says may be shown. */
export interface SlotSums extends CommunitySums, TradeSpan {
  readonly slot: number;
  /** Null where it is not known. */
  readonly p2p_price: number | null;
  readonly spread: number | null;
}

/**
 * The slots of a local day that have a reading or a trade, and by slot the atom that each is in (see stepAtoms); null where no step of the
 * day may be shown. Energy is produced, consumed and self-consumed, which is the smaller of the two; market is what was traded, paid and saved.
 */
export interface PublishedSteps {
  readonly slots: readonly SlotSums[];
  readonly energy: readonly number[] | null;
  readonly market: readonly number[] | null;
}

/** In which pieces the slots of a day may be shown. */
export function publishedSteps(db: ReadDb, community: CommunityRow, { day, of }: PublishedDay): PublishedSteps {
  const range = localDayRange(day, community.time_zone);
  const slots = db.all<SlotSums>(
    `SELECT slot, ${sumColumns}, first_trade_at, last_trade_at, p2p_price, grid_import_price - grid_export_price AS spread
     FROM rollup_slot LEFT JOIN pricing_signal USING (community_id, slot)
     WHERE community_id = ? AND slot >= ? AND slot < ? ORDER BY slot`,
    [community.id, range.from, range.to],
  );
  const hasEnergy = of.producedWh.kind !== 'withheld' && of.consumedWh.kind !== 'withheld';
  const hasMarket = of.boughtWh.kind !== 'withheld' && of.soldWh.kind !== 'withheld';
  return {
    slots,
    energy: hasEnergy ? energyAtoms(db, community, range, slots) : null,
    market: hasMarket ? marketAtoms(db, community, range, slots) : null,
  };
}

interface SlotReadings {
  readonly slot: number;
  readonly members: number;
  readonly produced_wh: number;
  readonly consumed_wh: number;
}

function energyAtoms(
  db: ReadDb,
  { id }: CommunityRow,
  { from, to }: Range,
  slots: readonly SlotSums[],
): number[] | null {
  const largest = new Map(
    db
      .all<SlotReadings>(
        `SELECT slot, COUNT(*) AS members, MAX(produced_wh) AS produced_wh, MAX(consumed_wh) AS consumed_wh FROM meter_reading
         WHERE community_id = ? AND slot >= ? AND slot < ? AND quality <> ${MISSING} GROUP BY slot`,
        [id, from, to],
      )
      .map((row) => [row.slot, row]),
  );
  return stepAtoms(
    slots.map(({ slot, produced_wh, consumed_wh }) => ({
      members: largest.get(slot)?.members ?? 0,
      parts: [
        { sum: produced_wh, largest: largest.get(slot)?.produced_wh ?? 0 },
        { sum: consumed_wh, largest: largest.get(slot)?.consumed_wh ?? 0 },
      ],
      kind: slot,
    })),
  );
}

function marketAtoms(db: ReadDb, community: CommunityRow, range: Range, slots: readonly SlotSums[]): number[] | null {
  const largest = largestTraders(db, community, range, slots);
  return stepAtoms(
    slots.map(({ slot, traded_wh, p2p_price, spread }) => ({
      // All members of the day could have traded, and a day that is shown has enough of them.
      members: DEFAULT_K,
      parts: [
        { sum: traded_wh, largest: largest.get(slot)?.bought ?? 0 },
        { sum: traded_wh, largest: largest.get(slot)?.sold ?? 0 },
      ],
      kind: p2p_price === null || spread === null ? slot : `${p2p_price} ${spread}`,
    })),
  );
}

interface TradeRow {
  readonly slot: number;
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly quantity_wh: number;
}

/** By slot, the most that one member bought and sold, Wh. Added up here, because SQLite would sort the trades once for each side. */
function largestTraders(
  db: ReadDb,
  { id }: CommunityRow,
  { from, to }: Range,
  slots: readonly SlotSums[],
): Map<number, { readonly bought: number; readonly sold: number }> {
  const executed = slots.filter(({ first_trade_at }) => first_trade_at !== null);
  if (executed.length === 0) return new Map();
  const first = Math.min(...executed.map(({ first_trade_at }) => first_trade_at!));
  const last = Math.max(...executed.map(({ last_trade_at }) => last_trade_at!));
  const rows = db.all<TradeRow>(
    `SELECT slot, buyer_id, seller_id, quantity_wh FROM trade
     WHERE community_id = ? AND executed_at BETWEEN ? AND ? AND slot >= ? AND slot < ? AND status <> ${FAILED}`,
    [id, first, last, from, to],
  );
  const sides = new Map<number, { readonly bought: Map<number, number>; readonly sold: Map<number, number> }>();
  for (const { slot, buyer_id, seller_id, quantity_wh } of rows) {
    let sums = sides.get(slot);
    if (sums === undefined) sides.set(slot, (sums = { bought: new Map(), sold: new Map() }));
    sums.bought.set(buyer_id, (sums.bought.get(buyer_id) ?? 0) + quantity_wh);
    sums.sold.set(seller_id, (sums.sold.get(seller_id) ?? 0) + quantity_wh);
  }
  return new Map(
    [...sides].map(([slot, { bought, sold }]) => [
      slot,
      { bought: Math.max(...bought.values()), sold: Math.max(...sold.values()) },
    ]),
  );
}
