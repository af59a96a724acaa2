import { Failure } from '#shared/contract/errors.ts';
import { memberRoles, offerTypes, type Community, type Member, type Rule } from '#shared/domain/records.ts';
import { isTimeZone } from '#shared/domain/slots.ts';
import type { SqlValue, WriteDb } from '../cache/connection.ts';
import { putUserId } from '../privacy/identity.ts';
import { noRows, type RowCounts } from './merge-rows.ts';
import { rowProblem, type RowKind } from './row-problem.ts';
import { HIDDEN } from './sync-state.ts';

/** What of a community's row decides how its rollups are cut. */
export interface CommunityClock {
  readonly id: number;
  readonly time_zone: string;
  readonly slot_minutes: number;
}

/** The community's row by wire id. */
export function findCommunity(db: WriteDb, uid: string): CommunityClock | undefined {
  return db.get<CommunityClock>('SELECT id, time_zone, slot_minutes FROM community WHERE uid = ?', [uid]);
}

/** Stores a community in place of the one with its id. The boundary chosen at this desk stays when the source brings none. */
export function applyCommunity(db: WriteDb, community: Community): void {
  if (!isTimeZone(community.timeZone)) {
    throw new Failure(
      'INPUT_INVALID',
      `The community's time zone "${community.timeZone}" is unknown. Nothing of this page was stored.`,
      {
        remedy: 'Use an IANA name such as Europe/Berlin.',
        details: { field: 'timeZone' },
      },
    );
  }
  upsert(db, 'community', {
    uid: community.id,
    name: community.name,
    description: community.description,
    district: community.district,
    postcode_zone: community.postcodeZone,
    created_at: community.createdAt,
    is_active: Number(community.isActive),
    time_zone: community.timeZone,
    currency: community.currency,
    country: community.country,
    boundary:
      community.boundary ??
      db.pluck<string | null>('SELECT boundary FROM community WHERE uid = ?', [community.id])[0] ??
      null,
    mechanism: community.market.mechanism,
    slot_minutes: community.market.slotMinutes,
    price_floor: community.market.priceFloor,
    price_cap: community.market.priceCap,
    is_demo: Number(community.isDemo),
    has_simulated_trades: Number(community.hasSimulatedTrades),
  });
}

/**
 * Stores members in place of those with their ids, the user id in its own table. A blank pseudonym is none: such a member is held back
 * by the views.
 * @throws INPUT_INVALID when a member belongs to another community or a pseudonym to another member
 */
export function applyMembers(db: WriteDb, communityId: number, members: readonly Member[]): RowCounts {
  const counts = noRows();
  for (const [row, member] of members.entries()) {
    const old = db.get<{ id: number; community_id: number; anonymized_id: string | null }>(
      'SELECT id, community_id, anonymized_id FROM member WHERE uid = ?',
      [member.id],
    );
    if (old && old.community_id !== communityId) {
      throw rowProblem('members', row, 'id', `${member.id} is a member of another community`);
    }
    const pseudonym = member.anonymizedId.trim() === '' ? null : member.anonymizedId;
    requireFreePseudonym(db, communityId, pseudonym, member, row);
    const role = memberRoles.indexOf(member.role);
    if (role < 0) throw rowProblem('members', row, 'role', `"${member.role}" is no role`);
    const record = {
      uid: member.id,
      community_id: communityId,
      anonymized_id: pseudonym,
      role,
      joined_at: member.joinedAt,
      left_at: member.leftAt,
      reputation_score: member.reputationScore,
      is_active: Number(member.isActive),
      pv_capacity_wp: member.pvCapacityWp,
      battery_capacity_wh: member.batteryCapacityWh,
      map_cell: member.mapCell,
      balance: member.balance,
      credit_limit: member.creditLimit,
    };
    requireIntegers(record, 'members', row);
    const written = upsert(db, 'member', record);
    const id = old?.id ?? db.get<{ id: number }>('SELECT id FROM member WHERE uid = ?', [member.id])!.id;
    const renamed = putUserId(db, id, member.userId);
    const former = old && old.anonymized_id !== pseudonym ? [old.anonymized_id ?? wireId(member)] : [];
    putFormerPseudonyms(db, id, [...(member.formerAnonymizedIds ?? []), ...former]);
    if (!old) counts.inserted++;
    else if (written || renamed) counts.changed++;
    else counts.unchanged++;
  }
  return counts;
}

/** Certificates of before name a member without a pseudonym by its wire id. */
function wireId({ id }: Member): string {
  return id.startsWith(HIDDEN) ? id.slice(HIDDEN.length) : id;
}

