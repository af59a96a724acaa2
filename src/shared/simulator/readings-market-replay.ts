import canonicalize from 'canonicalize';
import { offerTypes } from '../domain/records.ts';
import { uuidText } from '../domain/uuid.ts';
import { type ClearedTrade, type Clearing, type ClearingType, clearingTypes } from '../market/clearing.ts';
import { clearOrders } from '../market/mechanisms.ts';
import type { Order } from '../market/orders.ts';
import type { ReadingsMarketPage, ReadingsMarketTerms } from './readings-market.ts';

const BUY = offerTypes.indexOf('buy');

/** What a clearing says, with nothing in an order that the input could have given it. */
interface Outcome {
  readonly type: ClearingType;
  readonly price: number | null;
  readonly interval: readonly [number, number] | null;
  readonly quantityWh: number;
  readonly marginalQuantityWh: number;
  readonly marginalTotalWh: number;
  /** By bid and offer. */
  readonly trades: readonly ClearedTrade[];
  /** What is left of each order, in Wh, by order id. */
  readonly remaining: Readonly<Record<string, number>>;
}

/**
 * How many of the page's clearings a second computation reproduces: from the recorded orders in another order, to the same canonical
 * bytes (RFC 8785), and with every invariant of DOMAIN.md section 3 holding for the record.
 */
export function countVerifiedClearings(terms: ReadingsMarketTerms, page: ReadingsMarketPage): number {
  let verified = 0;
  let offer = 0;
  let trade = 0;
  for (let row = 0; row < page.clearings.count; row++) {
    const slot = page.clearings.slot[row];
    const bids: Order[] = [];
    const asks: Order[] = [];
    const remaining: Record<string, number> = {};
    for (; offer < page.offers.count && page.offers.windowStart[offer] === slot; offer++) {
      const order = orderAt(terms, page, offer);
      (page.offers.type[offer] === BUY ? bids : asks).push(order);
      remaining[order.id] = page.offers.remainingWh[offer];
    }
    const trades: ClearedTrade[] = [];
    for (; trade < page.trades.count && page.trades.slot[trade] === slot; trade++) trades.push(tradeAt(page, trade));

    const recorded = recordedOutcome(page, row, trades, remaining);
    const again = outcomeOf(
      clearOrders(terms.mechanism, bids.toReversed(), asks.toReversed(), terms.limits),
      Object.keys(remaining),
    );
    if (canonicalize(recorded) === canonicalize(again) && holds(recorded, bids, asks)) verified++;
  }
  return verified;
}

function orderAt({ memberIds }: ReadingsMarketTerms, { offers }: ReadingsMarketPage, row: number): Order {
  return {
    id: uuidText(offers.id, row),
    member: memberIds[offers.member[row]],
    price: offers.price[row],
    wh: offers.quantityWh[row],
    createdAt: offers.createdAt[row],
  };
}

function tradeAt({ trades }: ReadingsMarketPage, row: number): ClearedTrade {
  return {
    bid: uuidText(trades.buyOfferId, row),
    offer: uuidText(trades.sellOfferId, row),
    wh: trades.quantityWh[row],
    price: trades.price[row],
  };
}

function recordedOutcome(
  { clearings }: ReadingsMarketPage,
  row: number,
  trades: readonly ClearedTrade[],
  remaining: Readonly<Record<string, number>>,
): Outcome {
  const [price, low, high] = [clearings.price[row], clearings.intervalLow[row], clearings.intervalHigh[row]];
  return {
    type: clearingTypes[clearings.type[row]],
    price: Number.isNaN(price) ? null : price,
    interval: Number.isNaN(low) ? null : [low, high],
    quantityWh: clearings.quantityWh[row],
    marginalQuantityWh: clearings.marginalQuantityWh[row],
    marginalTotalWh: clearings.marginalTotalWh[row],
    trades: byOrders(trades),
    remaining,
  };
}

function outcomeOf(clearing: Clearing, ids: readonly string[]): Outcome {
  const { type, price, interval, quantityWh, marginalQuantityWh, marginalTotalWh, trades, unmatched } = clearing;
  const remaining = Object.fromEntries(ids.map((id) => [id, 0]));
  for (const { id, wh } of unmatched) remaining[id] = wh;
  return {
    type,
    price,
    interval,
    quantityWh,
    marginalQuantityWh,
    marginalTotalWh,
    trades: byOrders(trades),
    remaining,
  };
}

function byOrders(trades: readonly ClearedTrade[]): ClearedTrade[] {
  return trades.toSorted((a, b) => compare(a.bid, b.bid) || compare(a.offer, b.offer));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Quantities add up, limits are kept, nobody trades with itself, every price is one of the clearing's. */
function holds(
  { quantityWh, interval, trades, remaining }: Outcome,
  bids: readonly Order[],
  asks: readonly Order[],
): boolean {
  const orders = new Map([...bids, ...asks].map((order) => [order.id, order]));
  const traded = new Map<string, number>();
  let sum = 0;
  for (const { bid, offer, wh, price } of trades) {
    const buyer = orders.get(bid);
    const seller = orders.get(offer);
    if (!buyer || !seller || buyer.member === seller.member || wh <= 0) return false;
    if (buyer.price !== null && price > buyer.price) return false;
    if (seller.price !== null && price < seller.price) return false;
    if (interval !== null && (price < interval[0] || price > interval[1])) return false;
    for (const id of [bid, offer]) traded.set(id, (traded.get(id) ?? 0) + wh);
    sum += wh;
  }
  if (sum !== quantityWh) return false;
  return [...orders.values()].every(({ id, wh }) => (traded.get(id) ?? 0) + remaining[id] === wh);
}
