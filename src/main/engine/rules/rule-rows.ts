import { offerTypes, type Rule } from '#shared/domain/records.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';

/** A version of a rule as the cache keeps it, with the row ids by which orders and certificates name it. */
export interface StoredRule extends Rule {
  readonly rowId: number;
  readonly memberRowId: number;
  readonly anonymizedId: string;
}

/** The columns in which a version says what it says. */
export interface DraftColumns {
  readonly type: number;
  readonly max_quantity_wh: number | null;
  readonly max_price: number | null;
  readonly min_price: number | null;
  readonly min_battery_soc: number | null;
  readonly time_windows: string;
  readonly is_enabled: number;
}

interface RuleRow extends DraftColumns {
  readonly id: number;
  readonly uid: string;
  readonly member_id: number;
  readonly member_uid: string;
  readonly anonymized_id: string;
  readonly version: number;
  readonly created_at: number;
  readonly valid_from: number;
  readonly changed_by: string | null;
  readonly change_reason: string | null;
  readonly last_matched_at: number | null;
}

const columns = `id, uid, member_id, member_uid, anonymized_id, version, type, max_quantity_wh, max_price, min_price, min_battery_soc,
  time_windows, is_enabled, created_at, valid_from, changed_by, change_reason, last_matched_at`;

const IS_NEWEST = 'version = (SELECT MAX(version) FROM rule_version WHERE rule_id = rule_view.id)';

/**
 * The newest version of every rule of a community, without those of members that are held back: by member, each one's in the order in which
 * they fire (when they were made, then id).
 */
export function currentRules(db: ReadDb, community: CommunityRow): StoredRule[] {
  const rows = db.all<RuleRow>(
    `SELECT ${columns} FROM rule_view WHERE community_id = ? AND ${IS_NEWEST} ORDER BY anonymized_id, created_at, uid`,
    [community.id],
  );
  return rows.map(storedRule);
}

/** The newest version of every rule of a member (row id), in the order in which they fire. */
export function currentRulesOf(db: ReadDb, memberId: number): StoredRule[] {
  const rows = db.all<RuleRow>(
    `SELECT ${columns} FROM rule_view WHERE member_id = ? AND ${IS_NEWEST} ORDER BY created_at, uid`,
    [memberId],
  );
  return rows.map(storedRule);
}

/** As `currentRulesOf`, of the versions that held just before a time (epoch milliseconds). */
export function rulesOfMemberAt(db: ReadDb, memberId: number, time: number): StoredRule[] {
  const rows = db.all<RuleRow>(
    `SELECT ${columns} FROM rule_view
     WHERE member_id = ? AND version = (SELECT MAX(version) FROM rule_version WHERE rule_id = rule_view.id AND valid_from < ?)
     ORDER BY created_at, uid`,
    [memberId, time],
  );
  return rows.map(storedRule);
}

/** All versions of a rule (wire id), newest first; none when the cache does not have it, or may not show it. */
export function versionsOfRule(db: ReadDb, community: CommunityRow, ruleId: string): StoredRule[] {
  const rows = db.all<RuleRow>(
    `SELECT ${columns} FROM rule_view WHERE community_id = ? AND uid = ? ORDER BY version DESC`,
    [community.id, ruleId],
  );
  return rows.map(storedRule);
}

function storedRule(row: RuleRow): StoredRule {
  return {
    rowId: row.id,
    memberRowId: row.member_id,
    anonymizedId: row.anonymized_id,
    id: row.uid,
    version: row.version,
    memberId: row.member_uid,
    ...draftOfColumns(row),
    createdAt: row.created_at,
    validFrom: row.valid_from,
    changedBy: row.changed_by,
    changeReason: row.change_reason,
    lastMatchedAt: row.last_matched_at,
  };
}

/** What a version says. */
export function draftOfColumns(row: DraftColumns): RuleDraft {
  return {
    type: offerTypes[row.type],
    maxQuantityWh: row.max_quantity_wh,
    maxPrice: row.max_price,
    minPrice: row.min_price,
    minBatterySoc: row.min_battery_soc,
    timeWindows: JSON.parse(row.time_windows) as string[],
    isEnabled: row.is_enabled === 1,
  };
}

/** What a rule says, without whose it is and since when. */
export function draftFields(rule: RuleDraft) {
  const { type, maxQuantityWh, maxPrice, minPrice, minBatterySoc, timeWindows, isEnabled } = rule;
  return { type, maxQuantityWh, maxPrice, minPrice, minBatterySoc, timeWindows: [...timeWindows], isEnabled };
}
