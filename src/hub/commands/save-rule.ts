import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Member, Rule } from '#shared/domain/records.ts';
import { findRuleConflicts, type JudgedRule, type RuleConflict } from '#shared/rules/conflicts.ts';
import { slotPhases } from '#shared/rules/firing-minutes.ts';
import { changedFields, isSwitchingOff } from '#shared/rules/rule-changes.ts';
import { checkRuleDraft, type RuleDraft } from '#shared/rules/rule-draft.ts';
import { type DetailedRuleRefusal, firstRuleRefusal } from '#shared/rules/rule-refusals.ts';
import { parseTimeWindow } from '#shared/rules/windows.ts';
import { tradingRuleFields, tradingRuleWire } from '#shared/wire/community.ts';
import type { HubCommand } from '#shared/wire/sync.ts';
import type { Tables } from '../db/tables.ts';
import { findMember } from '../market/accounts.ts';
import { type CommunityMarket, firstOpenSlot } from '../market/community-market.ts';
import { currentRules, ruleChange } from '../market/rules.ts';
import type { Principal } from '../parts.ts';
import { type Answer, refused } from './answer.ts';
import { nameOf } from './name-of.ts';

export type SaveRule = Extract<HubCommand, { kind: 'rule.save' }>['data'];

/**
 * Makes a rule of a member, or the next version of one, by the rules that the desk checks it by; behind the community's lock.
 * @param now epoch milliseconds
 */
export async function saveRule(
  tx: Transaction<Tables>,
  principal: Principal,
  market: CommunityMarket,
  data: SaveRule,
  now: number,
): Promise<Answer> {
  const { communityId } = market;
  const draft: RuleDraft = {
    type: data.type,
    maxQuantityWh: data.max_quantity_kwh,
    maxPrice: data.max_price,
    minPrice: data.min_price,
    minBatterySoc: data.min_battery_soc,
    timeWindows: data.time_windows,
    isEnabled: data.is_enabled,
  };
  const member = await findMember(tx, communityId, data.member_id);
  if (!member) return refusedDraft(firstRuleRefusal(draft, checkRuleDraft(draft, null), [])!);
  const current = (await currentRules(tx, communityId, 'rule.id', [data.rule_id])).at(0) ?? null;
  const another = current && otherRule(current, data);
  if (another) return another;
  if (data.base_version !== (current?.version ?? 0)) return versionConflict(current, communityId);
  const problems = checkRuleDraft(draft, member);
  const isJudged = draft.isEnabled && problems.length === 0;
  const conflicts = isJudged ? await conflictsOf(tx, market, member, { ...draft, id: data.rule_id }, now) : [];
  const isGoingOff = current !== null && isSwitchingOff(current, draft);
  const refusal = isGoingOff ? null : firstRuleRefusal(draft, problems, conflicts);
  if (refusal) return refusedDraft(refusal);
  if (current && changedFields(current, draft).length === 0) {
    return refused('INPUT_INVALID', 'The rule says all this already. Nothing was done.', 'There is nothing to save.');
  }

  const from = await beginning(tx, market, data.rule_id, now);
  const rule: Rule = {
    ...draft,
    id: data.rule_id,
    version: data.base_version + 1,
    memberId: data.member_id,
    createdAt: current?.createdAt ?? from,
    validFrom: current ? Math.max(from, current.validFrom + 1) : from,
    changedBy: nameOf(principal),
    changeReason: data.change_reason,
    lastMatchedAt: current?.lastMatchedAt ?? null,
  };
  if (!(await storeHead(tx, communityId, rule, current === null))) {
    return refused('INPUT_INVALID', 'Another rule has this id. Nothing was done.', 'Make the rule again.', {
      field: 'rule_id',
    });
  }
  await insertVersion(tx, communityId, rule);
  return { outcome: 'accepted', changes: [ruleChange(rule, communityId)] };
}

/** The refusal of a change that would make another rule of this one: its member and its type stay. */
function otherRule(current: Rule, data: SaveRule): Answer | null {
  if (current.memberId !== data.member_id) {
    return refused(
      'INPUT_INVALID',
      'This rule belongs to another member. Nothing was done.',
      'Make a rule for this member.',
      { field: 'memberId' },
    );
  }
  if (current.type === data.type) return null;
  return refused(
    'INPUT_INVALID',
    `A rule that ${current.type === 'buy' ? 'buys' : 'sells'} stays one. Nothing was done.`,
    'Make another rule, and switch this one off.',
    { field: 'type' },
  );
}

