import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  type DecimalProblem,
  type DecimalResult,
  decimalToInteger,
  KWH_DECIMALS,
  kwhToWh,
  MAX_ORDER_WH,
  microToPrice,
  PRICE_DECIMALS,
  whToKwh,
} from '#shared/domain/units.ts';
import { DEFAULT_LIMITS, MAX_PRICE, type MarketLimits, type Order } from '#shared/market/orders.ts';
import { parseInstant, UsageError } from './command.ts';
import { parseJson, readTextFile } from './json-file.ts';

/** What `--input` of `match` and `explain` reads, in integer units. */
export interface OrderBook {
  readonly bids: readonly Order[];
  readonly offers: readonly Order[];
  readonly limits: MarketLimits;
}

/**
 * Reads the order book that `--input` names, `-` being stdin (see parseOrderBook).
 * @throws UsageError naming the source, and the row and the field where it is one of them
 */
export async function readOrderBook(input: string, stdin: Readable): Promise<OrderBook> {
  if (input === '-') return parseOrderBook(await text(stdin), 'stdin');
  return parseOrderBook(await readTextFile(input), input);
}

/**
 * Reads an order book from the JSON of ARCHITECTURE.md section 8:
 * `{"bids":[{"id","member","price_per_kwh","quantity_kwh","created_at"?}],"offers":[...],"price_cap"?,"price_floor"?}`.
 * `member` defaults to the order's id, `price_per_kwh: null` is a market order, `created_at` is an ISO 8601 time with its
 * zone or epoch milliseconds, the cap defaults to 9999 and the floor to minus the cap. Ids are unique within bids and within
 * offers. A quantity of 0 is allowed: such an order is ignored, and reported with the reason ZERO_QUANTITY.
 * @param source what messages call the input
 * @throws UsageError naming the source, the row and the field
 */
function parseOrderBook(json: string, source: string): OrderBook {
  const book = parseJson(json, source);
  if (!isRecord(book)) throw new UsageError(`${source}: expected an object with "bids" and "offers"`);
  const limits = parseLimits(book, source);
  return {
    bids: parseOrders(book, 'bids', source, limits),
    offers: parseOrders(book, 'offers', source, limits),
    limits,
  };
}

function parseLimits(book: Record<string, unknown>, source: string): MarketLimits {
  const priceCap =
    book['price_cap'] === undefined ? DEFAULT_LIMITS.priceCap : parsePrice(book['price_cap'], `${source}: price_cap`);
  const priceFloor =
    book['price_floor'] === undefined ? 0 - priceCap : parsePrice(book['price_floor'], `${source}: price_floor`);
  if (priceFloor > priceCap) {
    throw new UsageError(
      `${source}: price_floor: ${microToPrice(priceFloor)} is above the price cap ${microToPrice(priceCap)}`,
    );
  }
  return { priceCap, priceFloor };
}

function parseOrders(
  book: Record<string, unknown>,
  side: 'bids' | 'offers',
  source: string,
  limits: MarketLimits,
): Order[] {
  const rows = book[side];
  if (rows === undefined) throw new UsageError(`${source}: ${side}: missing`);
  if (!Array.isArray(rows)) throw new UsageError(`${source}: ${side}: expected a list of orders`);
  const rowOfId = new Map<string, number>();
  return rows.map((row: unknown, index) => {
    const at = `${source}: ${side}[${index}]`;
    if (!isRecord(row)) throw new UsageError(`${at}: expected an order, found ${show(row)}`);
    const order = parseOrder(row, at, limits);
    const before = rowOfId.get(order.id);
    if (before !== undefined) {
      throw new UsageError(`${at}.id: ${show(order.id)} is already the id of ${side}[${before}]`);
    }
    rowOfId.set(order.id, index);
    return order;
  });
}

function parseOrder(row: Record<string, unknown>, at: string, limits: MarketLimits): Order {
  const id = parseText(row['id'], `${at}.id`);
  const price =
    row['price_per_kwh'] === null ? null : parseOrderPrice(row['price_per_kwh'], `${at}.price_per_kwh`, limits);
  const wh = parseNumber(row['quantity_kwh'], `${at}.quantity_kwh`, kwhToWh, {
    NOT_A_NUMBER: 'is not a number',
    NEGATIVE: 'is negative',
    TOO_MANY_DECIMALS: `has more than ${KWH_DECIMALS} decimals`,
    OUT_OF_RANGE: `is more than one order can hold, ${whToKwh(MAX_ORDER_WH)} kWh`,
  });
  return {
    id,
    member: row['member'] === undefined ? id : parseText(row['member'], `${at}.member`),
    price,
    wh,
    ...(row['created_at'] === undefined ? {} : { createdAt: parseTime(row['created_at'], `${at}.created_at`) }),
  };
}

function parseOrderPrice(value: unknown, at: string, { priceCap, priceFloor }: MarketLimits): number {
  const price = parsePrice(value, at);
  if (price > priceCap) throw new UsageError(`${at}: ${show(value)} is above the price cap ${microToPrice(priceCap)}`);
  if (price < priceFloor) {
    throw new UsageError(`${at}: ${show(value)} is below the price floor ${microToPrice(priceFloor)}`);
  }
  return price;
}

function parsePrice(value: unknown, at: string): number {
  return parseNumber(value, at, toMarketPrice, {
    NOT_A_NUMBER: 'is not a number',
    NEGATIVE: 'is negative',
    TOO_MANY_DECIMALS: `has more than ${PRICE_DECIMALS} decimals`,
    OUT_OF_RANGE: `is beyond ${microToPrice(MAX_PRICE)}`,
  });
}

function toMarketPrice(value: number): DecimalResult {
  return decimalToInteger(value, PRICE_DECIMALS, { rounding: 'reject', negative: 'allow', max: MAX_PRICE });
}

function parseNumber(
  value: unknown,
  at: string,
  convert: (value: number) => DecimalResult,
  problems: Record<DecimalProblem, string>,
): number {
  if (value === undefined) throw new UsageError(`${at}: missing`);
  const result: DecimalResult = typeof value === 'number' ? convert(value) : { ok: false, problem: 'NOT_A_NUMBER' };
  if (!result.ok) throw new UsageError(`${at}: ${show(value)} ${problems[result.problem]}`);
  return result.value;
}

function parseText(value: unknown, at: string): string {
  if (value === undefined) throw new UsageError(`${at}: missing`);
  if (typeof value !== 'string' || value === '') throw new UsageError(`${at}: ${show(value)} is not a text`);
  return value;
}

function parseTime(value: unknown, at: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  return parseInstant(`${at}:`, typeof value === 'string' ? value : show(value));
}

/** A value for a message: on one line, and not too long. */
function show(value: unknown): string {
  const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return shown.length > 60 ? `${shown.slice(0, 57)}...` : shown;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
