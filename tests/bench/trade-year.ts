import { appendFileSync, rmSync } from 'node:fs';
import { emptyTradeColumns } from '#engine/sync/decode-trades.ts';
import type { ChangePage, TradeColumns } from '#shared/domain/change-page.ts';
import { failureCodes, settlementStatuses } from '#shared/domain/records.ts';
import type { LedgerFilter } from '#shared/contract/ledger-records.ts';
import { Random } from '#shared/domain/random.ts';
import { amountOf } from '#shared/domain/units.ts';
import { tradeWire } from '#shared/wire/market.ts';
import { tradeAt } from '#shared/wire/page-records.ts';
import { COMMUNITY, foundingPage, memberId, page, signals, SLOT, START } from '../engine/fixtures/pages.ts';

export const MEMBERS = 160;
/** A page of a feed is as large. */
const PAGE_TRADES = 5000;
const YEAR_DAYS = 365;
const SLOTS_OF_DAY = 96;
/** One trade of so many fails. */
const FAILED_OF = 200;
const DAY = 86_400_000;
const [SETTLED, FAILED] = [settlementStatuses.indexOf('settled'), settlementStatuses.indexOf('failed')];
const FAILURE = failureCodes.indexOf('INSUFFICIENT_BALANCE');

/** A local month of the year, in its middle. */
export const month = { from: Date.UTC(2025, 8, 30, 22), to: Date.UTC(2025, 9, 31, 23) };

/** Asks for every trade of so many years. */
export function everyTrade(years = 1): LedgerFilter {
  return {
    range: { from: START, to: START + years * 366 * DAY },
    memberId: null,
    side: 'either',
    status: null,
    failureCode: null,
    price: { from: null, to: null },
    quantityWh: { from: null, to: null },
    mechanism: null,
    ruleId: null,
    text: '',
  };
}

/** How trades lie in time, and who made them. */
interface TradeSpread {
  readonly trades: number;
  readonly members?: number;
  readonly days?: number;
}

/**
 * The change pages of a community that trades all the time: the first page founds it, each later one has 5,000 trades, by random
 * members at a price for each slot, with random ids as any other hub would give. The same ones whenever asked.
 */
export function* tradePages({ trades, members = MEMBERS, days = YEAR_DAYS }: TradeSpread): Generator<ChangePage> {
  const random = new Random('year of trades');
  const slots = SLOTS_OF_DAY * days;
  yield foundingPage(members);
  const clearing = new Uint8Array(16);
  let slot = -1;
  let price = 0;
  for (let from = 0; from < trades; from += PAGE_TRADES) {
    const columns = emptyTradeColumns(Math.min(PAGE_TRADES, trades - from));
    const tariffs: { slot: number; retail: number; feedIn: number; p2p: number }[] = [];
    for (let row = 0; row < columns.count; row++) {
      const at = Math.floor(((from + row) / trades) * slots);
      if (at !== slot) {
        slot = at;
        price = random.integer(100_000, 300_000);
        tariffs.push({ slot: START + slot * SLOT, retail: 313_400, feedIn: 80_900, p2p: price });
        putRandomUuid(clearing, 0, random);
      }
      columns.clearingId.set(clearing, row * 16);
      fillRow(columns, row, { slot: START + slot * SLOT, price, members, random });
    }
    yield page(members, { signals: signals(tariffs), ruleIds: [], ...namingOnlyItsOwn(columns) });
  }
}

/** As a decoded page of the feed: its list has the members that its trades name. */
function namingOnlyItsOwn(trades: TradeColumns): Pick<ChangePage, 'trades' | 'memberIds'> {
  const places = new Map<number, number>();
  for (const column of [trades.buyer, trades.seller]) {
    column.forEach((member, row) => {
      let place = places.get(member);
      if (place === undefined) places.set(member, (place = places.size));
      column[row] = place;
    });
  }
  return { trades, memberIds: [...places.keys()].map(memberId) };
}

function fillRow(
  columns: TradeColumns,
  row: number,
  { slot, price, members, random }: { slot: number; price: number; members: number; random: Random },
): void {
  const buyer = random.integer(0, members - 1);
  const quantity = random.integer(1, 2000);
  const hasFailed = random.integer(1, FAILED_OF) === 1;
  for (const ids of [columns.id, columns.buyOfferId, columns.sellOfferId]) putRandomUuid(ids, row, random);
  columns.slot[row] = slot;
  columns.executedAt[row] = slot + SLOT;
  columns.buyer[row] = buyer;
  columns.seller[row] = (buyer + random.integer(1, members - 1)) % members;
  columns.quantityWh[row] = quantity;
  columns.price[row] = price;
  columns.amount[row] = amountOf(quantity, price);
  columns.status[row] = hasFailed ? FAILED : SETTLED;
  columns.failureCode[row] = hasFailed ? FAILURE : -1;
  columns.version[row] = 1;
}

/** A UUID of version 4 (RFC 9562). */
function putRandomUuid(bytes: Uint8Array, row: number, random: Random): void {
  const at = row * 16;
  for (let word = 0; word < 4; word++) {
    const value = random.uint32();
    for (let byte = 0; byte < 4; byte++) bytes[at + word * 4 + byte] = value >>> (byte * 8);
  }
  bytes[at + 6] = 0x40 | (bytes[at + 6] & 0x0f);
  bytes[at + 8] = 0x80 | (bytes[at + 8] & 0x3f);
}

/** What a trade is on the wire. */
export const wireColumns = [
  'id',
  'community_id',
  'buyer_id',
  'seller_id',
  'quantity_kwh',
  'price_per_kwh',
  'total_amount',
  'executed_at',
  'settlement_status',
  'failure_code',
  'slot',
  'clearing_id',
  'buy_offer_id',
  'sell_offer_id',
  'version',
] as const;

/** Writes the trades of pages as a CSV of their wire records, without a heading. */
export function writeTradeCsv(file: string, pages: Iterable<ChangePage>): void {
  rmSync(file, { force: true });
  for (const { trades, memberIds } of pages) {
    if (!trades) continue;
    const lines = Array.from({ length: trades.count }, (_, row) => {
      const record: Partial<Record<string, string | number | null>> = tradeWire.encode(
        tradeAt(trades, row, memberIds),
        COMMUNITY,
      );
      return `${wireColumns.map((column) => record[column] ?? '').join(',')}\n`;
    });
    appendFileSync(file, lines.join(''));
  }
}
