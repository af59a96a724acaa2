import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type Member, memberRoles } from '#shared/domain/records.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { SurveyedMember } from './readings-csv.ts';

/** DOMAIN.md section 1: zone letter and number. A file knows no zones. */
const PSEUDONYM_PREFIX = 'House A';

/**
 * The wire id of the member that a readings file calls `name`: the same for the same community and name, so that importing again finds
 * the member (UUID version 8 of RFC 9562 over SHA-256).
 */
export function csvMemberId(communityId: string, name: string): string {
  const bytes = createHash('sha256').update(`commonwatt-member\0${communityId}\0${name}`).digest();
  bytes[6] = 0x80 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return uuidText(bytes);
}

interface StoredMember {
  readonly uid: string;
  readonly anonymized_id: string | null;
  readonly role: number;
  readonly joined_at: number;
  readonly left_at: number | null;
  readonly reputation_score: number | null;
  readonly is_active: number;
  readonly pv_capacity_wp: number;
  readonly battery_capacity_wh: number;
  readonly map_cell: string | null;
  readonly balance: number;
  readonly credit_limit: number;
}

/**
 * The members of a file that the cache does not have in this form: new ones, and known ones that now produce or began earlier. A known
 * member keeps its pseudonym; new ones are numbered on in an order that nothing in the file tells.
 */
export function membersToWrite(db: ReadDb, communityId: string, surveyed: readonly SurveyedMember[]): Member[] {
  const stored = db.all<StoredMember>(
    `SELECT member.uid, anonymized_id, role, joined_at, left_at, reputation_score, member.is_active, pv_capacity_wp,
       battery_capacity_wh, map_cell, balance, credit_limit
     FROM member JOIN community ON community.id = member.community_id WHERE community.uid = ?`,
    [communityId],
  );
  const known = new Map(stored.map((member) => [member.uid, member]));
  let lastNumber = Math.max(0, ...stored.map((member) => numberOf(member.anonymized_id)));
  const members: Member[] = [];
  for (const one of shuffled(surveyed)) {
    const id = csvMemberId(communityId, one.name);
    const old = known.get(id);
    if (!old) {
      members.push(newMember(id, one, `${PSEUDONYM_PREFIX}${++lastNumber}`));
    } else if (one.firstSlot < old.joined_at || (one.produces && memberRoles[old.role] === 'consumer')) {
      members.push(changedMember(old, one));
    }
  }
  return members;
}

function numberOf(pseudonym: string | null): number {
  const number = pseudonym?.startsWith(PSEUDONYM_PREFIX) ? pseudonym.slice(PSEUDONYM_PREFIX.length) : '';
  return /^\d{1,9}$/.test(number) ? Number(number) : 0;
}

/** An order under a key that is thrown away: neither the order of the file nor that of the names shows through the numbers. */
function shuffled(members: readonly SurveyedMember[]): SurveyedMember[] {
  const key = randomBytes(32);
  return members
    .map((member) => ({ member, rank: createHmac('sha256', key).update(member.name).digest('hex') }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ member }) => member);
}

function newMember(id: string, { name, firstSlot, produces }: SurveyedMember, anonymizedId: string): Member {
  return {
    id,
    userId: name,
    anonymizedId,
    role: produces ? 'prosumer' : 'consumer',
    joinedAt: firstSlot,
    leftAt: null,
    reputationScore: null,
    isActive: true,
    // A meter file tells neither; 0 stands for unknown.
    pvCapacityWp: 0,
    batteryCapacityWh: 0,
    mapCell: null,
    balance: 0,
    creditLimit: 0,
  };
}

function changedMember(old: StoredMember, { name, firstSlot, produces }: SurveyedMember): Member {
  return {
    id: old.uid,
    userId: name,
    anonymizedId: old.anonymized_id ?? '',
    role: produces ? 'prosumer' : memberRoles[old.role],
    joinedAt: Math.min(firstSlot, old.joined_at),
    leftAt: old.left_at,
    reputationScore: old.reputation_score,
    isActive: old.is_active === 1,
    pvCapacityWp: old.pv_capacity_wp,
    batteryCapacityWh: old.battery_capacity_wh,
    mapCell: old.map_cell,
    balance: old.balance,
    creditLimit: old.credit_limit,
  };
}
