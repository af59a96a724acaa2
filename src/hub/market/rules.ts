import type { Transaction } from 'kysely';
import type { Rule } from '#shared/domain/records.ts';
import { tradingRuleWire } from '#shared/wire/community.ts';
import type { FeedChange } from '../db/feed.ts';
import { feedKey } from '../db/feed-keys.ts';
import type { Tables } from '../db/tables.ts';
import { recordOf } from './wire-row.ts';

/** Rules of a community in the versions that hold now, oldest first: those of certain members, or certain ones. */
export async function currentRules(
  tx: Transaction<Tables>,
  communityId: string,
  by: 'rule.id' | 'rule.member_id',
  ids: readonly string[],
): Promise<Rule[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('trading_rules as rule')
    .innerJoin('trading_rule_versions as version', (join) =>
      join.onRef('version.rule_id', '=', 'rule.id').onRef('version.version', '=', 'rule.version'),
    )
    .selectAll('version')
    .select(['rule.id', 'rule.member_id', 'rule.last_matched_at'])
    .where('rule.community_id', '=', communityId)
    .where(by, 'in', ids)
    .orderBy('version.created_at')
    .orderBy('rule.id')
    .execute();
  return rows.map((row) => recordOf(tradingRuleWire, row));
}

/** What the rules of a community's members said at a time. */
export interface RulesAt {
  /** In the order in which they fire. */
  readonly rules: readonly Rule[];
  /** When the first of them is replaced, or another one begins to hold, as far as that is decided; Infinity when it is not. */
  readonly until: number;
}

/**
 * The rules of members in the versions that held at a time, which are not the current ones when somebody has saved a rule since.
 * @param at epoch milliseconds
 */
export async function rulesAt(
  tx: Transaction<Tables>,
  communityId: string,
  memberIds: readonly string[],
  at: number,
): Promise<RulesAt> {
  if (memberIds.length === 0) return { rules: [], until: Infinity };
  const versions = tx
    .selectFrom('trading_rules as rule')
    .innerJoin('trading_rule_versions as version', 'version.rule_id', 'rule.id')
    .where('rule.community_id', '=', communityId)
    .where('rule.member_id', 'in', memberIds);
  const rows = await versions
    .where('version.valid_from', '<=', new Date(at))
    .distinctOn('rule.id')
    .selectAll('version')
    .select(['rule.id', 'rule.member_id', 'rule.last_matched_at'])
    .orderBy('rule.id')
    .orderBy('version.valid_from', 'desc')
    .orderBy('version.version', 'desc')
    .execute();
  const next = await versions
    .where('version.valid_from', '>', new Date(at))
    .select(({ fn }) => fn.min('version.valid_from').as('from'))
    .executeTakeFirst();
  const rules = rows.map((row) => recordOf(tradingRuleWire, row));
  // The order of the ids is the database's.
  return { rules: rules.toSorted((a, b) => a.createdAt - b.createdAt), until: next?.from?.getTime() ?? Infinity };
}

/** A version of a rule for the feed. */
export function ruleChange(rule: Rule, communityId: string): FeedChange {
  const body = tradingRuleWire.encode(rule, communityId);
  return { kind: 'rule', key: feedKey('rule', body), body };
}

/**
 * Notes that rules have traded.
 * @param at epoch milliseconds
 * @returns their current versions for the feed
 */
export async function noteRuleMatches(
  tx: Transaction<Tables>,
  communityId: string,
  ruleIds: readonly string[],
  at: number,
): Promise<FeedChange[]> {
  if (ruleIds.length === 0) return [];
  await tx
    .updateTable('trading_rules')
    .set({ last_matched_at: new Date(at) })
    .where('community_id', '=', communityId)
    .where('id', 'in', ruleIds)
    .execute();
  const rules = await currentRules(tx, communityId, 'rule.id', ruleIds);
  return rules.map((rule) => ruleChange(rule, communityId));
}
