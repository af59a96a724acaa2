import type { Output } from '#shared/contract/contract.ts';
import { findAllRuleConflicts, FiringMasks } from '#shared/rules/conflicts.ts';
import { unreadableWindows } from '#shared/rules/windows.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { ruleMembers, ruleSurroundings } from './rule-member.ts';
import { draftFields, versionsOfRule } from './rule-rows.ts';
import { standingRules } from './standing-rules.ts';

/**
 * Every rule of a community as it stands on this desk, with its conflicts (see `rules.list`).
 * @param now the desk's clock, epoch milliseconds
 */
export function listRules(db: ReadDb, community: CommunityRow, now: number): Output<'rules.list'> {
  const members = ruleMembers(db, community);
  const byMember = Map.groupBy(standingRules(db, community), ({ memberId }) => memberId);
  // All but the battery is the community's, and most rules have one of a few windows.
  const around = ruleSurroundings(community, { hasBattery: false }, now);
  const masks = new FiringMasks(around);
  return [...byMember].flatMap(([memberId, rules]) => {
    const { hasBattery } = members.get(memberId)!;
    const conflicts = findAllRuleConflicts(rules, { ...around, hasBattery }, masks);
    return rules.map((rule, at) => ({
      ...draftFields(rule),
      id: rule.id,
      memberId,
      anonymizedId: rule.anonymizedId,
      version: rule.version,
      createdAt: rule.createdAt,
      validFrom: rule.validFrom,
      lastMatchedAt: rule.lastMatchedAt,
      pending: rule.pending,
      baseVersion: rule.baseVersion,
      unreadableWindows: unreadableWindows(rule.timeWindows),
      conflicts: conflicts[at],
    }));
  });
}

/** What the hub has said of a rule (wire id), newest version first; empty for a rule that only this desk knows. */
export function ruleVersions(db: ReadDb, community: CommunityRow, ruleId: string): Output<'rules.versions'> {
  return versionsOfRule(db, community, ruleId).map((rule) => ({
    ...draftFields(rule),
    version: rule.version,
    validFrom: rule.validFrom,
    changedBy: rule.changedBy,
    changeReason: rule.changeReason,
  }));
}
