import type { Input, Output } from '#shared/contract/contract.ts';
import { localDay } from '#shared/domain/slots.ts';
import type { FakeCommunity } from './communities.ts';
import { FAKE_TIME_ZONE } from './curves.ts';
import { fakeSavings } from './ledger-figures.ts';
import { fakeMembers } from './members.ts';
import { fakeTrade, fakeTradeCount } from './trades.ts';

/** Micro-currency of a difference that nobody would see on a page that rounds to the cent. */
const TINY = 3;

/** `settlement.reconcile` of the fake bridge: nearly all in order. */
export function fakeReconciliation(
  community: FakeCommunity,
  { range }: Input<'settlement.reconcile'>,
): Output<'settlement.reconcile'> {
  const { trades, boughtWh, boughtAmount } = fakeSavings(community, {
    communityId: community.id,
    memberId: null,
    range,
    retail: null,
    feedIn: null,
  });
  const members = fakeMembers(community, range);
  const open = { count: Math.min(14, trades), amount: trades === 0 ? 0 : 2_140_000 };
  const resolved = { count: Math.min(9, trades), amountBefore: trades === 0 ? 0 : 1_460_000 };
  const settledAmount = Math.max(boughtAmount - open.amount, 0);
  const differs = differencesOf(community, range);
  const booked = booksOf(members, settledAmount);
  const offset = differs.some(({ kind }) => kind === 'member-day') ? TINY : 0;
  return {
    trades,
    quantityWh: boughtWh,
    amount: boughtAmount,
    settled: { count: trades - open.count, amount: settledAmount },
    open,
    failed: { count: open.count + resolved.count, amount: open.amount + resolved.amountBefore },
    pending: { count: 0, amount: 0 },
    resolved: {
      count: resolved.count,
      byKind: {
        retry: { count: Math.min(5, resolved.count), amountBefore: 910_000, amount: 910_000 },
        adjust: { count: Math.max(resolved.count - 5, 0), amountBefore: 550_000, amount: 402_500 },
        void: { count: 0, amountBefore: 0, amount: 0 },
        'by-hand': { count: 0, amountBefore: 0, amount: 0 },
      },
    },
    proof: {
      bought: settledAmount,
      sold: settledAmount,
      fees: 0,
      boughtByMembers: settledAmount + offset,
      soldByMembers: settledAmount,
      holds: differs.length === 0,
    },
    members: booked,
    differences: differs,
    differenceCount: differs.length,
  };
}

/** The settled money shared out so that both columns add up to it exactly. */
function booksOf(
  members: ReturnType<typeof fakeMembers>,
  settledAmount: number,
): Output<'settlement.reconcile'>['members'] {
  const bought = shareOut(
    settledAmount,
    members.map(({ boughtWh }) => boughtWh),
  );
  const sold = shareOut(
    settledAmount,
    members.map(({ soldWh }) => soldWh),
  );
  return members.map(({ id, anonymizedId, failedCount }, index) => ({
    memberId: id,
    anonymizedId,
    boughtAmount: bought[index],
    soldAmount: sold[index],
    balance: sold[index] - bought[index],
    failedCount,
  }));
}

/** `total` in parts as large as `weights` want them, whole; the last one with a weight takes the rest. */
function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const parts = weights.map((weight) => (sum === 0 ? 0 : Math.floor((total * weight) / sum)));
  const last = weights.findLastIndex((weight) => weight > 0);
  if (last >= 0) parts[last] += total - parts.reduce((all, part) => all + part, 0);
  return parts;
}

/** Two differences in a period of more than a day; a single day is in order. */
function differencesOf(
  community: FakeCommunity,
  { from, to }: Input<'settlement.reconcile'>['range'],
): Output<'settlement.reconcile'>['differences'] {
  const day = 86_400_000;
  const noon = Math.floor(from / day) * day + day + day / 2;
  if (to - from <= day || fakeTradeCount(community, noon) === 0) return [];
  const trade = fakeTrade(community, noon, 0);
  return [
    {
      kind: 'amount',
      tradeId: trade.id,
      executedAt: trade.executedAt,
      memberId: null,
      anonymizedId: null,
      day: null,
      expected: trade.amount,
      found: trade.amount + 1,
      unit: 'money',
    },
    {
      kind: 'member-day',
      tradeId: null,
      executedAt: null,
      memberId: trade.buyerId,
      anonymizedId: trade.buyer,
      day: localDay(noon, FAKE_TIME_ZONE),
      expected: 1_284_100,
      found: 1_284_100 + TINY,
      unit: 'money',
    },
  ];
}
