/** An invented market: believable orders for every slot, cleared by the real mechanism. */
import type { Input, Output } from '#shared/contract/contract.ts';
import type { Book, BookOrders, OfferRow, OrderOrigin } from '#shared/contract/market-records.ts';
import { DEFAULT_SLOT_MINUTES, HOUR, MINUTE, slotStart } from '#shared/domain/slots.ts';
import type { OfferType } from '#shared/domain/records.ts';
import { bookClearing } from '#shared/market/book-clearing.ts';
import type { Clearing, UnmatchedReason } from '#shared/market/clearing.ts';
import { explainOrder } from '#shared/market/explain.ts';
import { clearOrders } from '#shared/market/mechanisms.ts';
import type { Order } from '#shared/market/orders.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_FEED_IN, FAKE_RETAIL, slotEnergy } from './curves.ts';
import { fakeMembers } from './members.ts';
import { FakeProblem, type FakeState } from './state.ts';

const SLOT = DEFAULT_SLOT_MINUTES * MINUTE;
const LIMITS = { priceFloor: -1_000_000, priceCap: 1_000_000 };
const BIDS = 42;
const OFFERS = 30;

interface FakeOrder extends Order {
  readonly type: OfferType;
  readonly createdAt: number;
  readonly anonymizedId: string;
  readonly origin: OrderOrigin;
}

interface FakeMarket {
  readonly community: FakeCommunity;
  /** The next slot to be cleared; null for a community whose data ended long ago. */
  readonly openSlot: number | null;
}

function marketOf(community: FakeCommunity, now: number): FakeMarket {
  const next = slotStart(now) + SLOT;
  const isLive = community.dataTo !== null && community.dataTo >= slotStart(now);
  return { community, openSlot: community.hasMarket && isLive ? next : null };
}

function hasBook({ community, openSlot }: FakeMarket, slot: number): boolean {
  const { hasMarket, dataFrom, dataTo } = community;
  if (!hasMarket || dataFrom === null || dataTo === null) return false;
  return slot >= dataFrom && slot <= (openSlot ?? dataTo - SLOT);
}

/** Prices on half-cent steps, so that many orders share the marginal one. */
function limitOf(type: OfferType, index: number, seed: number): number | null {
  if (index === 0) return type === 'buy' ? null : -5000;
  const step = Math.floor(chance(seed) * 38);
  return type === 'buy' ? 290_000 - step * 5000 : 85_000 + step * 5000;
}

function ordersOf({ community, openSlot }: FakeMarket, slot: number): FakeOrder[] {
  const members = fakeMembers(community, { from: slot, to: slot + SLOT }).filter(({ isActive }) => isActive);
  const isNight = slotEnergy(slot, community.memberCount).producedWh === 0;
  const side = (type: OfferType, count: number): FakeOrder[] => {
    const own = type === 'sell' ? members.filter(({ role }) => role === 'prosumer') : members.toReversed();
    return own.slice(0, count).map((member, index) => {
      const seed = slot / SLOT + index * 7 + (type === 'buy' ? 0 : 1000);
      const isLast = index === count - 1;
      return {
        id: `${type}-${slot}-${index + 1}`,
        type,
        member: member.id,
        anonymizedId: member.anonymizedId,
        price: limitOf(type, index, seed),
        wh: 100 + Math.round(chance(seed + 0.5) * 140) * 10,
        createdAt: slot - SLOT - Math.round(chance(seed + 0.25) * 120) * MINUTE,
        origin: isLast && slot === openSlot ? 'waiting' : chance(seed + 0.75) > 0.2 ? 'rule' : 'hand',
      };
    });
  };
  return [...side('buy', BIDS), ...(isNight ? [] : side('sell', OFFERS))];
}

function sidesOf(orders: readonly FakeOrder[]): { bids: FakeOrder[]; offers: FakeOrder[] } {
  return {
    bids: orders.filter(({ type }) => type === 'buy'),
    offers: orders.filter(({ type }) => type === 'sell'),
  };
}

function clear(orders: readonly FakeOrder[]): Clearing {
  const { bids, offers } = sidesOf(orders);
  return clearOrders('uniform-price', bids, offers, LIMITS);
}

function tradedWhOf(clearing: Clearing, id: string): number {
  return clearing.trades.filter(({ bid, offer }) => bid === id || offer === id).reduce((sum, { wh }) => sum + wh, 0);
}

