import type { EngineMethodName, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { localMonth, localYear } from '#shared/reports/local-periods.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { EngineContext } from '../context.ts';
import { rollingRange } from '../insights/weighed-trades.ts';
import { requireMember } from '../members/member.ts';
import { type CommunityRow, requireCommunity } from './community.ts';

/** From when on a question needs single records, epoch ms. */
type Need = (community: CommunityRow) => number;

/** What a question asks about, and what it needs of it. */
interface Needs {
  readonly communityId: string;
  readonly from: Need;
}

type NeedsOf<M extends EngineMethodName> = (input: ParsedInput<M>, db: ReadDb) => Needs;

/** Everything of a period is needed. */
const allOf = ({
  communityId,
  range,
}: {
  readonly communityId: string;
  readonly range: { readonly from: number };
}): Needs => ({
  communityId,
  from: () => range.from,
});

/** What there is of a period is shown, with a note; there has to be something. */
const someOf = (communityId: string, range: { readonly to: number }): Needs => ({
  communityId,
  from: () => range.to - 1,
});

const inSlot = ({ communityId, slot }: { readonly communityId: string; readonly slot: number | null }): Needs => ({
  communityId,
  from: () => slot ?? Infinity,
});

const onDay = (communityId: string, day: number): Needs => ({
  communityId,
  from: ({ time_zone }) => startOfLocalDay(day, time_zone),
});

const lately = (communityId: string, until: number): Needs => ({
  communityId,
  from: (community) => rollingRange(community, until).from,
});

/**
 * The questions that sums cannot answer. Those that name a period and are in no list here are answered from rollups, or from records that
 * stay however old they are (a test holds both lists against the contract).
 */
export const needsRecords: { readonly [M in EngineMethodName]?: NeedsOf<M> } = {
  'ledger.page': ({ communityId, filter }) => someOf(communityId, filter.range),
  'ledger.totals': ({ communityId, filter }) => someOf(communityId, filter.range),
  'ledger.placeOf': ({ communityId, filter }) => someOf(communityId, filter.range),
  'ledger.savings': allOf,
  'ledger.comparison': ({ communityId, range, compareWith }) =>
    allOf({ communityId, range: { from: Math.min(range.from, compareWith?.from ?? Infinity) } }),
  'ledger.export': ({ communityId, filter }) => allOf({ communityId, range: filter.range }),
  'privacy.exportRisk': allOf,
  'members.day': ({ memberId, day }, db) => onDay(requireMember(db, memberId).community.uid, day),
  'members.trades': ({ memberId, range }, db) => someOf(requireMember(db, memberId).community.uid, range),
  'market.book': inSlot,
  'market.explain': inSlot,
  'market.verify': inSlot,
  'market.certificate': inSlot,
  'market.replay': allOf,
  'market.offers': ({ communityId, range }) => someOf(communityId, range),
  'settlement.reconcile': allOf,
  'rules.simulate': ({ trial, range }) => allOf({ communityId: trial.communityId, range }),
  'rules.simulatedDay': ({ trial, day }) => onDay(trial.communityId, day),
  'rules.analyse': allOf,
  'rules.audit': allOf,
  'insights.peaks': allOf,
  'insights.losses': ({ communityId, until }) => lately(communityId, until),
  'insights.lossAdvice': ({ communityId, until }) => lately(communityId, until),
  'insights.counterfactual': allOf,
  'health.findings': ({ communityId, range }) => lately(communityId, range.to),
  'reports.make': ({ order }) => ({
    communityId: order.communityId,
    from: ({ time_zone: timeZone }) => {
      if ('range' in order) return order.range.from;
      if ('slot' in order) return order.slot;
      if ('month' in order) return localMonth(order.month, timeZone).from;
      return 'year' in order ? localYear(order.year, timeZone).from : Infinity;
    },
  }),
};

/**
 * Makes sure that this desk keeps what a question needs, before it is answered with less than there is (PROTOCOL.md W4).
 * @param input as the method's schema parsed it
 * @throws Failure INPUT_INVALID, situation `notHeld`
 */
export function requireRecords({ cache }: Pick<EngineContext, 'cache'>, method: string, input: unknown): void {
  // A desk that keeps everything, as most do, is not kept waiting.
  const all = needsRecords as Readonly<Record<string, ((asked: unknown, db: ReadDb) => Needs) | undefined>>;
  const needsOf = Object.hasOwn(all, method) ? all[method] : undefined;
  if (!needsOf || cache.read.get('SELECT 1 FROM raw_window WHERE raw_from > 0') === undefined) return;
  const db = cache.read;
  const { communityId, from } = needsOf(input, db);
  const community = requireCommunity(db, communityId);
  // There is nothing that could be missed before the first of the data.
  if (Math.max(from(community), community.data_from ?? 0) >= community.raw_from) return;
  throw notHeld(community);
}

/** What only single records could tell that this desk does not keep. */
export function notHeld({ raw_from, time_zone }: Pick<CommunityRow, 'raw_from' | 'time_zone'>): Failure {
  const day = String(localDay(raw_from, time_zone)).replace(/(....)(..)(..)/, '$1-$2-$3');
  return new Failure(
    'INPUT_INVALID',
    `Of the time before ${day} this desk keeps totals only. The single records are at the hub; nothing was lost.`,
    {
      remedy: `Choose a period from ${day} on, or have this desk keep more months (menu of the hub, "Kept on this computer").`,
      details: { situation: 'notHeld', since: day },
    },
  );
}
