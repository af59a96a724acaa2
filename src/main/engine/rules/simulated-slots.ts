import { offerTypes, readingQualities } from '#shared/domain/records.ts';
import { localDay, localTime, MINUTE } from '#shared/domain/slots.ts';
import type { SealedOrders } from '#shared/market/certificate.ts';
import type { SimulatedSlot } from '#shared/rules/slot-run.ts';
import { minuteOfWeek } from '#shared/rules/windows.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { unpackOrders } from '../market/sealed-orders.ts';
import type { Range } from '../stats/sums.ts';

const MISSING = readingQualities.indexOf('missing');
const BUY = offerTypes.indexOf('buy');

type SlotOrders = SimulatedSlot['orders'] & Pick<SealedOrders, 'windowStart'>;

/** A slot that a member has a reading of. */
export interface MemberSlot extends SimulatedSlot {
  readonly orders: SlotOrders;
  /** Local day of its start, yyyymmdd. */
  readonly day: number;
  /** Percent; null without a battery. */
  readonly readSoc: number | null;
}

/** Slots in a row. */
export interface SlotPeriod {
  /** The first one; one that starts at `to` is outside. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds. */
  readonly slotLength: number;
  readonly count: number;
}

/** The slots of a range that the community has data of; not those of which retention has left sums alone. */
export function slotPeriod(
  { data_from, data_to, readings_from, slot_minutes }: CommunityRow,
  range: Range,
): SlotPeriod {
  const slotLength = slot_minutes * MINUTE;
  const from = Math.ceil(Math.max(range.from, readings_from, data_from ?? range.to) / slotLength) * slotLength;
  const to = Math.min(range.to, data_to ?? range.to);
  return { from, to, slotLength, count: Math.max(Math.ceil((to - from) / slotLength), 0) };
}

interface SlotRow {
  readonly exported_wh: number;
  readonly imported_wh: number;
  readonly battery_soc: number | null;
  readonly retail: number | null;
  readonly feed_in: number | null;
  readonly is_cleared: number;
  readonly orders: Uint8Array | null;
}

/** Every slot of a period with the reading of a member as it is now and the orders that were cleared; null where there is no reading. */
export function* memberSlots(
  db: ReadDb,
  community: CommunityRow,
  member: number,
  { from, to, slotLength }: SlotPeriod,
): Generator<MemberSlot | null> {
  for (let slot = from; slot < to; slot += slotLength) {
    // Of several clearings of a slot the last one counts.
    const row = db.get<SlotRow>(
      `SELECT exported_wh, imported_wh, battery_soc, grid_import_price AS retail, grid_export_price AS feed_in,
              clearing.id IS NOT NULL AS is_cleared, orders
       FROM reading_view AS reading
       LEFT JOIN pricing_signal AS signal ON signal.community_id = reading.community_id AND signal.slot = reading.slot
       LEFT JOIN clearing ON clearing.community_id = reading.community_id AND clearing.slot = reading.slot AND clearing.id = (
         SELECT MAX(id) FROM clearing AS one WHERE one.community_id = reading.community_id AND one.slot = reading.slot)
       LEFT JOIN certificate ON certificate.community_id = clearing.community_id AND certificate.slot = clearing.slot
         AND certificate.clearing_id = clearing.id
       WHERE reading.community_id = ? AND reading.slot = ? AND reading.member_id = ? AND quality <> ${MISSING}`,
      [community.id, slot, member],
    );
    yield row === undefined ? null : memberSlot(db, community, member, slot, row);
  }
}

function memberSlot(db: ReadDb, community: CommunityRow, member: number, slot: number, row: SlotRow): MemberSlot {
  const { time_zone: timeZone } = community;
  return {
    slot,
    minute: minuteOfWeek(localTime(slot, timeZone)),
    day: localDay(slot, timeZone),
    orders: ordersOf(db, community, slot, row),
    member,
    surplusWh: row.exported_wh,
    needWh: row.imported_wh,
    batterySoc: row.battery_soc ?? 0,
    readSoc: row.battery_soc,
    tariff: row.retail === null || row.feed_in === null ? null : { retail: row.retail, feedIn: row.feed_in },
  };
}

const NO_ORDERS = ordersOfRows([]);

function ordersOf(db: ReadDb, community: CommunityRow, slot: number, row: SlotRow): SlotOrders {
  if (row.orders !== null) return unpackOrders(row.orders);
  return row.is_cleared === 1 ? uncertifiedOrders(db, community, slot) : NO_ORDERS;
}

interface OfferRow {
  readonly member_id: number;
  readonly type: number;
  readonly quantity_wh: number;
  readonly price: number | null;
  readonly created_at: number;
  readonly rule_id: number | null;
  readonly window_start: number;
}

/** Of a clearing that was stored without a certificate: the offers of that slot alone, with all that they were placed with. */
export function uncertifiedOrders(db: ReadDb, community: CommunityRow, slot: number): SlotOrders {
  return ordersOfRows(
    db.all<OfferRow>(
      `SELECT member_id, type, quantity_wh, price, created_at, rule_id, window_start FROM offer
       WHERE community_id = ? AND window_start = ? AND window_end <= ? ORDER BY type, id`,
      [community.id, slot, slot + community.slot_minutes * MINUTE],
    ),
  );
}

/** @param rows bids first, each side by id */
function ordersOfRows(rows: readonly OfferRow[]): SlotOrders {
  return {
    count: rows.length,
    bidCount: rows.filter(({ type }) => type === BUY).length,
    member: Int32Array.from(rows, (row) => row.member_id),
    rule: Int32Array.from(rows, (row) => row.rule_id ?? -1),
    price: Float64Array.from(rows, (row) => row.price ?? Number.NaN),
    wh: Int32Array.from(rows, (row) => row.quantity_wh),
    createdAt: Float64Array.from(rows, (row) => row.created_at),
    windowStart: Float64Array.from(rows, (row) => row.window_start),
  };
}