function reasonOf(clearing: Clearing, id: string): UnmatchedReason | null {
  return clearing.unmatched.find((order) => order.id === id)?.reason ?? null;
}

function orderColumns(orders: readonly FakeOrder[], clearing: Clearing): BookOrders {
  return {
    id: orders.map(({ id }) => id),
    type: orders.map(({ type }) => type),
    memberId: orders.map(({ member }) => member),
    anonymizedId: orders.map(({ anonymizedId }) => anonymizedId),
    price: orders.map(({ price }) => price),
    quantityWh: orders.map(({ wh }) => wh),
    tradedWh: orders.map(({ id }) => tradedWhOf(clearing, id)),
    reason: orders.map(({ id }) => reasonOf(clearing, id)),
    createdAt: orders.map(({ createdAt }) => createdAt),
    origin: orders.map(({ origin }) => origin),
  };
}

const fingerprintOf = (slot: number): string =>
  Array.from({ length: 64 }, (_, digit) => Math.floor(chance(slot / SLOT + digit) * 16).toString(16)).join('');

/** `market.book` of the fake bridge. */
export function fakeBook(community: FakeCommunity, { slot: asked }: Input<'market.book'>, now: number): Book {
  const market = marketOf(community, now);
  const { openSlot } = market;
  const slot = slotStart(asked ?? openSlot ?? now);
  const orders = hasBook(market, slot) ? ordersOf(market, slot) : [];
  const clearing = clear(orders);
  const state = orders.length === 0 ? 'empty' : slot === openSlot ? 'open' : 'cleared';
  const neighbour = (other: number): number | null => (hasBook(market, other) ? other : null);
  return {
    slot,
    slotEnd: slot + SLOT,
    state,
    previousSlot: neighbour(slot - SLOT),
    nextSlot: neighbour(slot + SLOT),
    openSlot,
    firstSlot: openSlot ?? slotStart(now) + SLOT,
    terms: { mechanism: 'uniform-price', offerOrder: null, ...LIMITS },
    tariffs: { retail: FAKE_RETAIL, feedIn: FAKE_FEED_IN },
    orders: orderColumns(orders, clearing),
    trades: {
      buyOrderId: clearing.trades.map(({ bid }) => bid),
      sellOrderId: clearing.trades.map(({ offer }) => offer),
      quantityWh: clearing.trades.map(({ wh }) => wh),
      price: clearing.trades.map(({ price }) => price),
    },
    clearing: state === 'empty' ? null : bookClearing(clearing),
    certificate: state === 'cleared' ? { clearingId: `clearing-${slot}`, fingerprint: fingerprintOf(slot) } : null,
  };
}

/** `market.explain` of the fake bridge. */
export function fakeExplanation(
  community: FakeCommunity,
  { slot, orderId }: Input<'market.explain'>,
  now: number,
): Output<'market.explain'> {
  const orders = ordersOf(marketOf(community, now), slot);
  const order = orders.find(({ id }) => id === orderId);
  if (order === undefined) throw new FakeProblem({ code: 'INPUT_INVALID', message: `There is no order ${orderId}.` });
  const { price, tradedWh, reason, clearingPrice, change } = explainOrder({
    mechanism: 'uniform-price',
    ...sidesOf(orders),
    limits: LIMITS,
    side: order.type === 'buy' ? 'bid' : 'offer',
    orderId,
  });
  return {
    orderId,
    type: order.type,
    anonymizedId: order.anonymizedId,
    mechanism: 'uniform-price',
    price,
    quantityWh: order.wh,
    tradedWh,
    reason,
    clearingPrice,
    change,
    limits: LIMITS,
  };
}

/** `market.certificate` of the fake bridge. */
export function fakeCertificate(community: FakeCommunity, { slot }: Input<'market.certificate'>) {
  const { clearing } = fakeBook(community, { communityId: community.id, slot }, 0);
  return {
    text: JSON.stringify({ slot: new Date(slot).toISOString(), ...clearing }),
    fingerprint: fingerprintOf(slot),
  };
}

/** `market.replayResult` of the fake bridge: everything the task has done so far is verified. */
export function fakeReplayResult(
  state: FakeState,
  { taskId }: Input<'market.replayResult'>,
): Output<'market.replayResult'> {
  const task = state.tasks.find(({ id, kind }) => id === taskId && kind === 'replay');
  if (task === undefined) return null;
  const to = slotStart(state.now);
  return {
    range: { from: to - (task.total ?? 0) * SLOT, to },
    verified: task.done,
    different: 0,
    withoutCertificate: 0,
    findings: [],
  };
}

