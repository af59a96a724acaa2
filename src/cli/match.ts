import type { Readable } from 'node:stream';
import { microToAmount, microToPrice, whToKwh } from '#shared/domain/units.ts';
import type { Clearing } from '#shared/market/clearing.ts';
import {
  clearOrders,
  clearsOrders,
  priceTotals,
  toMechanismName,
  type TotalsMechanism,
} from '#shared/market/mechanisms.ts';
import { compareIds, type Order } from '#shared/market/orders.ts';
import type { SlotPrices, SlotTotals } from '#shared/market/totals-pricing.ts';
import { type CommandIo, exitCode, parseFlags, parsePrice, required, UsageError } from './command.ts';
import { parseMechanism, parseOfferOrder, refuseIdleFlags } from './mechanism-flags.ts';
import { type OrderBook, readOrderBook } from './order-book-file.ts';

/**
 * `match --input F --mechanism M [--offer-order ascending|descending] [--retail P --feed-in P] [--json]`: clears the order book
 * in a JSON file (`-` reads stdin) and prints the result, with --json as one line of JSON (ARCHITECTURE.md section 8).
 *
 * Behind those fields the JSON of pay-as-bid has `offer_order`, that of trade-reduction `buy_price`, `sell_price` (what buyers
 * pay, which is also the price of the trades, and what sellers receive; null when nothing crosses) and `operator_surplus` (null
 * when no number holds it). --offer-order is for pay-as-bid alone, "ascending" when not given.
 *
 * mid-market-rate and supply-demand-ratio price the slot from totals and need --retail and --feed-in: all bids together are the
 * demand, all offers the generation, whatever their limits, and cap and floor play no part. Who trades with whom does not follow
 * from totals, so that no trades are printed: the type is POOL, the clearing quantity 0, and every order stands under `unmatched`
 * with all its quantity and the reason POOLED (or ZERO_QUANTITY). `clearing_price` is the price when there is one for both sides.
 * Behind these fields stand `buy_price`, `sell_price`, `demand_kwh`, `generation_kwh` and `shared_kwh`, the smaller of the two.
 * @returns the exit code
 * @throws UsageError when a flag or the input is wrong
 */
export async function runMatch(args: string[], io: CommandIo, stdin: Readable = process.stdin): Promise<number> {
  const flags = parseFlags(args, {
    input: { type: 'string' },
    mechanism: { type: 'string' },
    'offer-order': { type: 'string' },
    retail: { type: 'string' },
    'feed-in': { type: 'string' },
    json: { type: 'boolean' },
  });
  const input = required('--input', flags.input);
  const mechanism = parseMechanism(required('--mechanism', flags.mechanism), toMechanismName);
  refuseIdleFlags(mechanism, flags);

  if (clearsOrders(mechanism)) {
    const offerOrder = parseOfferOrder(flags['offer-order']);
    const book = await readOrderBook(input, stdin);
    const clearing = clearOrders(mechanism, book.bids, book.offers, book.limits, { offerOrder });
    io.stdout(flags.json ? `${JSON.stringify(toWire(clearing))}\n` : describe(clearing));
  } else {
    const tariffs = readTariffs(mechanism, flags.retail, flags['feed-in']);
    const book = await readOrderBook(input, stdin);
    const pool = poolOf(mechanism, book, tariffs);
    io.stdout(flags.json ? `${JSON.stringify(poolToWire(pool))}\n` : describePool(pool));
  }
  return exitCode.fine;
}

type Tariffs = Pick<SlotTotals, 'retail' | 'feedIn'>;

function readTariffs(mechanism: TotalsMechanism, retail: string | undefined, feedIn: string | undefined): Tariffs {
  const read = (flag: string, value: string | undefined): number => {
    if (value === undefined)
      throw new UsageError(`${flag} is missing: ${mechanism} starts from the tariffs of the grid`);
    const price = parsePrice(flag, value) as number;
    if (price < 0 && mechanism === 'supply-demand-ratio') {
      throw new UsageError(`${flag} ${value}: is negative, which ${mechanism} has no price for`);
    }
    return price;
  };
  return { retail: read('--retail', retail), feedIn: read('--feed-in', feedIn) };
}

/** The result in wire names and decimal numbers; the order of the fields is part of the format. */
function toWire(clearing: Clearing) {
  const { price, interval, marginalQuantityWh } = clearing;
  return {
    type: clearing.type,
    clearing_price: price === null ? null : microToPrice(price),
    clearing_quantity_kwh: whToKwh(clearing.quantityWh),
    interval: interval === null ? null : [microToPrice(interval[0]), microToPrice(interval[1])],
    marginal_quantity_kwh: whToKwh(marginalQuantityWh),
    marginal_fraction: marginalFraction(clearing),
    trades: clearing.trades.map((trade) => ({
      bid: trade.bid,
      offer: trade.offer,
      quantity_kwh: whToKwh(trade.wh),
      price_per_kwh: microToPrice(trade.price),
    })),
    unmatched: clearing.unmatched.map(({ id, wh, reason }) => ({ id, quantity_kwh: whToKwh(wh), reason })),
    ...extraFields(clearing),
  };
}

