import { ruleDraftSchema } from '#shared/contract/rule-records.ts';
import { outboxKinds, type OutboxState, outboxStates } from '#shared/domain/outbox.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { NOT_IN_COPY } from './commands.ts';

/** A decision of this desk about a rule. */
export interface PendingRule {
  readonly commandId: string;
  readonly state: Extract<OutboxState, 'waiting' | 'sent' | 'accepted'>;
  readonly ruleId: string;
  /** Row id. */
  readonly memberRowId: number;
  readonly memberId: string;
  readonly anonymizedId: string;
  readonly createdAt: number;
  readonly baseVersion: number;
  readonly draft: RuleDraft;
}

interface PendingRow {
  readonly uid: string;
  readonly state: number;
  readonly rule_uid: string;
  readonly member_id: number;
  readonly member_uid: string;
  readonly anonymized_id: string;
  readonly created_at: number;
  readonly base_version: number;
  readonly rule: string;
}

/**
 * The decisions about rules that count on this desk because the copy does not tell them yet, in the order in which they were made, without
 * those for members that are held back. Where the copy has a later version than the one that was changed, it has come already or the
 * decision has come too late: either way the copy counts.
 */
export function pendingRules(db: ReadDb, community: CommunityRow): PendingRule[] {
  const rows = db.all<PendingRow>(
    `SELECT uid, state, rule_uid, member_id, member_uid, anonymized_id, created_at, base_version, rule FROM outbox_view AS outbox
     WHERE community_id = ? AND kind = ${outboxKinds.indexOf('rule')} AND ${NOT_IN_COPY} AND member_uid IS NOT NULL
       AND base_version >= (SELECT COALESCE(MAX(version), 0) FROM rule JOIN rule_version ON rule_version.rule_id = rule.id
                            WHERE rule.uid = outbox.rule_uid)
     ORDER BY id`,
    [community.id],
  );
  return rows.map((row) => ({
    commandId: row.uid,
    // NOT_IN_COPY knows no other states.
    state: outboxStates[row.state] as PendingRule['state'],
    ruleId: row.rule_uid,
    memberRowId: row.member_id,
    memberId: row.member_uid,
    anonymizedId: row.anonymized_id,
    createdAt: row.created_at,
    baseVersion: row.base_version,
    draft: draftOf(row.rule),
  }));
}

/** The draft of a decision, from the JSON in which it is kept. */
export function draftOf(json: string): RuleDraft {
  return ruleDraftSchema.parse(JSON.parse(json));
}
