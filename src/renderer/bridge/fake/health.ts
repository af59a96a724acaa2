/** An invented state of the community's health, and what happened last. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import { HOUR } from '#shared/domain/slots.ts';
import type { FakeCommunity } from './communities.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };
const DAY = 24 * HOUR;

type Findings = Output<'health.findings'>;

const allWell: Findings[number] = {
  kind: 'all-well',
  level: 'good',
  evidence: 'insights-health',
  values: { activeMembers: 5, slots: 672 },
};

function attention(end: number): Findings {
  return [
    {
      kind: 'failed-settlements',
      level: 'critical',
      evidence: 'settlements-failed',
      values: { count: 14, amount: 21_400_000, topCode: 'METER_READING_LATE', topCount: 9 },
    },
    {
      kind: 'worse-off-members',
      level: 'warning',
      evidence: 'members-worse-off',
      values: { count: 3, traders: 142 },
    },
    {
      kind: 'worse-off-rolling',
      level: 'warning',
      evidence: 'insights-losses',
      values: { count: 4, traders: 160, days: 30 },
    },
    {
      kind: 'members-change',
      level: 'notice',
      evidence: 'insights-participation',
      values: { joined: 1, left: 1, activeMembers: 159 },
    },
    {
      kind: 'self-sufficiency-change',
      level: 'good',
      evidence: 'insights-health',
      values: { change: 0.032, now: 0.479, before: 0.447 },
    },
    {
      kind: 'savings-total',
      level: 'good',
      evidence: 'insights-fairness',
      values: { amount: 182_640_000, days: 7, withheldDays: 0 },
    },
    {
      kind: 'peak-reduced',
      level: 'good',
      evidence: 'insights-peaks',
      values: { wh: 46_210, baselineWh: 52_880, reduction: 0.126, at: end - 2 * DAY - 5 * HOUR },
    },
    {
      kind: 'co2-avoided',
      level: 'good',
      evidence: 'insights-impact',
      values: {
        grams: 648_200,
        gramsPerKwh: 344,
        source: 'Invented for design work',
        year: 2024,
        method: 'location-based average; not an offset',
      },
    },
  ];
}

/** `health` of the fake bridge. */
export function createFakeHealth(
  communityOf: (id: string) => FakeCommunity,
): Handlers<'health.findings' | 'health.events'> {
  return {
    'health.findings': ({ communityId, range }) => {
      const { isDemo, dataTo } = communityOf(communityId);
      return isDemo ? attention(Math.min(range.to, dataTo ?? range.to)) : [allWell];
    },
    'health.events': ({ communityId, range, limit }) => {
      const { dataTo, isDemo } = communityOf(communityId);
      if (!isDemo || dataTo === null) return [];
      const end = Math.min(range.to, dataTo);
      return [
        {
          kind: 'trade-failed' as const,
          at: end - 2 * HOUR,
          tradeId: 'trade-1',
          buyer: 'House A17',
          seller: 'House C03',
          quantityWh: 820,
          amount: 121_524,
          failureCode: 'METER_READING_LATE' as const,
        },
        { kind: 'rule-changed' as const, at: end - 9 * HOUR, member: 'House B07', version: 3 },
        { kind: 'member-joined' as const, at: end - 2 * DAY, member: 'House C41' },
        { kind: 'member-left' as const, at: end - 5 * DAY, member: 'House A02' },
      ].slice(0, limit);
    },
  };
}