function versionConflict(current: Rule | null, communityId: string): Answer {
  return {
    outcome: 'conflict',
    error: {
      code: 'VERSION_CONFLICT',
      message: current
        ? `This rule has been changed: it is at version ${current.version} now. Nothing was done.`
        : 'There is no such rule at the hub. Nothing was done.',
      remedy: current ? 'Look at the rule as it is now and decide again.' : 'Make the rule anew.',
    },
    ...(current && { theirRule: z.decode(tradingRuleFields, tradingRuleWire.encode(current, communityId)) }),
  };
}

function refusedDraft({ code, message, remedy, details }: DetailedRuleRefusal): Answer {
  return refused(code, `${message} Nothing was done.`, remedy, details);
}

/** What a rule conflicts with, among the member's rules as they would be. */
async function conflictsOf(
  tx: Transaction<Tables>,
  { communityId, timeZone, limits, slotMinutes }: CommunityMarket,
  member: Member,
  saved: JudgedRule,
  now: number,
): Promise<RuleConflict[]> {
  const stored = await currentRules(tx, communityId, 'rule.member_id', [member.id]);
  const rules: JudgedRule[] = stored
    .map((rule) => (rule.id === saved.id ? saved : rule))
    .filter(({ timeWindows }) => timeWindows.every((text) => parseTimeWindow(text).ok));
  if (!rules.includes(saved)) rules.push(saved);
  return findRuleConflicts(rules, rules.indexOf(saved), {
    limits,
    slotMinutes,
    phases: slotPhases(timeZone, slotMinutes, now),
    hasBattery: member.batteryCapacityWh > 0,
  });
}

/**
 * When a version that is saved now begins to hold (PROTOCOL.md C12): after every order that the rule has placed. Those of slots that have
 * begun were placed before them; orders for the next slots may be dated some seconds ahead, and a demo community that lives faster than
 * the clock is ahead of it with all of them.
 */
async function beginning(
  tx: Transaction<Tables>,
  market: CommunityMarket,
  ruleId: string,
  now: number,
): Promise<number> {
  const open = await firstOpenSlot(tx, market, now);
  const newest = await tx
    .selectFrom('trading_offers')
    .select(({ fn }) => fn.max('created_at').as('placed'))
    .where('community_id', '=', market.communityId)
    .where('time_window_start', '>=', new Date(open))
    .where('rule_id', '=', ruleId)
    .executeTakeFirst();
  const placed = newest?.placed?.getTime();
  return Math.max(now, open - market.slotLength, placed === undefined ? 0 : placed + 1);
}

/** @returns whether the rule stands at its new version: false when its id is that of a rule elsewhere */
async function storeHead(
  tx: Transaction<Tables>,
  communityId: string,
  { id, memberId, version }: Rule,
  isNew: boolean,
): Promise<boolean> {
  if (!isNew) {
    await tx.updateTable('trading_rules').set({ version }).where('id', '=', id).execute();
    return true;
  }
  const { numInsertedOrUpdatedRows: inserted } = await tx
    .insertInto('trading_rules')
    .values({ id, community_id: communityId, member_id: memberId, version, last_matched_at: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  return inserted === 1n;
}

async function insertVersion(tx: Transaction<Tables>, communityId: string, rule: Rule): Promise<void> {
  const wire = tradingRuleWire.encode(rule, communityId);
  await tx
    .insertInto('trading_rule_versions')
    .values({
      rule_id: wire.id,
      version: wire.version,
      community_id: communityId,
      type: wire.type,
      max_quantity_kwh: wire.max_quantity_kwh,
      max_price: wire.max_price,
      min_price: wire.min_price,
      min_battery_soc: wire.min_battery_soc,
      time_windows: JSON.stringify(wire.time_windows),
      is_enabled: wire.is_enabled,
      created_at: new Date(rule.createdAt),
      valid_from: new Date(rule.validFrom),
      changed_by: wire.changed_by,
      change_reason: wire.change_reason,
    })
    .execute();
}
