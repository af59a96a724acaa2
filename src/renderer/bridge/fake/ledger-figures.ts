import type { Input, Output } from '#shared/contract/contract.ts';
import type { LedgerTrade, SlotReading, TradeSheet } from '#shared/contract/ledger-records.ts';
import type { SettlementEventRecord } from '#shared/contract/settlement-records.ts';
import { HOUR, localDay, MINUTE, startOfLocalDay } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_FEED_IN, FAKE_RETAIL, FAKE_SLOT_MS, FAKE_TIME_ZONE, slotEnergy } from './curves.ts';
import { fakeMembers } from './members.ts';
import { FakeProblem } from './state.ts';
import { fakeTradeById } from './trades.ts';

type Range = Input<'ledger.savings'>['range'];
type Series = Output<'ledger.comparison'>['current'];

/** `ledger.trade` of the fake bridge. */
export function fakeTradeSheet(community: FakeCommunity, { tradeId }: Input<'ledger.trade'>): Output<'ledger.trade'> {
  const trade = fakeTradeById(community, tradeId);
  if (trade === null) throw new FakeProblem({ code: 'INPUT_INVALID', message: `There is no trade ${tradeId}.` });
  return fakeSheetOf(community, trade, fakeHistory(trade));
}

/** What surrounds a trade. The reading that a failure blames is missing. */
function fakeSheetOf(
  community: FakeCommunity,
  trade: LedgerTrade,
  history: readonly SettlementEventRecord[],
): TradeSheet {
  const { id, slot, quantityWh, price } = trade;
  const seed = slot / FAKE_SLOT_MS + quantityWh;
  const isLate = trade.failureCode === 'METER_READING_LATE' || trade.failureCode === 'METER_READING_MISSING';
  const tooMuch = trade.failureCode === 'QUANTITY_EXCEEDS_METER';
  const { tradedWh } = slotEnergy(slot, community.memberCount);
  const order = (side: 'buy' | 'sell', ruleId: string | null): NonNullable<TradeSheet['buyOrder']> => ({
    id: `${id}-${side}`,
    quantityWh: quantityWh + (side === 'sell' ? Math.round(chance(seed) * 600) : 0),
    remainingWh: 0,
    price: side === 'buy' ? price + 18_000 : price - 12_500,
    windowStart: slot,
    windowEnd: slot + FAKE_SLOT_MS,
    createdAt: slot - 35 * MINUTE,
    status: 'matched',
    ruleId,
    ruleVersion: ruleId === null ? null : 2,
  });
  const reading = (change: Partial<SlotReading>): SlotReading => ({
    producedWh: 0,
    consumedWh: 0,
    importedWh: 0,
    exportedWh: 0,
    batterySoc: null,
    quality: 'measured',
    revision: trade.failureCode === 'METER_READING_REVISED' ? 1 : 0,
    ...change,
  });
  const exportedWh = Math.round(quantityWh * (tooMuch ? 0.6 : 1.2));
  return {
    trade,
    clearing: {
      id: `clearing-${slot}`,
      type: 'MARGINAL_SELLER',
      price,
      quantityWh: Math.max(tradedWh, quantityWh),
      fingerprint: fingerprintOf(slot),
    },
    buyOrder: order('buy', trade.buyRuleId),
    sellOrder: order('sell', trade.sellRuleId),
    buyerReading: reading({ consumedWh: quantityWh + 310, importedWh: quantityWh + 310 }),
    sellerReading: isLate
      ? null
      : reading({ producedWh: exportedWh + 140, consumedWh: 140, exportedWh, batterySoc: 64 }),
    history: [...history],
  };
}

/** What happened to a trade of the fake since it failed. */
function fakeHistory({ id, executedAt, status, failureCode }: LedgerTrade): SettlementEventRecord[] {
  if (status !== 'failed') return [];
  return [
    {
      id: `${id}-event-1`,
      number: 1,
      kind: 'failed',
      at: executedAt + 2 * HOUR,
      by: null,
      reason: null,
      tradeVersion: 2,
      failureCode,
      resolution: null,
      needsApproval: false,
      before: null,
    },
  ];
}

/** 64 hexadecimal digits that depend on `seed` only. */
function fingerprintOf(seed: number): string {
  return Array.from({ length: 64 }, (_, place) =>
    Math.floor(chance(seed / FAKE_SLOT_MS + place) * 16).toString(16),
  ).join('');
}

/** How much of the community's trade one member has, bought and sold; all of it without a member. */
function sharesOf(community: FakeCommunity, memberId: string | null, range: Range) {
  if (memberId === null) return { bought: 1, sold: 1, needWh: null };
  const members = fakeMembers(community, range);
  const member = members.find(({ id }) => id === memberId);
  if (member === undefined)
    throw new FakeProblem({ code: 'INPUT_INVALID', message: `There is no member ${memberId}.` });
  const all = members.reduce(
    (sum, { boughtWh, soldWh }) => ({ bought: sum.bought + boughtWh, sold: sum.sold + soldWh }),
    { bought: 0, sold: 0 },
  );
  return {
    bought: all.bought === 0 ? 0 : member.boughtWh / all.bought,
    sold: all.sold === 0 ? 0 : member.soldWh / all.sold,
    needWh: member.consumedWh - member.selfConsumedWh,
  };
}

