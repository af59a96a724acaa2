/** Invented replays of a period: what members saved, bent for each mechanism as it would bend it. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import {
  scenarioNames,
  type Counterfactual,
  type Scenario,
  type ScenarioName,
} from '#shared/contract/counterfactual-records.ts';
import type { MemberSummary } from '#shared/contract/members.ts';
import { dayNumber, localDay } from '#shared/domain/slots.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import { spreadOf } from '#shared/privacy/spread.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_FEED_IN, FAKE_RETAIL, FAKE_SLOT_MS, FAKE_TIME_ZONE } from './curves.ts';
import { fakeMembers } from './members.ts';
import type { FakeState } from './state.ts';
import { fakePrices } from './stats.ts';
import { startTask } from './tasks.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };
type Range = Counterfactual['range'];

const HOURS_UP_TO = 3;

/** How a mechanism differs from one price for all. */
interface Bend {
  /** Of what members without production saved, and of those with. */
  readonly consumer: number;
  readonly prosumer: number;
  /** Of the energy. */
  readonly traded: number;
  /** Of the way from the price that was to retail; negative towards feed-in. */
  readonly buy: number;
  readonly sell: number;
}

const asItWas: Bend = { consumer: 1, prosumer: 1, traded: 1, buy: 0, sell: 0 };
const bends: Readonly<Record<ScenarioName, Bend>> = {
  actual: asItWas,
  'uniform-price': asItWas,
  'retail-only': { ...asItWas, consumer: 0, prosumer: 0, traded: 0 },
  'pay-as-bid': { consumer: 0.62, prosumer: 1.36, traded: 1, buy: 0.34, sell: 0.34 },
  'pay-as-bid-descending': { consumer: 0.62, prosumer: 1.31, traded: 0.97, buy: 0.34, sell: 0.34 },
  'trade-reduction': { consumer: 0.9, prosumer: 0.88, traded: 0.91, buy: 0.08, sell: -0.06 },
  'mid-market-rate': { consumer: 1.05, prosumer: 1.3, traded: 1.24, buy: 0.16, sell: -0.1 },
  'supply-demand-ratio': { consumer: 1.42, prosumer: 0.7, traded: 1.24, buy: -0.3, sell: -0.38 },
};

/** Replays of the demo's periods. */
export function createFakeCounterfactual(
  state: FakeState,
  communityOf: (id: string) => FakeCommunity,
): Handlers<'insights.counterfactual' | 'insights.counterfactualResult'> {
  const started = new Map<string, Input<'insights.counterfactual'>>();
  return {
    'insights.counterfactual': (input) => {
      const { communityId, range } = input;
      const { taskId } = startTask(state, {
        kind: 'counterfactual',
        subject: communityOf(communityId).name,
        unit: 'slots',
        total: Math.round((range.to - range.from) / FAKE_SLOT_MS),
        communityId,
      });
      started.set(taskId, input);
      return { taskId };
    },
    'insights.counterfactualResult': ({ taskId }) => {
      const input = started.get(taskId);
      const isDone = state.tasks.some(({ id, state: now }) => id === taskId && now === 'done');
      return input === undefined || !isDone ? null : fakeCounterfactual(communityOf(input.communityId), input.range);
    },
  };
}

/** What a replay of a period of the community finds. */
export function fakeCounterfactual(community: FakeCommunity, range: Range): Counterfactual {
  const members = fakeMembers(community, range);
  const savings = scenarioNames.map((name) => members.map((member, at) => savingsOf(member, at, name)));
  const days = dayNumber(localDay(range.to - 1, FAKE_TIME_ZONE)) - dayNumber(localDay(range.from, FAKE_TIME_ZONE)) + 1;
  const step = days <= HOURS_UP_TO ? 'hour' : 'day';
  const prices = fakePrices(community, { communityId: community.id, range, granularity: step });
  const ledgerWh = members.reduce((sum, { boughtWh }) => sum + boughtWh, 0);
  const ledger = {
    trades: members.reduce((sum, { tradeCount }) => sum + tradeCount, 0),
    wh: ledgerWh,
    amount: Math.round(ledgerWh * 158.4),
  };
  const slots = Math.max(0, Math.round((Math.min(range.to, community.dataTo ?? 0) - range.from) / FAKE_SLOT_MS));
  return {
    communityId: community.id,
    range,
    slots,
    slotsWithoutTariff: 0,
    reproduction: {
      clearings: Math.round(slots * 0.46),
      withoutCertificate: 0,
      damaged: 0,
      ledgerTrades: ledger.trades,
      ledgerWh: ledger.wh,
      ledgerAmount: ledger.amount,
      replayedTrades: ledger.trades,
      replayedWh: ledger.wh,
      replayedAmount: ledger.amount,
      differingMembers: 0,
      isExact: true,
      outsideTrades: 3,
    },
    step,
    start: prices.start,
    retail: prices.gridImportPrice,
    feedIn: prices.gridExportPrice,
    scenarios: scenarioNames.map((name, at) => scenarioOf(name, savings[at], savings[0], ledger, prices.p2pPrice)),
    members:
      members.length < DEFAULT_K
        ? []
        : members.map(({ id, anonymizedId, role }, at) => ({
            memberId: id,
            anonymizedId,
            role,
            savings: savings.map((column) => column[at]),
          })),
  };
}

function savingsOf({ savings, role }: MemberSummary, at: number, name: ScenarioName): number {
  const bend = bends[name];
  if (bend === asItWas) return savings;
  const own = 0.8 + 0.4 * chance(at + 37 * scenarioNames.indexOf(name));
  return Math.round(savings * bend[role] * own);
}

function scenarioOf(
  name: ScenarioName,
  savings: readonly number[],
  actual: readonly number[],
  ledger: { readonly wh: number; readonly amount: number },
  price: readonly (number | null)[],
): Scenario {
  const bend = bends[name];
  const changes = savings.map((amount, at) => amount - actual[at]);
  const operatorSurplus = name === 'trade-reduction' ? Math.round(ledger.amount * 0.028) : 0;
  const received = Math.round(ledger.amount * bend.traded * (1 + bend.sell));
  const moved = (share: number): (number | null)[] =>
    price.map((was) => {
      if (was === null || name === 'retail-only') return null;
      return Math.round(was + share * (share > 0 ? FAKE_RETAIL - was : was - FAKE_FEED_IN));
    });
  return {
    name,
    tradedWh: Math.round(ledger.wh * bend.traded),
    paid: received + operatorSurplus,
    received,
    operatorSurplus,
    withheldDays: 0,
    reason: null,
    spread: spreadOf(savings),
    better: changes.filter((change) => change > 0).length,
    worse: changes.filter((change) => change < 0).length,
    same: changes.filter((change) => change === 0).length,
    buyPrice: moved(bend.buy),
    sellPrice: moved(bend.sell),
    withheldSteps: 0,
  };
}
