/** How the savings of the invented members are spread, and who of them lost. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { MemberGroup } from '#shared/contract/insight-records.ts';
import type { LosingMember, Loss, LossAdvice } from '#shared/contract/loss-records.ts';
import { addDays, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { spreadOf } from '#shared/privacy/spread.ts';
import type { FakeCommunity } from './communities.ts';
import { FAKE_FEED_IN, FAKE_RETAIL, FAKE_TIME_ZONE } from './curves.ts';
import { fakeMembers } from './members.ts';
import { fakeRulesOf, membersOf } from './rule-book.ts';
import { FakeProblem, type FakeState } from './state.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };
type Range = Input<'insights.fairness'>['range'];

/** Consumers with a reputation below it have lost: some, and the same ones for every period and group. */
const UNLUCKY = 82;

function spread(community: FakeCommunity, range: Range, group: MemberGroup): Output<'insights.fairness'>['current'] {
  const traders = fakeMembers(community, range).filter(
    ({ role, tradeCount }) => tradeCount > 0 && (group === 'all' || role === group),
  );
  return spreadOf(
    traders.map(({ role, savings, reputationScore }) =>
      role === 'consumer' && (reputationScore ?? 0) < UNLUCKY ? -Math.round(savings / 2) : savings,
    ),
  );
}

/** The 30 local days that end with the data, or before `until`. */
function monitored({ dataTo }: FakeCommunity, until: number): Range {
  const to = Math.min(until, dataTo ?? until);
  const lastDay = localDay(to - 1, FAKE_TIME_ZONE);
  return {
    from: startOfLocalDay(addDays(lastDay, -29), FAKE_TIME_ZONE),
    to: startOfLocalDay(addDays(lastDay, 1), FAKE_TIME_ZONE),
  };
}

type Case = Pick<Loss, 'cause' | 'type' | 'trades' | 'quantityWh' | 'meanPrice'> & {
  /** Only where no rule says it. */
  readonly limit?: number;
  readonly gained?: number;
};

/** Who lost by what, by the place among the members. */
const cases: Readonly<Record<number, readonly Case[]>> = {
  16: [
    {
      cause: 'RULE_LIMIT',
      type: 'buy',
      trades: 86,
      quantityWh: 71_400,
      meanPrice: 334_200,
      gained: 310_400,
    },
    { cause: 'TAKEN', type: 'buy', trades: 2, quantityWh: 3_600, meanPrice: 329_000, limit: 329_000 },
  ],
  20: [{ cause: 'RULE_WITHOUT_LIMIT', type: 'sell', trades: 41, quantityWh: 28_950, meanPrice: 62_300 }],
  29: [{ cause: 'HAND_LIMIT', type: 'buy', trades: 12, quantityWh: 9_120, meanPrice: 338_500, limit: 350_000 }],
  48: [
    { cause: 'HAND_WITHOUT_LIMIT', type: 'buy', trades: 5, quantityWh: 4_480, meanPrice: 331_900 },
    { cause: 'ORDER_UNKNOWN', type: 'buy', trades: 1, quantityWh: 900, meanPrice: 318_000 },
  ],
};

/** Those who lost, most first. */
function losers(community: FakeCommunity): LosingMember[] {
  const members = membersOf(community);
  return Object.entries(cases)
    .flatMap(([place, own]) => {
      const member = members[Number(place) - 1];
      if (member === undefined) return [];
      const losses = own.map(({ cause, type, trades, quantityWh, meanPrice, limit = null }): Loss => {
        const rule = cause.startsWith('RULE')
          ? fakeRulesOf(community, member).find((one) => one.type === type)
          : undefined;
        const meanTariff = type === 'buy' ? FAKE_RETAIL : FAKE_FEED_IN;
        return {
          cause,
          type,
          trades,
          quantityWh,
          meanPrice,
          rule: rule === undefined ? null : { id: rule.id, version: rule.version },
          limit: rule === undefined ? limit : type === 'buy' ? rule.maxPrice : rule.minPrice,
          savings: -Math.abs(amountOf(quantityWh, meanTariff - meanPrice)),
          meanTariff,
        };
      });
      const losingTrades = losses.reduce((sum, { trades }) => sum + trades, 0);
      return [
        {
          memberId: member.id,
          anonymizedId: member.anonymizedId,
          savings: losses.reduce((sum, { savings }, at) => sum + savings + (own[at].gained ?? 0), 0),
          trades: Math.round(losingTrades * 1.4),
          losingTrades,
          losses,
        },
      ];
    })
    .toSorted((a, b) => a.savings - b.savings);
}

/** Every rule with a limit in the way and every order by hand: to the tariff, with a little less trade. */
function advice({ savings, losses }: LosingMember, range: Range): LossAdvice {
  const gains = savings - losses.reduce((sum, loss) => sum + loss.savings, 0);
  const changes = losses
    .filter(({ cause }) => cause !== 'TAKEN' && cause !== 'ORDER_UNKNOWN')
    .map(({ rule, type, limit, meanTariff, savings: lost, quantityWh }) => ({
      rule,
      type,
      from: limit,
      to: type === 'buy' ? meanTariff - 2_000 : meanTariff,
      savings: savings - lost + 120_000,
      tradedWh: Math.round(quantityWh * 0.64),
      isEnough: savings - lost + 120_000 >= 0,
    }));
  const together = changes.reduce((sum, change) => sum + change.savings - savings, savings);
  return {
    range,
    savings,
    changes,
    together: changes.length === 0 ? null : { savings: together, isEnough: together >= 0 },
    mechanisms: [
      { scenario: 'actual', savings },
      { scenario: 'uniform-price', savings },
      { scenario: 'pay-as-bid', savings: Math.round(savings * 1.4) },
      { scenario: 'pay-as-bid-descending', savings: Math.round(savings * 1.3) },
      { scenario: 'trade-reduction', savings: Math.round(savings * 0.8) },
      { scenario: 'mid-market-rate', savings: gains + 2_140_000 },
      { scenario: 'supply-demand-ratio', savings: gains + 1_870_000 },
    ],
  };
}

/** Fairness and the never-worse monitor of the fake bridge. In a small community nobody lost. */
export function createFakeFairness(
  _state: FakeState,
  communityOf: (id: string) => FakeCommunity,
): Handlers<'insights.fairness' | 'insights.losses' | 'insights.lossAdvice'> {
  return {
    'insights.fairness': ({ communityId, range, compareWith, group }) => {
      const community = communityOf(communityId);
      return {
        current: spread(community, range, group),
        previous: compareWith === null ? null : spread(community, compareWith, group),
      };
    },
    'insights.losses': ({ communityId, until }) => {
      const community = communityOf(communityId);
      const range = monitored(community, until);
      const traders = fakeMembers(community, range).filter(({ tradeCount }) => tradeCount > 0).length;
      return { range, traders, membersLeftOut: community.isDemo ? 3 : 0, members: losers(community) };
    },
    'insights.lossAdvice': ({ communityId, until, memberId }) => {
      const community = communityOf(communityId);
      const range = monitored(community, until);
      const loser = losers(community).find((one) => one.memberId === memberId);
      if (loser !== undefined) return advice(loser, range);
      const member = fakeMembers(community, range).find(({ id }) => id === memberId);
      if (member === undefined)
        throw new FakeProblem({ code: 'INPUT_INVALID', message: `There is no member ${memberId}.` });
      return { range, savings: member.savings, changes: [], together: null, mechanisms: [] };
    },
  };
}
