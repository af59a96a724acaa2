import type { RuleSummary } from '#shared/contract/rule-records.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { type PendingRule, pendingRules } from '../outbox/rule-decisions.ts';
import { currentRules, type StoredRule } from './rule-rows.ts';

/** A rule as it stands on this desk. */
export interface StandingRule
  extends
    RuleDraft,
    Pick<
      StoredRule,
      'id' | 'memberRowId' | 'memberId' | 'anonymizedId' | 'version' | 'createdAt' | 'validFrom' | 'lastMatchedAt'
    > {
  /** Null when the copy tells all. */
  readonly pending: RuleSummary['pending'];
  /** The version that a change has to name as the one it changes. */
  readonly baseVersion: number;
}

/**
 * Every rule of a community as it stands on this desk: at its newest version, or as the latest decision says that the copy does not tell
 * yet, the rules that only this desk knows among them (version 0). By member, each one's in the order in which they fire.
 */
export function standingRules(db: ReadDb, community: CommunityRow): StandingRule[] {
  const rules = new Map<string, StandingRule>();
  for (const rule of currentRules(db, community)) {
    rules.set(rule.id, { ...rule, pending: null, baseVersion: rule.version });
  }
  for (const decision of pendingRules(db, community)) {
    rules.set(decision.ruleId, {
      ...(rules.get(decision.ruleId) ?? newRule(decision)),
      ...decision.draft,
      pending: { commandId: decision.commandId, state: decision.state },
      // The next change builds on this one, which is carried out before it (PROTOCOL.md C13).
      baseVersion: decision.baseVersion + 1,
    });
  }
  return [...rules.values()].sort(
    (a, b) => compare(a.anonymizedId, b.anonymizedId) || compare(a.createdAt, b.createdAt) || compare(a.id, b.id),
  );
}

/** The rules of a member (row id) as they stand on this desk, in the order in which they fire. */
export function standingRulesOf(db: ReadDb, community: CommunityRow, memberId: number): StandingRule[] {
  return standingRules(db, community).filter(({ memberRowId }) => memberRowId === memberId);
}

function newRule({ ruleId, memberRowId, memberId, anonymizedId, createdAt }: PendingRule) {
  return {
    id: ruleId,
    memberRowId,
    memberId,
    anonymizedId,
    version: 0,
    createdAt,
    validFrom: createdAt,
    lastMatchedAt: null,
  };
}

function compare<T extends string | number>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
