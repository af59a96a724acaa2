import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { LedgerFilter, LedgerSort, LedgerTotals, LedgerTrade } from '#shared/contract/ledger-records.ts';
import { roundHalfEvenDiv } from '#shared/domain/units.ts';
import type { FakeCommunity } from './communities.ts';
import { FAKE_SLOT_MS } from './curves.ts';
import { fakeComparison, fakeSavings, fakeTradeSheet } from './ledger-figures.ts';
import type { FakeState } from './state.ts';
import { startTask } from './tasks.ts';
import { fakeExecutedAt, fakeTrade, fakeTradeCount } from './trades.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };

/** Everything about the ledger. */
export function createFakeLedger(
  state: FakeState,
  communityOf: (id: string) => FakeCommunity,
): Handlers<
  | 'ledger.page'
  | 'ledger.totals'
  | 'ledger.placeOf'
  | 'ledger.trade'
  | 'ledger.savings'
  | 'ledger.comparison'
  | 'ledger.export'
> {
  const inRange = new Map<string, readonly LedgerTrade[]>();

  /** The trades of a filter, the newest first. */
  function wanted(communityId: string, filter: LedgerFilter): LedgerTrade[] {
    const key = JSON.stringify([communityId, filter.range]);
    const all = inRange.get(key) ?? tradesIn(communityOf(communityId), filter.range);
    inRange.clear();
    inRange.set(key, all);
    return all.filter((trade) => matches(trade, filter));
  }

  return {
    'ledger.page': ({ communityId, filter, sort, from, limit }) => ({
      trades: inOrder(wanted(communityId, filter), sort).slice(from, from + limit),
    }),
    'ledger.totals': ({ communityId, filter }) => totalsOf(wanted(communityId, filter)),
    'ledger.placeOf': ({ communityId, filter, descending, at }) => {
      const trades = inOrder(wanted(communityId, filter), { by: 'executedAt', descending });
      const place = trades.findIndex(({ executedAt }) => (descending ? executedAt <= at : executedAt >= at));
      return { place: place === -1 ? trades.length : place };
    },
    'ledger.trade': (input) => fakeTradeSheet(communityOf(input.communityId), input),
    'ledger.savings': (input) => fakeSavings(communityOf(input.communityId), input),
    'ledger.comparison': (input) => fakeComparison(communityOf(input.communityId), input),
    'ledger.export': ({ communityId, filter, format }) =>
      startTask(state, {
        kind: 'export',
        subject: `trades.${format}`,
        unit: 'rows',
        total: wanted(communityId, filter).length,
        communityId,
      }),
  };
}

function tradesIn(community: FakeCommunity, range: LedgerFilter['range']): LedgerTrade[] {
  const { dataFrom, dataTo } = community;
  if (dataFrom === null || dataTo === null) return [];
  const [from, to] = [Math.max(range.from, dataFrom), Math.min(range.to, dataTo)];
  const trades: LedgerTrade[] = [];
  const newest = Math.ceil(to / FAKE_SLOT_MS) * FAKE_SLOT_MS;
  for (let slot = newest; slot >= from; slot -= FAKE_SLOT_MS) {
    const executedAt = fakeExecutedAt(slot);
    if (executedAt < from || executedAt >= to) continue;
    const count = fakeTradeCount(community, slot);
    for (let place = count - 1; place >= 0; place--) trades.push(fakeTrade(community, slot, place));
  }
  return trades;
}

function isWithin(value: number, { from, to }: LedgerFilter['price']): boolean {
  return value >= (from ?? value) && value <= (to ?? value);
}

function matches(trade: LedgerTrade, filter: LedgerFilter): boolean {
  const { memberId, side, status, failureCode, mechanism, ruleId } = filter;
  const text = filter.text.toLocaleLowerCase();
  const isMembers =
    memberId === null ||
    (side !== 'seller' && trade.buyerId === memberId) ||
    (side !== 'buyer' && trade.sellerId === memberId);
  return (
    isMembers &&
    (status === null || trade.status === status) &&
    (failureCode === null || trade.failureCode === failureCode) &&
    (mechanism === null || trade.mechanism === mechanism) &&
    (ruleId === null || trade.buyRuleId === ruleId || trade.sellRuleId === ruleId) &&
    isWithin(trade.price, filter.price) &&
    isWithin(trade.quantityWh, filter.quantityWh) &&
    (trade.id.startsWith(text) || [trade.buyer, trade.seller].some((name) => name.toLocaleLowerCase().includes(text)))
  );
}

/** Trades that stand newest first, in another order; equal ones stay so. */
function inOrder(trades: readonly LedgerTrade[], { by, descending }: LedgerSort): LedgerTrade[] {
  if (by === 'executedAt') return descending ? [...trades] : trades.toReversed();
  return trades.toSorted((a, b) => (descending ? b[by] - a[by] : a[by] - b[by]));
}

function totalsOf(trades: readonly LedgerTrade[]): LedgerTotals {
  const sum = (of: readonly LedgerTrade[], value: (trade: LedgerTrade) => number): number =>
    of.reduce((total, trade) => total + value(trade), 0);
  const quantityWh = sum(trades, (trade) => trade.quantityWh);
  const weighted = (price: (trade: LedgerTrade) => number): number | null =>
    quantityWh === 0
      ? null
      : roundHalfEvenDiv(
          sum(trades, (trade) => price(trade) * trade.quantityWh),
          quantityWh,
        );
  const statusTotals = (status: LedgerTrade['status']): LedgerTotals['byStatus']['settled'] => {
    const of = trades.filter((trade) => trade.status === status);
    return {
      count: of.length,
      quantityWh: sum(of, (trade) => trade.quantityWh),
      amount: sum(of, (trade) => trade.amount),
    };
  };
  const [settled, pending, failed] = (['settled', 'pending', 'failed'] as const).map(statusTotals);
  return {
    count: trades.length,
    quantityWh,
    amount: sum(trades, ({ amount }) => amount),
    averagePrice: weighted(({ price }) => price),
    averageQuantityWh: trades.length === 0 ? null : roundHalfEvenDiv(quantityWh, trades.length),
    averageRetail: weighted(({ retail }) => retail ?? 0),
    averageFeedIn: weighted(({ feedIn }) => feedIn ?? 0),
    savings: sum(
      trades.filter(({ status }) => status !== 'failed'),
      ({ buyerSavings, sellerSavings }) => (buyerSavings ?? 0) + (sellerSavings ?? 0),
    ),
    withoutTariff: 0,
    byStatus: { settled, pending, failed },
  };
}
