import { readingQualities, settlementStatuses } from '#shared/domain/records.ts';
import { addDays, HOUR, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import type { WriteDb } from './connection.ts';
import { rollupsKeptBefore } from './kept-rollups.ts';
import {
  communitySums,
  dayRollup,
  hourRollup,
  memberDayRollup,
  memberSums,
  offerFate,
  putRollup,
  rollupTables,
  slotRollup,
  updateDataBounds,
  zeroSums,
  type CommunitySums,
  type MemberSums,
  type TradeSpan,
} from './rollup-tables.ts';

const MISSING = readingQualities.indexOf('missing');
const FAILED = settlementStatuses.indexOf('failed');

/**
 * Computes every rollup of a community anew from its records (definitions: migration 20, DOMAIN.md section 5). Needed when its time zone
 * changes, for repair, and in tests as the measure of what `sync/apply` keeps up row by row. One pass over the records; run it on
 * the writer, in a transaction of its own or the caller's. Days of which retention has left nothing but the rollups stay as they are.
 */
export function rebuildRollups(db: WriteDb, communityId: number): void {
  db.transaction(() => {
    const timeZone = db.pluck<string>('SELECT time_zone FROM community WHERE id = ?', [communityId])[0];
    if (timeZone === undefined) throw new Error(`There is no community ${communityId}.`);
    const kept = rollupsKeptBefore(db, communityId, timeZone);
    const firstHour = Math.floor(kept / HOUR) * HOUR;
    const firstDay = firstWholeDay(kept, timeZone);
    const first = { slot: kept, hour: firstHour, day: firstDay };
    for (const { name, keys } of rollupTables) {
      const key = keys[0] as keyof typeof first;
      db.run(`DELETE FROM ${name} WHERE community_id = ? AND ${key} >= ?`, [communityId, first[key]]);
    }

    const sums = new Recomputed(timeZone);
    addReadings(db, communityId, kept, sums);
    addTrades(db, communityId, kept, sums);
    addOffers(db, communityId, kept, sums);

    const hours = new Map<number, CommunitySums>();
    const days = new Map<number, CommunitySums>();
    // An hour may have slots on either side.
    for (const row of db.all<CommunitySums & { slot: number }>(
      'SELECT * FROM rollup_slot WHERE community_id = ? AND slot >= ? AND slot < ?',
      [communityId, firstHour, kept],
    )) {
      const total = entry(hours, firstHour, newSums);
      for (const name of communitySums) total[name] += row[name];
    }
    for (const [slot, row] of ascending(sums.slots)) {
      row.self_consumed_wh = Math.min(row.produced_wh, row.consumed_wh);
      putRollup(db, slotRollup, communityId, [slot], row);
      const day = localDay(slot, timeZone);
      const totals = [entry(hours, Math.floor(slot / HOUR) * HOUR, newSums)];
      if (day >= firstDay) totals.push(entry(days, day, newSums));
      for (const total of totals) {
        for (const name of communitySums) total[name] += row[name];
      }
    }
    for (const [hour, row] of hours) putRollup(db, hourRollup, communityId, [hour], row);
    for (const [day, row] of days) putRollup(db, dayRollup, communityId, [day], row);
    for (const [day, members] of ascending(sums.memberDays)) {
      if (day < firstDay) continue;
      for (const [member, row] of ascending(members)) putRollup(db, memberDayRollup, communityId, [day, member], row);
    }
    updateDataBounds(db, communityId);
  });
}

const newSums = (): CommunitySums => zeroSums(communitySums);

/** The first local day (yyyymmdd) that does not begin before `time`. */
function firstWholeDay(time: number, timeZone: string): number {
  const day = localDay(time, timeZone);
  return startOfLocalDay(day, timeZone) < time ? addDays(day, 1) : day;
}

class Recomputed {
  readonly slots = new Map<number, CommunitySums & TradeSpan>();
  readonly memberDays = new Map<number, Map<number, MemberSums>>();
  readonly #timeZone: string;

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  slot(slot: number): CommunitySums & TradeSpan {
    return entry(this.slots, slot, () => ({ ...newSums(), first_trade_at: null, last_trade_at: null }));
  }

  memberDay(time: number, member: number): MemberSums {
    const members = entry(this.memberDays, localDay(time, this.#timeZone), () => new Map<number, MemberSums>());
    return entry(members, member, () => zeroSums(memberSums));
  }
}

interface ReadingRow {
  readonly slot: number;
  readonly member_id: number;
  readonly produced_wh: number;
  readonly consumed_wh: number;
  readonly imported_wh: number;
  readonly exported_wh: number;
  readonly quality: number;
}

function addReadings(db: WriteDb, communityId: number, from: number, sums: Recomputed): void {
  const rows = db.iterate<ReadingRow>(
    'SELECT slot, member_id, produced_wh, consumed_wh, imported_wh, exported_wh, quality FROM meter_reading WHERE community_id = ? AND slot >= ?',
    [communityId, from],
  );
  for (const row of rows) {
    const slot = sums.slot(row.slot);
    const member = sums.memberDay(row.slot, row.member_id);
    if (row.quality === MISSING) continue;
    for (const name of ['produced_wh', 'consumed_wh', 'imported_wh', 'exported_wh'] as const) {
      slot[name] += row[name];
      member[name] += row[name];
    }
    member.self_consumed_wh += Math.min(row.produced_wh, row.consumed_wh);
  }
}

interface TradeRow {
  readonly slot: number;
  readonly executed_at: number;
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly quantity_wh: number;
  readonly amount: number;
  readonly status: number;
  readonly grid_import_price: number | null;
  readonly grid_export_price: number | null;
}

function addTrades(db: WriteDb, communityId: number, from: number, sums: Recomputed): void {
  const rows = db.iterate<TradeRow>(
    `SELECT trade.slot, executed_at, buyer_id, seller_id, quantity_wh, amount, status, grid_import_price, grid_export_price
     FROM trade LEFT JOIN pricing_signal USING (community_id, slot) WHERE community_id = ? AND trade.slot >= ?`,
    [communityId, from],
  );
  for (const row of rows) {
    const slot = sums.slot(row.slot);
    slot.first_trade_at = Math.min(slot.first_trade_at ?? row.executed_at, row.executed_at);
    slot.last_trade_at = Math.max(slot.last_trade_at ?? row.executed_at, row.executed_at);
    const buyer = sums.memberDay(row.slot, row.buyer_id);
    const seller = sums.memberDay(row.slot, row.seller_id);
    // A set, because an imported trade may have the same member on both sides: it is one trade of that member.
    const all = new Set([slot, buyer, seller]);
    if (row.status === FAILED) {
      for (const each of all) each.failed_count += 1;
      continue;
    }
    // As `atTariff`: where no tariff is known, a trade is neither a gain nor a loss.
    const at = (tariff: number | null): number => (tariff === null ? row.amount : amountOf(row.quantity_wh, tariff));
    const [retail, feedIn] = [at(row.grid_import_price), at(row.grid_export_price)];
    for (const each of all) each.trade_count += 1;
    slot.traded_wh += row.quantity_wh;
    slot.traded_amount += row.amount;
    slot.retail_amount += retail;
    slot.feed_in_amount += feedIn;
    buyer.bought_wh += row.quantity_wh;
    buyer.bought_amount += row.amount;
    buyer.bought_retail_amount += retail;
    seller.sold_wh += row.quantity_wh;
    seller.sold_amount += row.amount;
    seller.sold_feed_in_amount += feedIn;
  }
}

interface OfferRow {
  readonly window_start: number;
  readonly member_id: number;
  readonly status: number;
  readonly quantity_wh: number;
  readonly remaining_wh: number;
}

function addOffers(db: WriteDb, communityId: number, from: number, sums: Recomputed): void {
  const rows = db.iterate<OfferRow>(
    'SELECT window_start, member_id, status, quantity_wh, remaining_wh FROM offer WHERE community_id = ? AND window_start >= ?',
    [communityId, from],
  );
  for (const row of rows) {
    const member = sums.memberDay(row.window_start, row.member_id);
    member.offer_count += 1;
    const fate = offerFate(row.status, row.quantity_wh, row.remaining_wh);
    if (fate !== null) member[fate] += 1;
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function ascending<V>(map: ReadonlyMap<number, V>): [number, V][] {
  return [...map].sort(([a], [b]) => a - b);
}
