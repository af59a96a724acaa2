import { findRuleConflicts, type JudgedRule, type RuleConflict } from '#shared/rules/conflicts.ts';
import { checkRuleDraft, type RuleDraft, type RuleDraftProblem } from '#shared/rules/rule-draft.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { ruleMembers, ruleSurroundings, type RuleMember } from './rule-member.ts';
import { type StandingRule, standingRulesOf } from './standing-rules.ts';

/** A draft and what it is a draft of. */
export interface DraftRequest {
  /** Wire id; null while none is chosen. */
  readonly memberId: string | null;
  /** The rule that is changed; null for a new one. */
  readonly ruleId: string | null;
  readonly draft: RuleDraft;
}

export interface DraftCheck {
  /** Null when there is none that may be shown. */
  readonly member: RuleMember | null;
  /** The rule that is changed, as it stands; null for a new one, and when this member has none of this id. */
  readonly changed: StandingRule | null;
  readonly problems: readonly RuleDraftProblem[];
  /** Empty while there is a problem with the rule itself; without a member those of the rule alone. */
  readonly conflicts: readonly RuleConflict[];
}

/**
 * What is wrong with a draft, and what it conflicts with among the rules of its member: in the place of the rule that it changes, or as the
 * last one.
 * @param now the desk's clock, epoch milliseconds
 */
export function checkDraftOfRule(
  db: ReadDb,
  community: CommunityRow,
  { memberId, ruleId, draft }: DraftRequest,
  now: number,
): DraftCheck {
  const member = (memberId !== null && ruleMembers(db, community).get(memberId)) || null;
  const rules = member ? standingRulesOf(db, community, member.rowId) : [];
  const at = ruleId === null ? -1 : rules.findIndex(({ id }) => id === ruleId);
  const changed = at < 0 ? null : rules[at];
  const problems = checkRuleDraft(draft, member);
  const isRule = problems.every(({ field }) => field === 'memberId');
  if (!isRule) return { member, changed, problems, conflicts: [] };
  const drafted: readonly JudgedRule[] = changed
    ? rules.with(at, { ...changed, ...draft })
    : [...rules, { ...draft, id: null }];
  const place = changed ? at : rules.length;
  return {
    member,
    changed,
    problems,
    // Of a member that is not chosen yet nothing is known that would speak against it.
    conflicts: findRuleConflicts(drafted, place, ruleSurroundings(community, member ?? { hasBattery: true }, now)),
  };
}