/** What the result of one mechanism has behind the fields of all. */
function extraFields({ offerOrder, reduction }: Clearing) {
  if (offerOrder) return { offer_order: offerOrder };
  if (!reduction) return {};
  const { buyPrice, sellPrice, operatorSurplus } = reduction;
  return {
    buy_price: buyPrice === null ? null : microToPrice(buyPrice),
    sell_price: sellPrice === null ? null : microToPrice(sellPrice),
    operator_surplus: operatorSurplus === null ? null : microToAmount(operatorSurplus),
  };
}

/** Share of its quantity that each order at the marginal price gets; 0 when no order is marginal. */
function marginalFraction({ marginalQuantityWh, marginalTotalWh }: Clearing): number {
  return marginalTotalWh === 0 ? 0 : marginalQuantityWh / marginalTotalWh;
}

/** The result as text for people. */
function describe(clearing: Clearing): string {
  const { type, quantityWh, interval, marginalQuantityWh, marginalTotalWh, trades, unmatched } = clearing;
  const lines = [`${type}: ${whToKwh(quantityWh)} kWh ${describePrice(clearing)}`];
  if (interval !== null) lines.push(`clearing prices ${microToPrice(interval[0])} to ${microToPrice(interval[1])}`);
  if (marginalTotalWh > 0) {
    lines.push(`at the marginal price ${whToKwh(marginalQuantityWh)} of ${whToKwh(marginalTotalWh)} kWh clear`);
  }
  lines.push(
    ...table(
      ['BID', 'OFFER', 'KWH', 'PRICE'],
      trades.map(({ bid, offer, wh, price: paid }) => [
        bid,
        offer,
        whToKwh(wh).toFixed(3),
        microToPrice(paid).toFixed(6),
      ]),
    ),
    ...table(
      ['UNMATCHED', 'ID', 'KWH', 'REASON'],
      unmatched.map(({ side, id, wh, reason }) => [side, id, whToKwh(wh).toFixed(3), reason]),
    ),
  );
  return `${lines.join('\n')}\n`;
}

function describePrice({ price, offerOrder, reduction }: Clearing): string {
  if (price !== null) return `at ${microToPrice(price)} per kWh`;
  if (offerOrder) return `at the price of each bid, offers ${offerOrder}`;
  if (!reduction || reduction.buyPrice === null || reduction.sellPrice === null) return 'at no price';
  const { buyPrice, sellPrice, operatorSurplus } = reduction;
  const surplus = operatorSurplus === null ? 'more than can be shown' : microToAmount(operatorSurplus);
  return `at ${microToPrice(buyPrice)} per kWh for buyers, ${microToPrice(sellPrice)} for sellers; operator surplus ${surplus}`;
}

/** An order book priced from its totals. */
interface Pool extends SlotPrices {
  readonly demandWh: number;
  readonly generationWh: number;
  /** Bids before offers, each side by id. */
  readonly orders: readonly Order[];
}

function poolOf(mechanism: TotalsMechanism, { bids, offers }: OrderBook, tariffs: Tariffs): Pool {
  const total = (orders: readonly Order[]): number => orders.reduce((sum, { wh }) => sum + wh, 0);
  const byId = (orders: readonly Order[]): Order[] => orders.toSorted((a, b) => compareIds(a.id, b.id));
  const totals = { demandWh: total(bids), generationWh: total(offers) };
  return { ...totals, ...priceTotals(mechanism, { ...tariffs, ...totals }), orders: [...byId(bids), ...byId(offers)] };
}

/** Every field of the other mechanisms, see runMatch. */
function poolToWire({ buyPrice, sellPrice, demandWh, generationWh, orders }: Pool) {
  return {
    type: 'POOL',
    clearing_price: buyPrice === sellPrice ? microToPrice(buyPrice) : null,
    clearing_quantity_kwh: 0,
    interval: null,
    marginal_quantity_kwh: 0,
    marginal_fraction: 0,
    trades: [],
    unmatched: orders.map(({ id, wh }) => ({
      id,
      quantity_kwh: whToKwh(wh),
      reason: wh === 0 ? 'ZERO_QUANTITY' : 'POOLED',
    })),
    buy_price: microToPrice(buyPrice),
    sell_price: microToPrice(sellPrice),
    demand_kwh: whToKwh(demandWh),
    generation_kwh: whToKwh(generationWh),
    shared_kwh: whToKwh(Math.min(demandWh, generationWh)),
  };
}

function describePool({ buyPrice, sellPrice, demandWh, generationWh }: Pool): string {
  return [
    `POOL: ${whToKwh(Math.min(demandWh, generationWh))} kWh shared of ${whToKwh(demandWh)} kWh demand and ${whToKwh(generationWh)} kWh generation`,
    `members pay ${microToPrice(buyPrice)} and receive ${microToPrice(sellPrice)} per kWh`,
    'Priced from totals: who trades with whom does not follow from them.',
    '',
  ].join('\n');
}

/** Rows under a heading, in columns, after an empty line; nothing when there are no rows. */
function table(heading: string[], rows: string[][]): string[] {
  if (rows.length === 0) return [];
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return [
    '',
    ...all.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
  ];
}