function* slotsOf(community: FakeCommunity, range: Range): Generator<readonly [number, ReturnType<typeof slotEnergy>]> {
  const from = Math.max(range.from, community.dataFrom ?? Infinity);
  const to = Math.min(range.to, community.dataTo ?? -Infinity);
  for (let slot = Math.ceil(from / FAKE_SLOT_MS) * FAKE_SLOT_MS; slot < to; slot += FAKE_SLOT_MS) {
    yield [slot, slotEnergy(slot, community.memberCount)];
  }
}

/** `ledger.savings` of the fake bridge. */
export function fakeSavings(
  community: FakeCommunity,
  { memberId, range, retail, feedIn }: Input<'ledger.savings'>,
): Output<'ledger.savings'> {
  const shares = sharesOf(community, memberId, range);
  const sum = { tradedWh: 0, amount: 0, importedWh: 0 };
  for (const [, { tradedWh, price, importedWh }] of slotsOf(community, range)) {
    sum.tradedWh += tradedWh;
    sum.amount += amountOf(tradedWh, price ?? 0);
    sum.importedWh += importedWh + tradedWh;
  }
  const boughtWh = Math.round(sum.tradedWh * shares.bought);
  const soldWh = Math.round(sum.tradedWh * shares.sold);
  const boughtAmount = Math.round(sum.amount * shares.bought);
  const soldAmount = Math.round(sum.amount * shares.sold);
  const boughtAtRetail = amountOf(boughtWh, retail ?? FAKE_RETAIL);
  const soldAtFeedIn = amountOf(soldWh, feedIn ?? FAKE_FEED_IN);
  const needWh = shares.needWh ?? sum.importedWh;
  const baseCost = amountOf(needWh, retail ?? FAKE_RETAIL);
  const savings = boughtAtRetail - boughtAmount + soldAmount - soldAtFeedIn;
  return {
    trades: Math.round((boughtWh + soldWh) / (memberId === null ? 1280 : 640)),
    withoutTariff: 0,
    boughtWh,
    boughtAmount,
    soldWh,
    soldAmount,
    boughtAtRetail,
    soldAtFeedIn,
    savingsBuying: boughtAtRetail - boughtAmount,
    savingsSelling: soldAmount - soldAtFeedIn,
    savings,
    needWh,
    baseCost,
    share: baseCost === 0 ? null : savings / baseCost,
  };
}

const startOf: Record<Input<'ledger.comparison'>['step'], (slot: number) => number> = {
  hour: (slot) => Math.floor(slot / HOUR) * HOUR,
  day: (slot) => startOfLocalDay(localDay(slot, FAKE_TIME_ZONE), FAKE_TIME_ZONE),
  month: (slot) => startOfLocalDay(Math.floor(localDay(slot, FAKE_TIME_ZONE) / 100) * 100 + 1, FAKE_TIME_ZONE),
};

/** `ledger.comparison` of the fake bridge. */
export function fakeComparison(
  community: FakeCommunity,
  { memberId, range, compareWith, step }: Input<'ledger.comparison'>,
): Output<'ledger.comparison'> {
  const shares = sharesOf(community, memberId, range);
  const { start, ...current } = tradedBy(community, range, step, shares);
  const whole = tradedBy(community, range, step, { bought: 1, sold: 1 });
  return {
    step,
    start,
    retail: start.map(() => FAKE_RETAIL),
    feedIn: start.map(() => FAKE_FEED_IN),
    current,
    before: compareWith && tradedBy(community, compareWith, step, shares),
    community:
      memberId === null
        ? null
        : {
            boughtWh: whole.boughtWh,
            boughtAmount: whole.boughtAmount,
            soldWh: whole.soldWh,
            soldAmount: whole.soldAmount,
            savings: whole.savings,
            members: Math.round(community.memberCount * 0.91),
          },
  };
}

function tradedBy(
  community: FakeCommunity,
  range: Range,
  step: Input<'ledger.comparison'>['step'],
  shares: { readonly bought: number; readonly sold: number },
): Series & { start: number[] } {
  const series = { start: [], boughtWh: [], boughtAmount: [], soldWh: [], soldAmount: [], savings: [] } as Series & {
    start: number[];
  };
  for (const [slot, { tradedWh, price }] of slotsOf(community, range)) {
    const start = startOf[step](slot);
    if (series.start.at(-1) !== start) {
      series.start.push(start);
      for (const name of ['boughtWh', 'boughtAmount', 'soldWh', 'soldAmount', 'savings'] as const) series[name].push(0);
    }
    const last = series.start.length - 1;
    // A member buys a little cheaper than all do, and sells a little dearer.
    const [boughtWh, soldWh] = [Math.round(tradedWh * shares.bought), Math.round(tradedWh * shares.sold)];
    const boughtAmount = amountOf(boughtWh, (price ?? 0) - (shares.bought < 1 ? 6000 : 0));
    const soldAmount = amountOf(soldWh, (price ?? 0) + (shares.sold < 1 ? 4000 : 0));
    series.boughtWh[last] += boughtWh;
    series.boughtAmount[last] += boughtAmount;
    series.soldWh[last] += soldWh;
    series.soldAmount[last] += soldAmount;
    series.savings[last] +=
      amountOf(boughtWh, FAKE_RETAIL) - boughtAmount + soldAmount - amountOf(soldWh, FAKE_FEED_IN);
  }
  return series;
}
