import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { MemberSummary } from '#shared/contract/members.ts';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { findRuleConflicts, type JudgedRule } from '#shared/rules/conflicts.ts';
import { checkRuleDraft, type RuleDraft } from '#shared/rules/rule-draft.ts';
import { firstRuleRefusal } from '#shared/rules/rule-refusals.ts';
import type { FakeCommunity } from './communities.ts';
import { FAKE_BAND, fakeRules, fakeRulesOf, fakeVersions, membersOf, surroundingsOf } from './rule-book.ts';
import { FakeProblem, type FakeState } from './state.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };
type RuleDecision = Omit<Input<'rules.save'>, 'communityId' | 'ruleId'> & { readonly ruleId: string };

/** The rules of the invented communities: what is decided about them waits in the outbox. */
export function createFakeRules(
  state: FakeState,
  communityOf: (id: string) => FakeCommunity,
): Handlers<'rules.list' | 'rules.versions' | 'rules.check' | 'rules.save' | 'rules.setEnabled'> {
  let made = state.decisions.length;

  function ruleOf(community: FakeCommunity, ruleId: string): RuleSummary {
    const found = fakeRules(community, state.decisions).find(({ id }) => id === ruleId);
    if (found === undefined) throw new FakeProblem({ code: 'INPUT_INVALID', message: `There is no rule ${ruleId}.` });
    return found;
  }

  function versionsOf(community: FakeCommunity, ruleId: string): Output<'rules.versions'> {
    const { memberId } = ruleOf(community, ruleId);
    return fakeRulesOf(community, memberOf(community, memberId)!)
      .filter(({ id }) => id === ruleId)
      .flatMap(fakeVersions);
  }

  function memberOf(community: FakeCommunity, memberId: string | null): MemberSummary | undefined {
    return membersOf(community).find(({ id }) => id === memberId);
  }

  function check({ communityId, memberId, ruleId, draft }: Input<'rules.check'>): Output<'rules.check'> {
    const community = communityOf(communityId);
    const member = memberOf(community, memberId);
    const problems = checkRuleDraft(draft, member ?? null);
    if (member === undefined || problems.length > 0) {
      return {
        problems: problems.map((one) => ({ ...one, values: { ...one.values } })),
        conflicts: [],
        band: FAKE_BAND,
      };
    }
    return { problems: [], conflicts: conflictsOf(community, member, ruleId, draft), band: FAKE_BAND };
  }

  function conflictsOf(
    community: FakeCommunity,
    member: MemberSummary,
    ruleId: string | null,
    draft: RuleDraft,
  ): Output<'rules.check'>['conflicts'] {
    const known: JudgedRule[] = fakeRules(community, state.decisions).filter(({ memberId }) => memberId === member.id);
    const at = known.findIndex(({ id }) => id === ruleId);
    const rules = at < 0 ? [...known, { ...draft, id: null }] : known.with(at, { ...known[at], ...draft });
    const found = findRuleConflicts(rules, at < 0 ? known.length : at, surroundingsOf(community, member));
    return found.map((conflict) => ({ ...conflict, values: { ...conflict.values } }));
  }

  /** The decision that the same key has made before. */
  function decidedBefore(key: string): Output<'rules.save'> | null {
    const item = state.decisions.find((decision) => decision.key === key)?.item;
    return item?.kind === 'rule' ? { commandId: item.id, ruleId: item.ruleId } : null;
  }

  /** Puts a decision into the outbox. */
  function keep(community: FakeCommunity, { key, memberId, draft, ...decided }: RuleDecision): Output<'rules.save'> {
    made += 1;
    const before = fakeRules(community, state.decisions).find(({ id }) => id === decided.ruleId);
    const item = {
      ...decided,
      id: `rule-command-${made}`,
      kind: 'rule' as const,
      state: 'waiting' as const,
      createdAt: state.now,
      changedAt: state.now,
      anonymizedId: memberOf(community, memberId)?.anonymizedId ?? null,
      type: draft.type,
      problem: null,
      attempts: 0,
      nextAttemptAt: null,
      draft: { ...draft, timeWindows: [...draft.timeWindows] },
      before: before === undefined ? null : draftOf(before),
      theirs: null,
    };
    state.decisions = [{ communityId: community.id, memberId, key, offerId: null, item }, ...state.decisions];
    state.emit('cache.changed', { areas: ['outbox', 'rules', 'sync'] });
    return { commandId: item.id, ruleId: decided.ruleId };
  }

  function refuseStale(community: FakeCommunity, ruleId: string, baseVersion: number): void {
    if (ruleOf(community, ruleId).baseVersion !== baseVersion) throw new FakeProblem({ code: 'VERSION_CONFLICT' });
  }

  return {
    'rules.list': ({ communityId }) => fakeRules(communityOf(communityId), state.decisions),
    'rules.versions': ({ communityId, ruleId }) => versionsOf(communityOf(communityId), ruleId),
    'rules.check': check,
    'rules.save': ({ communityId, ...decided }) => {
      const before = decidedBefore(decided.key);
      if (before !== null) return before;
      const community = communityOf(communityId);
      const ruleId = decided.ruleId ?? `${decided.memberId}-rule-of-${decided.key.slice(0, 8)}`;
      if (decided.ruleId !== null) refuseStale(community, decided.ruleId, decided.baseVersion);
      const { problems, conflicts } = check({ communityId, ...decided });
      const refusal = firstRuleRefusal(decided.draft, problems, conflicts);
      if (refusal !== null) throw new FakeProblem({ ...refusal, details: { ...refusal.details } });
      return keep(community, { ...decided, ruleId });
    },
    'rules.setEnabled': ({ communityId, ruleId, baseVersion, isEnabled, key }) => {
      const before = decidedBefore(key);
      if (before !== null) return before;
      const community = communityOf(communityId);
      refuseStale(community, ruleId, baseVersion);
      const rule = ruleOf(community, ruleId);
      const draft = { ...draftOf(rule), isEnabled };
      const refusal = firstRuleRefusal(
        draft,
        [],
        conflictsOf(community, memberOf(community, rule.memberId)!, ruleId, draft),
      );
      if (refusal !== null) throw new FakeProblem({ ...refusal, details: { ...refusal.details } });
      return keep(community, { memberId: rule.memberId, ruleId, baseVersion, draft, reason: null, key });
    },
  };
}

/** What the newest version of a rule says, without what is known of it besides. */
function draftOf({
  type,
  maxQuantityWh,
  maxPrice,
  minPrice,
  minBatterySoc,
  timeWindows,
  isEnabled,
}: RuleSummary): Pick<RuleSummary, keyof RuleDraft> {
  return { type, maxQuantityWh, maxPrice, minPrice, minBatterySoc, timeWindows, isEnabled };
}
