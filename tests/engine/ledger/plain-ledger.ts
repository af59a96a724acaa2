import type { LedgerFilter, LedgerSort, LedgerTotals, LedgerTrade } from '#shared/contract/ledger-records.ts';
import { failureCodes, settlementStatuses } from '#shared/domain/records.ts';
import { amountOf, roundHalfEvenDiv } from '#shared/domain/units.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { ReadDb } from '#engine/cache/connection.ts';

type Row = Record<string, number | null> & Record<'id' | 'clearing_id' | 'buy_offer_id' | 'sell_offer_id', Uint8Array>;

/** Asks for every trade. */
export const everyTrade: LedgerFilter = {
  range: { from: Date.UTC(2020, 0), to: Date.UTC(2030, 0) },
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

/** Every trade of the only community of a cache that may be shown, oldest first, put together table by table. */
export function plainLedger(db: ReadDb): LedgerTrade[] {
  const members = new Map(
    db
      .all<{ id: number; uid: string; anonymized_id: string | null }>('SELECT * FROM member')
      .map((member) => [member.id, member]),
  );
  const rules = new Map(db.all<{ id: number; uid: string }>('SELECT * FROM rule').map(({ id, uid }) => [id, uid]));
  const signals = new Map(
    db
      .all<{ slot: number; grid_import_price: number; grid_export_price: number }>('SELECT * FROM pricing_signal')
      .map((signal) => [signal.slot, signal]),
  );
  const ruleOfOffer = new Map(
    db
      .all<{ id: Uint8Array; rule_id: number | null }>('SELECT id, rule_id FROM offer')
      .map(({ id, rule_id }) => [uuidText(id), rule_id === null ? null : rules.get(rule_id)!]),
  );
  const mechanisms = new Map(
    db
      .all<{ clearing_id: Uint8Array; mechanism: string }>('SELECT clearing_id, mechanism FROM certificate')
      .map(({ clearing_id, mechanism }) => [uuidText(clearing_id), mechanism]),
  );
  const [ofCommunity] = db.pluck<string>('SELECT mechanism FROM community');
  const ruleOf = (offer: Uint8Array | null): string | null => (offer && ruleOfOffer.get(uuidText(offer))) ?? null;
  const trades: LedgerTrade[] = [];
  for (const row of db.all<Row>('SELECT * FROM trade ORDER BY executed_at, id')) {
    const [buyer, seller] = [members.get(row['buyer_id']!)!, members.get(row['seller_id']!)!];
    if (buyer.anonymized_id === null || seller.anonymized_id === null) continue;
    const signal = signals.get(row['slot']!);
    const [quantityWh, amount] = [row['quantity_wh']!, row['amount']!];
    trades.push({
      id: uuidText(row.id),
      executedAt: row['executed_at']!,
      slot: row['slot']!,
      buyerId: buyer.uid,
      buyer: buyer.anonymized_id,
      sellerId: seller.uid,
      seller: seller.anonymized_id,
      quantityWh,
      price: row['price']!,
      amount,
      status: settlementStatuses[row['status']!],
      failureCode: row['failure_code'] === null ? null : failureCodes[row['failure_code']],
      version: row['version']!,
      retail: signal?.grid_import_price ?? null,
      feedIn: signal?.grid_export_price ?? null,
      buyerSavings: signal ? amountOf(quantityWh, signal.grid_import_price) - amount : null,
      sellerSavings: signal ? amount - amountOf(quantityWh, signal.grid_export_price) : null,
      mechanism: row.clearing_id === null ? 'direct' : (mechanisms.get(uuidText(row.clearing_id)) ?? ofCommunity),
      buyRuleId: ruleOf(row.buy_offer_id),
      sellRuleId: ruleOf(row.sell_offer_id),
    });
  }
  return trades;
}

/** What a filter asks, looked at trade by trade. */
export function isWanted(trade: LedgerTrade, filter: LedgerFilter): boolean {
  const within = (value: number, { from, to }: LedgerFilter['price']): boolean =>
    (from === null || value >= from) && (to === null || value <= to);
  const isParty =
    filter.memberId === null ||
    (filter.side !== 'seller' && trade.buyerId === filter.memberId) ||
    (filter.side !== 'buyer' && trade.sellerId === filter.memberId);
  const text = filter.text.toLowerCase();
  return (
    isParty &&
    trade.executedAt >= filter.range.from &&
    trade.executedAt < filter.range.to &&
    (filter.status === null || trade.status === filter.status) &&
    (filter.failureCode === null || trade.failureCode === filter.failureCode) &&
    within(trade.price, filter.price) &&
    within(trade.quantityWh, filter.quantityWh) &&
    (filter.mechanism === null || trade.mechanism === filter.mechanism) &&
    (filter.ruleId === null || [trade.buyRuleId, trade.sellRuleId].includes(filter.ruleId)) &&
    (trade.id.startsWith(text) || [trade.buyer, trade.seller].some((name) => name.toLowerCase().includes(text)))
  );
}

/** Trades in the order of the ledger, from oldest first. */
export function inOrder(oldestFirst: readonly LedgerTrade[], { by, descending }: LedgerSort): LedgerTrade[] {
  if (by === 'executedAt') return descending ? oldestFirst.toReversed() : [...oldestFirst];
  return oldestFirst.toReversed().sort((a, b) => (descending ? b[by] - a[by] : a[by] - b[by]));
}

/** Sums of trades, one after the other. */
export function plainTotals(trades: readonly LedgerTrade[]): LedgerTotals {
  const sum = (of: readonly LedgerTrade[], pick: (trade: LedgerTrade) => number): number =>
    of.reduce((total, trade) => total + pick(trade), 0);
  const mean = (total: number, weight: number): number | null =>
    weight === 0 ? null : roundHalfEvenDiv(total, weight);
  const quantityWh = sum(trades, (trade) => trade.quantityWh);
  const withTariff = trades.filter((trade) => trade.retail !== null);
  const withTariffWh = sum(withTariff, (trade) => trade.quantityWh);
  const saved = withTariff.filter(({ status }) => status !== 'failed');
  return {
    count: trades.length,
    quantityWh,
    amount: sum(trades, ({ amount }) => amount),
    averagePrice: mean(
      sum(trades, (trade) => trade.quantityWh * trade.price),
      quantityWh,
    ),
    averageQuantityWh: mean(quantityWh, trades.length),
    averageRetail: mean(
      sum(withTariff, (trade) => trade.quantityWh * trade.retail!),
      withTariffWh,
    ),
    averageFeedIn: mean(
      sum(withTariff, (trade) => trade.quantityWh * trade.feedIn!),
      withTariffWh,
    ),
    savings: sum(saved, ({ buyerSavings, sellerSavings }) => buyerSavings! + sellerSavings!),
    withoutTariff: trades.length - withTariff.length,
    byStatus: Object.fromEntries(
      settlementStatuses.map((status) => {
        const of = trades.filter((trade) => trade.status === status);
        return [
          status,
          {
            count: of.length,
            quantityWh: sum(of, (trade) => trade.quantityWh),
            amount: sum(of, ({ amount }) => amount),
          },
        ];
      }),
    ) as LedgerTotals['byStatus'],
  };
}
