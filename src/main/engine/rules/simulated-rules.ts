import type { ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { toMechanism } from '#shared/market/mechanisms.ts';
import { prepareRule } from '#shared/rules/firing.ts';
import { checkRuleDraft, type RuleDraft } from '#shared/rules/rule-draft.ts';
import { NEW_RULE, type SimulatedMarket, type SimulatedRule } from '#shared/rules/slot-run.ts';
import { parseTimeWindow } from '#shared/rules/windows.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { communityTerms } from '../market/slot-book.ts';
import { type RuleMember, ruleMembers } from './rule-member.ts';
import { currentRulesOf } from './rule-rows.ts';
import { type StandingRule, standingRulesOf } from './standing-rules.ts';

/** A draft beside the rules that it is tried out against. */
export interface Trial {
  readonly community: CommunityRow;
  /** Row id. */
  readonly member: number;
  readonly market: SimulatedMarket;
  /** The number of the rule that is replaced; NEW_RULE without one. */
  readonly replaced: number;
  /** In the order in which they fire: the member's rules of today, and those with the draft. */
  readonly current: readonly SimulatedRule[];
  readonly drafted: readonly SimulatedRule[];
}

/**
 * What a trial asks for.
 * @throws INPUT_INVALID when there is no such community, member or rule, or the draft says what no rule can say
 * @throws UnknownMechanismError when the community clears by none that this console knows
 */
export function requireTrial(
  db: ReadDb,
  { communityId, memberId, insteadOf, draft }: ParsedInput<'rules.simulate'>['trial'],
): Trial {
  const community = requireCommunity(db, communityId);
  const member = requireRuleMember(db, community, memberId, draft);
  const rules = numberedRules(db, community, member.rowId);
  const replaced = insteadOf === null ? null : rules.find(({ id }) => id === insteadOf);
  if (replaced === undefined) throw noSuchRule();
  const current = rules.map((rule) => simulatedRule(rule.number, rule));
  const drafted = simulatedRule(replaced?.number ?? NEW_RULE, draft);
  return {
    community,
    member: member.rowId,
    market: simulatedMarket(community),
    replaced: drafted.number,
    current,
    drafted: replaced ? withRule(current, drafted) : [...current, drafted],
  };
}

function requireRuleMember(db: ReadDb, community: CommunityRow, memberId: string, draft: RuleDraft): RuleMember {
  const member = ruleMembers(db, community).get(memberId) ?? null;
  const [problem] = checkRuleDraft(draft, member);
  if (member && !problem) return member;
  throw new Failure('INPUT_INVALID', 'This draft is no rule that could be tried out.', {
    remedy: 'Put right what is marked in the rule, and try it again. Nothing was changed.',
    ...(problem && { details: { field: problem.field, problem: problem.code } }),
  });
}

export function noSuchRule(): Failure {
  return new Failure('INPUT_INVALID', 'This rule is not in the cache of this desk.', {
    remedy: 'Choose a rule from the list.',
    details: { situation: 'gone' },
  });
}

/** A rule as it stands on this desk, with the number by which orders name it: its row id, below 0 where only this desk knows it. */
export interface NumberedRule extends StandingRule {
  readonly number: number;
}

/** The rules of a member (row id) as they stand on this desk, in the order in which they fire. */
export function numberedRules(db: ReadDb, community: CommunityRow, member: number): NumberedRule[] {
  const rowIds = new Map(currentRulesOf(db, member).map(({ id, rowId }) => [id, rowId]));
  return standingRulesOf(db, community, member).map((rule, at) => ({
    ...rule,
    number: rowIds.get(rule.id) ?? NEW_RULE - 1 - at,
  }));
}

/** The rules with this one in the place of that of its number. */
export function withRule(rules: readonly SimulatedRule[], changed: SimulatedRule): SimulatedRule[] {
  return rules.map((rule) => (rule.number === changed.number ? changed : rule));
}

/**
 * How the community clears.
 * @throws UnknownMechanismError
 */
export function simulatedMarket(community: CommunityRow): SimulatedMarket {
  const { mechanism, offerOrder, priceFloor, priceCap } = communityTerms(community);
  return { mechanism: toMechanism(mechanism), offerOrder, limits: { priceFloor, priceCap } };
}

/** What a rule says, ready to fire. */
export function simulatedRule(number: number, rule: RuleDraft): SimulatedRule {
  return { number, prepared: prepareRule({ ...rule, timeWindows: readableWindows(rule) }) };
}

/** The windows of a rule without those that this console cannot read: they count as never. */
export function readableWindows({ timeWindows }: Pick<RuleDraft, 'timeWindows'>): string[] {
  return timeWindows.filter((text) => parseTimeWindow(text).ok);
}
