import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { changedFields, isSwitchingOff } from '#shared/rules/rule-changes.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { firstRuleRefusal } from '#shared/rules/rule-refusals.ts';
import type { WriteDb } from '../cache/connection.ts';
import { requireCommunity } from '../communities/community.ts';
import { keep, newRecordId } from '../outbox/commands.ts';
import { checkDraftOfRule, type DraftCheck } from './draft-check.ts';
import { draftFields } from './rule-rows.ts';
import { type StandingRule, standingRules } from './standing-rules.ts';

/**
 * Keeps a new rule or a change of one in the outbox after checking it again: what the page was told may not hold any more (see `rules.save`).
 * @param now the desk's clock, epoch milliseconds
 * @throws Failure with the code of the first problem, RULE_CONFLICT for a conflict that blocks it, VERSION_CONFLICT when `baseVersion` is not
 * that of the rule, INPUT_INVALID when this member has no such rule, or the change is none
 */
export function saveRule(db: WriteDb, input: ParsedInput<'rules.save'>, now: number): Output<'rules.save'> {
  const community = requireCommunity(db, input.communityId);
  const { ruleId, baseVersion, draft } = input;
  return db.transaction(() => {
    const commandId = keep(db, input.key, now, () => {
      const check = checkDraftOfRule(db, community, input, now);
      if (check.member !== null) requireVersion(check.changed, input);
      refuseDraft(draft, check);
      return {
        kind: 'rule',
        communityId: community.id,
        memberId: check.member!.rowId,
        ruleId: ruleId ?? uuidText(newRecordId(now)),
        baseVersion,
        draft: draftFields(draft),
        reason: input.reason?.trim() || null,
      };
    });
    const [saved] = db.pluck<string>('SELECT rule_uid FROM outbox WHERE uid = ?', [commandId]);
    return { commandId, ruleId: saved };
  });
}

/**
 * Keeps the switching on or off of a rule in the outbox, with the rest of it as it stands.
 * @param now the desk's clock, epoch milliseconds
 * @returns the id of the command
 * @throws Failure as saveRule; switching off is refused for nothing but another version
 */
export function setRuleEnabled(db: WriteDb, input: ParsedInput<'rules.setEnabled'>, now: number): string {
  const community = requireCommunity(db, input.communityId);
  const { communityId, ruleId, baseVersion, isEnabled, key } = input;
  return db.transaction(() => {
    const rule = standingRules(db, community).find(({ id }) => id === ruleId);
    if (rule === undefined) throw noSuchRule();
    const draft = { ...draftFields(rule), isEnabled };
    const { memberId } = rule;
    return saveRule(db, { communityId, memberId, ruleId, baseVersion, draft, reason: null, key }, now).commandId;
  });
}

function requireVersion(
  changed: StandingRule | null,
  { ruleId, baseVersion }: Pick<ParsedInput<'rules.save'>, 'ruleId' | 'baseVersion'>,
): void {
  if (ruleId !== null && changed === null) throw noSuchRule();
  if (baseVersion === (changed?.baseVersion ?? 0)) return;
  throw new Failure('VERSION_CONFLICT', 'This rule has been changed since you looked at it. Nothing was saved.', {
    remedy: 'Look at the rule as it is now and decide again.',
  });
}

function refuseDraft(draft: RuleDraft, { changed, problems, conflicts }: DraftCheck): void {
  if (changed) {
    requireChange(changed, draft);
    if (isSwitchingOff(changed, draft)) return;
  }
  const refusal = firstRuleRefusal(draft, problems, conflicts);
  if (refusal === null) return;
  const { code, message, remedy, details } = refusal;
  throw new Failure(code, `${message} Nothing was saved.`, { remedy, details });
}

/** A rule that buys never becomes one that sells, and a version says something else than the one before. */
function requireChange(changed: StandingRule, draft: RuleDraft): void {
  if (changed.type !== draft.type) {
    const does = changed.type === 'buy' ? 'buys' : 'sells';
    throw new Failure('INPUT_INVALID', `A rule that ${does} stays one. Nothing was saved.`, {
      remedy: 'Make another rule, and switch this one off.',
      details: { field: 'type' },
    });
  }
  if (changedFields(changed, draft).length > 0) return;
  throw new Failure('INPUT_INVALID', 'The rule says all this already. Nothing was saved.', {
    remedy: 'There is nothing to save.',
    details: { situation: 'unchanged' },
  });
}

function noSuchRule(): Failure {
  return new Failure('INPUT_INVALID', 'This member has no such rule on this desk. Nothing was saved.', {
    remedy: 'Choose a rule from the list.',
    details: { field: 'ruleId', situation: 'gone' },
  });
}
