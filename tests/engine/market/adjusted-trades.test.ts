import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { verifyClearings } from '#engine/market/verify.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { amountOf } from '#shared/domain/units.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { Resolution, SettlementEvent } from '#shared/settlement/events.ts';
import { PageBuilder } from '#shared/wire/page-builder.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';

const { context, communityId } = engineWithCommunity({ members: 24, days: 2 });
const { cache } = context;
const community = requireCommunity(cache.read, communityId);

interface StoredTrade {
  readonly id: Uint8Array;
  readonly slot: number;
  readonly executed_at: number;
  readonly buyer: string;
  readonly seller: string;
  readonly quantity_wh: number;
  readonly price: number;
  readonly clearing_id: Uint8Array;
  readonly buy_offer_id: Uint8Array;
  readonly sell_offer_id: Uint8Array;
}

const [adjusted, byHand] = cache.read.all<StoredTrade>(
  `SELECT trade.id, slot, executed_at, buyer.uid AS buyer, seller.uid AS seller, quantity_wh, price, clearing_id, buy_offer_id, sell_offer_id
   FROM trade JOIN member AS buyer ON buyer.id = buyer_id JOIN member AS seller ON seller.id = seller_id
   WHERE status = 0 AND quantity_wh > 20 GROUP BY clearing_id ORDER BY executed_at LIMIT 2`,
);

/** The trade failed, and was resolved so. */
function resolve(trade: StoredTrade, resolution: Resolution): void {
  const id = uuidText(trade.id);
  const quantityWh = resolution.kind === 'adjust' ? resolution.quantityWh : trade.quantity_wh;
  const builder = new PageBuilder(communityId);
  builder.trades.push({
    id,
    slot: trade.slot,
    executedAt: trade.executed_at,
    buyerId: trade.buyer,
    sellerId: trade.seller,
    quantityWh,
    price: trade.price,
    amount: amountOf(quantityWh, trade.price),
    settlementStatus: 'settled',
    failureCode: null,
    clearingId: uuidText(trade.clearing_id),
    buyOfferId: uuidText(trade.buy_offer_id),
    sellOfferId: uuidText(trade.sell_offer_id),
    version: 3,
  });
  const step = { tradeId: id, executedAt: trade.executed_at, at: UNTIL, by: null, byId: null, reason: null };
  const failed: SettlementEvent = {
    ...step,
    id: `00000000-0000-7000-8000-00000000000${trade === adjusted ? 1 : 2}`,
    number: 1,
    kind: 'failed',
    tradeVersion: 2,
    failureCode: 'METER_READING_REVISED',
    resolution: null,
    needsApproval: false,
    before: null,
  };
  const before = { quantityWh: trade.quantity_wh, amount: amountOf(trade.quantity_wh, trade.price) };
  builder.settlements.push(failed, {
    ...failed,
    id: `00000000-0000-7000-9000-00000000000${trade === adjusted ? 1 : 2}`,
    number: 2,
    kind: 'resolved',
    tradeVersion: 3,
    failureCode: null,
    resolution,
    before,
  });
  applyPage(cache.write, builder.take());
}

function differing(): object[] {
  const found = [...verifyClearings(cache.read, community, { from: 0, to: UNTIL })];
  return found.filter(({ verdict }) => verdict !== 'verified').flatMap(({ differences }) => differences);
}

const setWh = (trade: StoredTrade, wh: number): void => {
  cache.write.run('UPDATE trade SET quantity_wh = ? WHERE executed_at = ? AND id = ?', [
    wh,
    trade.executed_at,
    trade.id,
  ]);
};

describe('the replay of a clearing one of whose trades was put in order since', () => {
  it('verifies it: a trade that was adjusted is compared as it was made', () => {
    resolve(adjusted, { kind: 'adjust', quantityWh: 7 });
    resolve(byHand, { kind: 'by-hand', evidence: 'Paid in cash, both have signed.', reference: 'Receipt 3' });
    const stored = cache.read.pluck<number>('SELECT quantity_wh FROM trade WHERE id = ?', [adjusted.id]);
    expect(stored).toEqual([7]);
    expect(differing()).toEqual([]);
  });

  it('finds a trade that is not what its adjustment has made of it', () => {
    setWh(adjusted, 8);
    expect(differing()).toMatchObject([
      { record: 'trade', id: uuidText(adjusted.id), field: 'quantity_kwh', stored: 8, expected: adjusted.quantity_wh },
      { record: 'trade', field: 'total_amount' },
    ]);
    setWh(adjusted, 7);
  });

  it('finds a changed quantity behind a resolution that changes none', () => {
    setWh(byHand, byHand.quantity_wh + 1);
    expect(differing()).toMatchObject([{ record: 'trade', id: uuidText(byHand.id), field: 'quantity_kwh' }]);
    setWh(byHand, byHand.quantity_wh);
  });
});