function putFormerPseudonyms(db: WriteDb, member: number, pseudonyms: readonly string[]): void {
  for (const pseudonym of pseudonyms) {
    db.run('INSERT INTO former_pseudonym (member_id, pseudonym) VALUES (?, ?) ON CONFLICT DO NOTHING', [
      member,
      pseudonym,
    ]);
  }
}

/** A pseudonym is unique in its community: two members under one name would be read as one. */
function requireFreePseudonym(
  db: WriteDb,
  communityId: number,
  pseudonym: string | null,
  member: Member,
  row: number,
): void {
  if (pseudonym === null) return;
  const taken = db.get('SELECT 1 FROM member WHERE community_id = ? AND anonymized_id = ? AND uid <> ?', [
    communityId,
    pseudonym,
    member.id,
  ]);
  if (taken)
    throw rowProblem('members', row, 'anonymizedId', `the pseudonym "${pseudonym}" is already another member's`);
}

/**
 * Stores versions of trading rules. Every version is kept as it came first; the last match of the rule only moves on.
 * @throws INPUT_INVALID when the member is not one of the community, or the rule is another member's
 */
export function applyRules(db: WriteDb, communityId: number, rules: readonly Rule[]): RowCounts {
  const counts = noRows();
  for (const [row, rule] of rules.entries()) {
    const member = db.get<{ id: number }>('SELECT id FROM member WHERE community_id = ? AND uid = ?', [
      communityId,
      rule.memberId,
    ]);
    if (!member)
      throw rowProblem('rules', row, 'memberId', `the cache has no member ${rule.memberId} in this community`);
    const type = offerTypes.indexOf(rule.type);
    if (type < 0) throw rowProblem('rules', row, 'type', `"${rule.type}" is no type of rule`);
    const version = {
      rule: rule.id,
      version: rule.version,
      type,
      max_quantity_wh: rule.maxQuantityWh,
      max_price: rule.maxPrice,
      min_price: rule.minPrice,
      min_battery_soc: rule.minBatterySoc,
      time_windows: JSON.stringify(rule.timeWindows),
      is_enabled: Number(rule.isEnabled),
      created_at: rule.createdAt,
      valid_from: rule.validFrom,
      changed_by: rule.changedBy,
      change_reason: rule.changeReason,
    };
    requireIntegers({ ...version, last_matched_at: rule.lastMatchedAt }, 'rules', row);
    db.run('INSERT INTO rule (uid, member_id) VALUES (?, ?) ON CONFLICT DO NOTHING', [rule.id, member.id]);
    const stored = db.get<{ id: number; member_id: number }>('SELECT id, member_id FROM rule WHERE uid = ?', [
      rule.id,
    ])!;
    if (stored.member_id !== member.id)
      throw rowProblem('rules', row, 'memberId', `the rule ${rule.id} is another member's`);
    const matched =
      rule.lastMatchedAt === null
        ? 0
        : db.run('UPDATE rule SET last_matched_at = ? WHERE id = ? AND COALESCE(last_matched_at, -1) < ?', [
            rule.lastMatchedAt,
            stored.id,
            rule.lastMatchedAt,
          ]);
    const written = db.run(insertVersion, version);
    if (written > 0) counts.inserted++;
    else if (matched > 0) counts.changed++;
    else counts.unchanged++;
  }
  return counts;
}

const insertVersion = `
  INSERT INTO rule_version (rule_id, version, type, max_quantity_wh, max_price, min_price, min_battery_soc, time_windows, is_enabled,
    created_at, valid_from, changed_by, change_reason)
  VALUES ((SELECT id FROM rule WHERE uid = @rule), @version, @type, @max_quantity_wh, @max_price, @min_price, @min_battery_soc,
    @time_windows, @is_enabled, @created_at, @valid_from, @changed_by, @change_reason)
  ON CONFLICT DO NOTHING`;

/** Throws INPUT_INVALID for the first number that is no safe integer. */
function requireIntegers(record: Readonly<Record<string, SqlValue>>, kind: RowKind, row: number): void {
  for (const [field, value] of Object.entries(record)) {
    if (typeof value === 'number' && !Number.isSafeInteger(value))
      throw rowProblem(kind, row, field, `${value} is no whole number`);
  }
}

/** Writes a record under its `uid`; returns whether that changed anything. */
function upsert(
  db: WriteDb,
  table: 'community' | 'member',
  record: Readonly<Record<string, SqlValue>> & { uid: string },
): boolean {
  const columns = Object.keys(record);
  const changing = columns.filter((column) => column !== 'uid');
  const written = db.run(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})
     ON CONFLICT (uid) DO UPDATE SET ${changing.map((column) => `${column} = excluded.${column}`).join(', ')}
     WHERE (${changing.join(', ')}) IS NOT (${changing.map((column) => `excluded.${column}`).join(', ')})`,
    record,
  );
  return written > 0;
}
