import { hash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import { Random } from '#shared/domain/random.ts';
import type { Offer, Trade } from '#shared/domain/records.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { amountOf } from '#shared/domain/units.ts';
import { putTimeUuid, UUID_BYTES, uuidText } from '#shared/domain/uuid.ts';
import {
  type CertificateNames,
  certifiedOutcome,
  type CertifiedOutcome,
  certificateText,
  sealedBook,
} from '#shared/market/certificate.ts';
import { communityPrice } from '#shared/market/community-price.ts';
import { clearColumns, toMechanism } from '#shared/market/mechanisms.ts';
import type { OfferOrder } from '#shared/market/orders.ts';
import { amount } from '#shared/wire/fields.ts';
import { clearingWire, pricingSignalWire, tradingOfferWire } from '#shared/wire/market.ts';
import { type FeedChange, lockCommunity, publish } from '../db/feed.ts';
import { storeRecords } from '../db/record-tables.ts';
import { refreshStats } from '../db/refresh-stats.ts';
import type { Tables } from '../db/tables.ts';
import { book } from './accounts.ts';
import { type CommunityMarket, communityMarket } from './community-market.ts';
import { noteRuleMatches } from './rules.ts';
import { begunOffers, type NumberedOrders, numberOrders, payableOrders, type SlotMember } from './slot-orders.ts';
import { slotSignal } from './slot-signal.ts';
import { insertTrades } from './trades.ts';

export interface ClearedSlot {
  /** The last position of the community's feed. */
  readonly position: number;
  readonly trades: number;
}

/**
 * Clears a slot of a community as the hub itself (not as a user), in the caller's transaction: its orders by the community's mechanism,
 * sealed with a certificate; trades, accounts, what is left of the offers, the pricing signal and the statistics; all in the feed. Tell
 * `parts.signals` after the commit. Ids are drawn from the community and the slot, so that the same orders give the same records.
 * @param slot its start; slots are cleared in their order, each once
 * @param tariff of the slot; that of the slot before when absent
 * @throws HubError 404 when there is no such community; UnknownMechanismError; RangeError when a slot from here on was cleared before
 */
export async function clearSlot(
  tx: Transaction<Tables>,
  communityId: string,
  slot: number,
  tariff: Tariff | null = null,
): Promise<ClearedSlot> {
  const market = communityMarket(await lockCommunity(tx, communityId));
  await refuseCleared(tx, communityId, slot);
  const open = await begunOffers(tx, market, slot);
  const members = await slotMembers(tx, communityId);
  const entering = open.filter(({ windowEnd }) => windowEnd > slot);
  const orders = numberOrders(payableOrders(entering, members, market.limits));
  const random = new Random(`${communityId}/clearing/${slot}`);
  const clearedAt = slot + 2000 + (random.uint32() % 3000);
  const { outcome, clearing, trades } = clear(market, slot, clearedAt, orders, members, random);

  await storeRecords(tx, 'clearings', [clearing]);
  const changes: FeedChange[] = [{ kind: 'clearing', key: clearing.id, body: clearing }];
  changes.push(...(await closeOffers(tx, communityId, open, tradedWh(orders, outcome), slot + market.slotLength)));
  changes.push(...(await insertTrades(tx, communityId, trades, 'cleared')));
  changes.push(...(await book(tx, communityId, changesOfBalances(trades))));
  changes.push(...(await noteRuleMatches(tx, communityId, matchedRules(orders, outcome), clearedAt)));
  const price = communityPrice(outcome.price, outcome.trades);
  const signal = pricingSignalWire.encode(await slotSignal(tx, market, slot, price, tariff), communityId);
  await storeRecords(tx, 'pricing_signals', [signal]);
  changes.push({ kind: 'signal', key: signal.timestamp, body: signal });
  await refreshStats(tx, communityId, [signal.timestamp]);
  return { position: await publish(tx, communityId, changes), trades: trades.length };
}

async function refuseCleared(tx: Transaction<Tables>, communityId: string, slot: number): Promise<void> {
  const cleared = await tx
    .selectFrom('clearings')
    .select('slot')
    .where('community_id', '=', communityId)
    .where('slot', '>=', new Date(slot))
    .limit(1)
    .executeTakeFirst();
  if (cleared) throw new RangeError(`the slot ${cleared.slot.toISOString()} was cleared before`);
}

async function slotMembers(tx: Transaction<Tables>, communityId: string): Promise<Map<string, SlotMember>> {
  const rows = await tx
    .selectFrom('community_members')
    .select(['id', 'anonymized_id', 'is_active', 'balance', 'credit_limit'])
    .where('community_id', '=', communityId)
    .execute();
  return new Map(
    rows.map(({ id, anonymized_id, is_active, balance, credit_limit }) => {
      const funds = z.decode(amount, balance) + z.decode(amount, credit_limit);
      return [id, { name: anonymized_id || id, isActive: is_active, funds }];
    }),
  );
}

/** The clearing in wire form with its certificate, and its trades in the certificate's order. */
function clear(
  market: CommunityMarket,
  slot: number,
  clearedAt: number,
  { sealed, offers, memberIds, ruleIds }: NumberedOrders,
  members: ReadonlyMap<string, SlotMember>,
  random: Random,
) {
  const { communityId, limits } = market;
  const mechanism = toMechanism(market.mechanism);
  // Of pay-as-bid the cheapest acceptable offer is served first, as the desks expect.
  const offerOrder: OfferOrder | null = mechanism === 'pay-as-bid' ? 'ascending' : null;
  const columns = clearColumns(mechanism, sealedBook(sealed), limits, offerOrder ? { offerOrder } : {});
  const outcome = certifiedOutcome(columns, sealed.bidCount);
  const ids = new Uint8Array((outcome.trades.length + 1) * UUID_BYTES);
  for (let row = 0; row <= outcome.trades.length; row++) putTimeUuid(ids, row, clearedAt, () => random.uint32());
  const clearingId = uuidText(ids);
  const tradeId = ids.subarray(UUID_BYTES);
  const names: CertificateNames = {
    communityId,
    member: (number) => members.get(memberIds[number])!.name,
    rule: (number) => ruleIds[number],
  };
  const unsealed = { clearingId, slot, clearedAt, mechanism, offerOrder, limits, orders: sealed, tradeId };
  const sealedText = certificateText(unsealed, outcome, names);
  const trades = outcome.trades.map(({ bid, offer, wh, price }, at): Trade => ({
    id: uuidText(tradeId, at),
    buyerId: offers[bid].memberId,
    sellerId: offers[offer].memberId,
    quantityWh: wh,
    price,
    amount: amountOf(wh, price),
    executedAt: clearedAt,
    settlementStatus: 'pending',
    failureCode: null,
    slot,
    clearingId,
    buyOfferId: offers[bid].id,
    sellOfferId: offers[offer].id,
    version: 1,
  }));
  const { type, price, interval, quantityWh, marginalQuantityWh, marginalTotalWh } = outcome;
  const record = { id: clearingId, slot, type, price, interval, quantityWh, marginalQuantityWh, marginalTotalWh };
  const clearing = {
    ...clearingWire.encode({ ...record, certificate: null }, communityId),
    certificate: JSON.parse(sealedText) as object,
    fingerprint: hash('sha256', sealedText, 'hex'),
  };
  return { outcome, clearing, trades };
}

/** What each offer traded, Wh by id. */
function tradedWh({ offers }: NumberedOrders, { trades }: CertifiedOutcome): Map<string, number> {
  const traded = new Map<string, number>();
  for (const { bid, offer, wh } of trades) {
    for (const row of [bid, offer]) traded.set(offers[row].id, (traded.get(offers[row].id) ?? 0) + wh);
  }
  return traded;
}

/**
 * What is left of the open offers. One that is used up is matched; when its window is over, so is one that traded at all, and the others
 * expire.
 */
async function closeOffers(
  tx: Transaction<Tables>,
  communityId: string,
  open: readonly Offer[],
  traded: ReadonlyMap<string, number>,
  slotEnd: number,
): Promise<FeedChange[]> {
  const changed = open.flatMap((offer) => {
    const wh = traded.get(offer.id) ?? 0;
    const remainingWh = offer.remainingWh - wh;
    const isOver = offer.windowEnd <= slotEnd;
    if (wh === 0 && !isOver) return [];
    const isMatched = remainingWh === 0 || (isOver && remainingWh < offer.quantityWh);
    const status = isMatched ? 'matched' : isOver ? 'expired' : 'active';
    return [tradingOfferWire.encode({ ...offer, remainingWh, status }, communityId)];
  });
  await storeRecords(tx, 'trading_offers', changed);
  return changed.map((wire) => ({ kind: 'offer', key: wire.id, body: wire }));
}

function changesOfBalances(trades: readonly Trade[]): Map<string, number> {
  const changes = new Map<string, number>();
  const add = (member: string, change: number): void => void changes.set(member, (changes.get(member) ?? 0) + change);
  for (const trade of trades) {
    add(trade.buyerId, -trade.amount);
    add(trade.sellerId, trade.amount);
  }
  return changes;
}

function matchedRules({ offers }: NumberedOrders, { trades }: CertifiedOutcome): string[] {
  const rules = trades.flatMap(({ bid, offer }) => [offers[bid].ruleId, offers[offer].ruleId]);
  return [...new Set(rules)].filter((id) => id !== null);
}
