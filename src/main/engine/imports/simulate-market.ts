import { setImmediate } from 'node:timers/promises';
import { Failure } from '#shared/contract/errors.ts';
import type { SignalColumns } from '#shared/domain/change-page.ts';
import { readingQualities } from '#shared/domain/records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { toMechanism, UnknownMechanismError } from '#shared/market/mechanisms.ts';
import { PriceHistory } from '#shared/market/pricing-signals.ts';
import { clearReadings, type ReadingsMarketTerms } from '#shared/simulator/readings-market.ts';
import type { WriteDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { sha256 } from '../market/sha256.ts';
import { applyPage } from '../sync/apply.ts';

const MISSING = readingQualities.indexOf('missing');
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** So much of what was is read again before the market goes on: by then what came before counts no more in the forecasts. */
const REMEMBERED = 30 * DAY;

/** Slots with readings and a tariff that have not been cleared: what `simulateMarket` is going to clear. */
export function countOpenSlots(db: WriteDb, community: CommunityRow): number {
  return db.get<{ slots: number }>(
    `SELECT COUNT(*) AS slots FROM rollup_slot AS slots JOIN pricing_signal USING (community_id, slot)
     WHERE community_id = ? AND NOT EXISTS
       (SELECT 1 FROM clearing WHERE clearing.community_id = slots.community_id AND clearing.slot = slots.slot)`,
    [community.id],
  )!.slots;
}

/**
 * Clears the readings of every slot that has a tariff and no clearing yet, a day at a time, each in one transaction. Broken off and begun
 * again it goes on where it was.
 * @param eachDay called after each day's transaction with the slots that it cleared; throw in it to stop
 * @returns the number of trades made
 * @throws Failure INPUT_INVALID when the community's mechanism is not one of this version
 */
export async function simulateMarket(
  db: WriteDb,
  community: CommunityRow,
  eachDay: (slots: number) => void,
): Promise<number> {
  const members = db.all<MemberKey>(
    `SELECT member.id, member.uid, COALESCE(member_view.anonymized_id, member.uid) AS pseudonym
     FROM member LEFT JOIN member_view ON member_view.id = member.id
     WHERE member.community_id = ? ORDER BY member.id`,
    [community.id],
  );
  const terms = termsOf(db, community, members);
  const history = new SignalHistory(community.slot_minutes);
  const first = nextOpenSlot(db, community, 0);
  if (first === null) return 0;
  for (const price of storedPrices(db, community, first)) history.learn(price.slot, price.p2p_price ?? NaN, price);
  let trades = 0;
  for (let from: number | null = first; from !== null; from = nextOpenSlot(db, community, from + DAY)) {
    const rows = openReadings(db, community, from, from + DAY);
    const page = clearReadings(terms, columnsOf(rows, members), tariffsOf(rows), sha256);
    history.fill(page.signals);
    applyPage(db, { communityId: community.uid, memberIds: terms.memberIds, ruleIds: [], ...page });
    trades += page.trades.count;
    eachDay(page.clearings.count);
    await setImmediate();
  }
  return trades;
}

interface MemberKey {
  readonly id: number;
  readonly uid: string;
  /** The wire id where there is none. */
  readonly pseudonym: string;
}

function termsOf(db: WriteDb, community: CommunityRow, members: readonly MemberKey[]): ReadingsMarketTerms {
  const limits = db.get<{ priceFloor: number; priceCap: number }>(
    'SELECT price_floor AS priceFloor, price_cap AS priceCap FROM community WHERE id = ?',
    [community.id],
  )!;
  return {
    communityId: community.uid,
    memberIds: members.map((member) => member.uid),
    pseudonyms: members.map((member) => member.pseudonym),
    mechanism: mechanismOf(community),
    limits,
    slotMinutes: community.slot_minutes,
  };
}

function mechanismOf(community: CommunityRow) {
  try {
    return toMechanism(community.mechanism);
  } catch (error) {
    if (!(error instanceof UnknownMechanismError)) throw error;
    throw new Failure(
      'INPUT_INVALID',
      `${community.name} clears by ${community.mechanism}, which cannot be simulated.`,
      {
        remedy: 'Import without simulated trades, or as a new community.',
        cause: error,
      },
    );
  }
}

interface OpenReading {
  readonly slot: number;
  readonly member_id: number;
  readonly produced_wh: number;
  readonly consumed_wh: number;
  readonly grid_import_price: number;
  readonly grid_export_price: number;
}

const OPEN = `FROM meter_reading AS reading JOIN pricing_signal USING (community_id, slot)
  WHERE reading.community_id = @community AND reading.slot >= @from AND reading.slot < @to AND reading.quality <> ${MISSING}
    AND NOT EXISTS (SELECT 1 FROM clearing WHERE clearing.community_id = reading.community_id AND clearing.slot = reading.slot)`;

function nextOpenSlot(db: WriteDb, community: CommunityRow, from: number): number | null {
  const params = { community: community.id, from, to: Number.MAX_SAFE_INTEGER };
  return db.get<{ slot: number }>(`SELECT reading.slot ${OPEN} ORDER BY reading.slot LIMIT 1`, params)?.slot ?? null;
}

function openReadings(db: WriteDb, community: CommunityRow, from: number, to: number): OpenReading[] {
  return db.all<OpenReading>(
    `SELECT reading.slot, member_id, produced_wh, consumed_wh, grid_import_price, grid_export_price ${OPEN}
     ORDER BY reading.slot, member_id`,
    { community: community.id, from, to },
  );
}

function columnsOf(rows: readonly OpenReading[], members: readonly MemberKey[]) {
  const numbers = new Map(members.map((member, number) => [member.id, number]));
  return {
    count: rows.length,
    slot: Float64Array.from(rows, (row) => row.slot),
    member: Int32Array.from(rows, (row) => numbers.get(row.member_id)!),
    producedWh: Int32Array.from(rows, (row) => row.produced_wh),
    consumedWh: Int32Array.from(rows, (row) => row.consumed_wh),
  };
}

function tariffsOf(rows: readonly OpenReading[]): (slot: number) => Tariff {
  const tariffs = new Map(
    rows.map((row) => [row.slot, { retail: row.grid_import_price, feedIn: row.grid_export_price }]),
  );
  return (slot) => tariffs.get(slot)!;
}

interface StoredPrice extends Tariff {
  readonly slot: number;
  readonly p2p_price: number | null;
}

/** The prices before `slot` that its signal and forecast depend on. */
function storedPrices(db: WriteDb, community: CommunityRow, slot: number): StoredPrice[] {
  return db.all<StoredPrice>(
    `SELECT slot, p2p_price, grid_import_price AS retail, grid_export_price AS feedIn FROM pricing_signal
     WHERE community_id = ? AND slot >= ? AND slot < ? ORDER BY slot`,
    [community.id, slot - REMEMBERED, slot],
  );
}

/** Buy, sell or neutral and the forecast (DOMAIN.md section 4), for slots that come in order and may have gaps. */
class SignalHistory {
  readonly #length: number;
  readonly #prices: PriceHistory | null;
  #next: number | null = null;

  constructor(slotMinutes: number) {
    this.#length = slotMinutes * MINUTE;
    // Percentiles of "the same hour" need slots that divide the hour.
    this.#prices = 60 % slotMinutes === 0 ? new PriceHistory(slotMinutes) : null;
  }

  /** Takes the price of a slot; NaN when nothing was traded. Returns its signal, null where slots do not divide the hour. */
  learn(slot: number, price: number, tariff: Tariff) {
    if (!this.#prices || slot % this.#length !== 0) return null;
    for (let gap = Math.max(this.#next ?? slot, slot - WEEK); gap < slot; gap += this.#length) {
      this.#prices.next(gap, NaN, tariff);
    }
    this.#next = slot + this.#length;
    return this.#prices.next(slot, price, tariff);
  }

  /** Fills in the signals of a page. */
  fill(signals: SignalColumns): void {
    for (let row = 0; row < signals.count; row++) {
      const signal = this.learn(signals.slot[row], signals.p2pPrice[row], {
        retail: signals.gridImportPrice[row],
        feedIn: signals.gridExportPrice[row],
      });
      if (!signal) continue;
      signals.signal[row] = signal.kind;
      signals.forecastNextHour[row] = signal.forecastNextHour;
    }
  }
}
