import type { Transaction } from 'kysely';
import type { Offer, OfferType } from '#shared/domain/records.ts';
import { putUuid, UUID_BYTES } from '#shared/domain/uuid.ts';
import type { SealedOrders } from '#shared/market/certificate.ts';
import { reservedAmount } from '#shared/market/offer-check.ts';
import { compareIds, type MarketLimits } from '#shared/market/orders.ts';
import type { Tables } from '../db/tables.ts';
import { offerRecord } from './accounts.ts';
import type { CommunityMarket } from './community-market.ts';

/** A member as a clearing needs to know it. */
export interface SlotMember {
  /** The pseudonym, or the wire id where it has none. */
  readonly name: string;
  readonly isActive: boolean;
  /** balance + creditLimit, micro-currency. */
  readonly funds: number;
}

/** All active offers of a community whose windows have begun by `slot`, oldest first: those before it in time go first. */
export async function begunOffers(tx: Transaction<Tables>, market: CommunityMarket, slot: number): Promise<Offer[]> {
  const rows = await tx
    .selectFrom('trading_offers')
    .selectAll()
    .where('community_id', '=', market.communityId)
    .where('status', '=', 'active')
    .where('time_window_start', '<=', new Date(slot))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(offerRecord);
}

/**
 * The orders that a clearing takes in: those of active members who can pay the worst that each may cost them. What a member cannot pay
 * beside its earlier orders is left out, and stays open until its window is over.
 * @param offers oldest first
 */
export function payableOrders(
  offers: readonly Offer[],
  members: ReadonlyMap<string, SlotMember>,
  limits: MarketLimits,
): Offer[] {
  const promised = new Map<string, number>();
  return offers.filter(({ memberId, type, remainingWh, price }) => {
    const member = members.get(memberId);
    if (!member?.isActive || remainingWh === 0) return false;
    const atWorst = worstCost(type, remainingWh, price, limits);
    if (atWorst === 0) return true;
    // Each trade's amount is rounded for itself: by less than one micro-currency unit, and there are no more trades than orders.
    const total = (promised.get(memberId) ?? 0) + atWorst + offers.length;
    if (total > member.funds) return false;
    promised.set(memberId, total);
    return true;
  });
}

/** What an order can cost its member: a buyer its limit, a seller the negative price that it would still sell at. Micro-currency. */
function worstCost(type: OfferType, wh: number, price: number | null, { priceCap, priceFloor }: MarketLimits): number {
  if (type === 'buy') return reservedAmount('buy', wh, price, priceCap);
  return reservedAmount('buy', wh, -(price ?? priceFloor), -priceFloor);
}

/** Orders with numbers for their members and rules, as a certificate seals them. */
export interface NumberedOrders {
  readonly sealed: SealedOrders;
  /** By row of `sealed`. */
  readonly offers: readonly Offer[];
  /** By number. */
  readonly memberIds: readonly string[];
  readonly ruleIds: readonly string[];
}

/** Bids before offers, each side by id. */
export function numberOrders(orders: readonly Offer[]): NumberedOrders {
  const side = (type: OfferType): Offer[] =>
    orders.filter((order) => order.type === type).sort((a, b) => compareIds(a.id, b.id));
  const bids = side('buy');
  const offers = [...bids, ...side('sell')];
  const memberIds = [...new Set(offers.map(({ memberId }) => memberId))];
  const ruleIds = [...new Set(offers.flatMap(({ ruleId }) => ruleId ?? []))];
  const memberNumbers = new Map(memberIds.map((id, number) => [id, number]));
  const ruleNumbers = new Map(ruleIds.map((id, number) => [id, number]));
  const id = new Uint8Array(offers.length * UUID_BYTES);
  for (const [row, offer] of offers.entries()) putUuid(id, row, offer.id);
  const sealed: SealedOrders = {
    count: offers.length,
    bidCount: bids.length,
    id,
    member: Int32Array.from(offers, ({ memberId }) => memberNumbers.get(memberId)!),
    rule: Int32Array.from(offers, ({ ruleId }) => (ruleId === null ? -1 : ruleNumbers.get(ruleId)!)),
    ruleVersion: Int32Array.from(offers, ({ ruleVersion }) => ruleVersion ?? -1),
    price: Float64Array.from(offers, ({ price }) => price ?? NaN),
    wh: Int32Array.from(offers, ({ remainingWh }) => remainingWh),
    offerWh: Int32Array.from(offers, ({ quantityWh }) => quantityWh),
    createdAt: Float64Array.from(offers, ({ createdAt }) => createdAt),
    windowStart: Float64Array.from(offers, ({ windowStart }) => windowStart),
    windowEnd: Float64Array.from(offers, ({ windowEnd }) => windowEnd),
  };
  return { sealed, offers, memberIds, ruleIds };
}
