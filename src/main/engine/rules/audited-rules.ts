import type { Rule } from '#shared/domain/records.ts';
import { RuleHistory } from '#shared/rules/audit.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { type DraftColumns, draftOfColumns } from './rule-rows.ts';

/** Whose rules they are and what they said, by the cache's row ids. */
export interface AuditedRules {
  /** By wire ids of rules and members. */
  readonly history: RuleHistory;
  /** Wire ids; members without a pseudonym included, since their orders are audited too. */
  readonly ruleId: (rule: number) => string | null;
  readonly memberId: (member: number) => string;
  /** Null for a member that the views hold back. */
  readonly pseudonym: (member: number) => string | null;
}

interface VersionRow extends DraftColumns {
  readonly id: string;
  readonly member: string;
  readonly version: number;
  readonly created_at: number;
  readonly valid_from: number;
}

/** All rules of a community with all their versions. */
export function auditedRules(db: ReadDb, community: CommunityRow): AuditedRules {
  const rules = texts(
    db,
    'SELECT rule.id, rule.uid AS text FROM rule JOIN member ON member.id = rule.member_id WHERE member.community_id = ?',
    community,
  );
  const members = texts(db, 'SELECT id, uid AS text FROM member WHERE community_id = ?', community);
  const pseudonyms = texts(db, 'SELECT id, anonymized_id AS text FROM member_view WHERE community_id = ?', community);
  const versions = db.all<VersionRow>(
    `SELECT rule.uid AS id, member.uid AS member, version, type, max_quantity_wh, max_price, min_price, min_battery_soc, time_windows,
            is_enabled, created_at, valid_from
     FROM rule_version JOIN rule ON rule.id = rule_version.rule_id JOIN member ON member.id = rule.member_id
     WHERE member.community_id = ?`,
    [community.id],
  );
  return {
    history: new RuleHistory(versions.map(ruleOf), community.time_zone),
    ruleId: (rule) => rules.get(rule) ?? null,
    memberId: (member) => members.get(member) ?? '',
    pseudonym: (member) => pseudonyms.get(member) ?? null,
  };
}

function ruleOf(row: VersionRow): Rule {
  return {
    id: row.id,
    memberId: row.member,
    version: row.version,
    ...draftOfColumns(row),
    createdAt: row.created_at,
    validFrom: row.valid_from,
    changedBy: null,
    changeReason: null,
    lastMatchedAt: null,
  };
}

function texts(db: ReadDb, sql: string, { id }: CommunityRow): Map<number, string> {
  return new Map(db.all<{ id: number; text: string }>(sql, [id]).map((row) => [row.id, row.text]));
}