function offerRows(market: FakeMarket, slot: number): OfferRow[] {
  const orders = ordersOf(market, slot);
  const clearing = clear(orders);
  return orders
    .filter(({ origin }) => origin !== 'waiting')
    .map((order) => {
      const tradedWh = slot === market.openSlot ? 0 : tradedWhOf(clearing, order.id);
      return {
        id: order.id,
        type: order.type,
        memberId: order.member,
        anonymizedId: order.anonymizedId,
        quantityWh: order.wh,
        remainingWh: order.wh - tradedWh,
        price: order.price,
        windowStart: slot,
        windowEnd: slot + SLOT,
        status: slot === market.openSlot ? 'active' : tradedWh > 0 ? 'matched' : 'expired',
        createdAt: order.createdAt,
        isByRule: order.origin === 'rule',
      } satisfies OfferRow;
    })
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** `market.offers` of the fake bridge. */
export function fakeOffers(
  community: FakeCommunity,
  input: Input<'market.offers'>,
  now: number,
): Output<'market.offers'> {
  const { range, type, status, minPrice, maxPrice, before, limit } = input;
  const market = marketOf(community, now);
  const isWanted = ({ id, price, windowStart, ...offer }: OfferRow): boolean => {
    if (before !== undefined && windowStart === before.windowStart && id >= before.id) return false;
    if ((type ?? offer.type) !== offer.type || (status ?? offer.status) !== offer.status) return false;
    if (price === null) return minPrice === undefined && maxPrice === undefined;
    return price >= (minPrice ?? price) && price <= (maxPrice ?? price);
  };
  const found: OfferRow[] = [];
  const last = Math.min(before?.windowStart ?? range.to - 1, range.to - 1, market.openSlot ?? now);
  const first = status === 'active' ? (market.openSlot ?? Infinity) : range.from;
  for (let slot = slotStart(last); slot >= first && found.length <= limit; slot -= SLOT) {
    if (hasBook(market, slot)) found.push(...offerRows(market, slot).filter(isWanted));
  }
  const offers = found.slice(0, limit);
  const end = offers.at(-1);
  return { offers, next: found.length > limit && end ? { windowStart: end.windowStart, id: end.id } : null };
}

/** `pricing.current` of the fake bridge. */
export function fakeCurrentPrice({ dataTo, memberCount }: FakeCommunity): Output<'pricing.current'> {
  if (dataTo === null) return null;
  const slot = dataTo - SLOT;
  const { price } = slotEnergy(slot, memberCount);
  return {
    slot,
    p2pPrice: price ?? 148_200,
    gridImportPrice: FAKE_RETAIL,
    gridExportPrice: FAKE_FEED_IN,
    signal: (['buy', 'neutral', 'sell'] as const)[Math.floor(chance(memberCount) * 3)],
    forecastNextHour: slotEnergy(slot + HOUR, memberCount).price,
    forecastError: 12_300,
    forecastsChecked: 2412,
  };
}

function tampered({ slot, clearingId }: Pick<Input<'market.verify'>, 'slot' | 'clearingId'>): Output<'market.verify'> {
  return {
    clearingId,
    slot,
    verdict: 'different',
    differences: [
      { record: 'clearing', id: null, field: 'clearing_price', stored: 148_201, expected: 148_200 },
      { record: 'order', id: `buy-${slot}-2`, field: 'quantity_kwh', stored: 1200, expected: 1210 },
      { record: 'trade', id: `trade-${slot}-1`, field: 'total_amount', stored: 177_841, expected: 177_840 },
      { record: 'order', id: `sell-${slot}-3`, field: 'created_at', stored: slot - HOUR, expected: slot - HOUR + 1 },
    ],
  };
}

/** Answers of a market in which somebody changed what was stored. */
export const tamperedMarket = {
  'market.verify': tampered,
  'market.replayResult': (): Output<'market.replayResult'> => {
    const slots = [0, 5, 9].map((day) => Date.UTC(2026, 6, 10 + day, 11, 15));
    return {
      range: { from: slots[0] - HOUR, to: slots[2] + HOUR },
      verified: 665,
      different: slots.length,
      withoutCertificate: 4,
      findings: slots.map((slot) => tampered({ slot, clearingId: `clearing-${slot}` })),
    };
  },
};
