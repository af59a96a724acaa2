import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { CaseFilter } from '#shared/contract/settlement.ts';
import type { CaseGroup, CaseSummary } from '#shared/contract/settlement-records.ts';
import { type CaseState, caseStates } from '#shared/settlement/case.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { knownCases } from './known-cases.ts';

/** The cases of a filter by cause; see `settlement.groups`. */
export function caseGroups(db: ReadDb, input: ParsedInput<'settlement.groups'>): Output<'settlement.groups'> {
  const cases = filteredCases(db, requireCommunity(db, input.communityId), input.filter);
  const groups = Map.groupBy(cases, ({ cause }) => cause);
  return [...groups.values()].map(groupOf).toSorted((a, b) => b.amount - a.amount || b.count - a.count);
}

/** A part of the cases of a filter; see `settlement.cases`. */
export function listCases(db: ReadDb, input: ParsedInput<'settlement.cases'>): Output<'settlement.cases'> {
  const { communityId, filter, from, limit } = input;
  const cases = filteredCases(db, requireCommunity(db, communityId), filter);
  return { cases: cases.slice(from, from + limit), total: cases.length };
}

/** Everything that a filter leaves: what is not resolved, oldest first, and then what is, latest first. */
export function filteredCases(db: ReadDb, community: CommunityRow, filter: CaseFilter): CaseSummary[] {
  const wanted = new Set<CaseState>(
    filter.states.length > 0 ? filter.states : caseStates.filter((state) => state !== 'resolved'),
  );
  const wantsUnresolved = caseStates.some((state) => state !== 'resolved' && wanted.has(state));
  const all = [
    ...(wantsUnresolved ? knownCases(db, community, 'unresolved') : []),
    ...(wanted.has('resolved') ? knownCases(db, community, 'resolved') : []),
  ];
  const text = filter.text.trim().toLowerCase();
  return all.filter((one) => wanted.has(one.state) && matches(one, filter) && says(one, text));
}

function matches({ executedAt, cause, buyerId, sellerId }: CaseSummary, filter: CaseFilter): boolean {
  const { range, memberId } = filter;
  return (
    (range === null || (executedAt >= range.from && executedAt < range.to)) &&
    (filter.cause === null || cause === filter.cause) &&
    (memberId === null || memberId === buyerId || memberId === sellerId)
  );
}

/** As the ledger finds trades: by the beginning of their id or a part of a pseudonym. */
function says({ tradeId, buyer, seller }: CaseSummary, text: string): boolean {
  return tradeId.startsWith(text) || [buyer, seller].some((name) => name.toLowerCase().includes(text));
}

function groupOf(cases: readonly CaseSummary[]): CaseGroup {
  const byState = Object.fromEntries(caseStates.map((state) => [state, 0])) as CaseGroup['byState'];
  let amount = 0;
  let oldestAt = Number.POSITIVE_INFINITY;
  for (const one of cases) {
    byState[one.state]++;
    amount += one.amount;
    oldestAt = Math.min(oldestAt, one.openedAt);
  }
  return { cause: cases[0].cause, count: cases.length, amount, oldestAt, byState };
}
