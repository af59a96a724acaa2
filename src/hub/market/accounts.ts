import { sql, type Transaction } from 'kysely';
import type { Member, OfferType } from '#shared/domain/records.ts';
import { MAX_INTEGER, microToAmount } from '#shared/domain/units.ts';
import { reservedAmount } from '#shared/market/offer-check.ts';
import { communityMemberWire } from '#shared/wire/community.ts';
import { tradingOfferWire } from '#shared/wire/market.ts';
import type { FeedChange } from '../db/feed.ts';
import type { Tables } from '../db/tables.ts';
import type { CommunityMarket } from './community-market.ts';
import { recordOf, wireRow } from './wire-row.ts';

/** Everything of a member but who it is: what the role of requests may read, and what the feed tells. */
const memberColumns = [
  'id',
  'community_id',
  'anonymized_id',
  'former_anonymized_ids',
  'role',
  'joined_at',
  'left_at',
  'reputation_score',
  'is_active',
  'pv_capacity_kwp',
  'battery_capacity_kwh',
  'map_cell',
  'balance',
  'credit_limit',
] as const;

/** A member and what it can spend. Amounts in micro-currency. */
export interface MemberAccount {
  readonly member: Member;
  readonly isActive: boolean;
  /** balance + creditLimit: what may be spent before the account is where it must not go below. */
  readonly funds: number;
  /** `funds` without what open buy orders hold back. */
  readonly available: number;
}

/** A member that may be shown; null when the community has none of that id. */
export async function findMember(
  tx: Transaction<Tables>,
  communityId: string,
  memberId: string,
): Promise<Member | null> {
  const row = await tx
    .selectFrom('members_pseudonymous')
    .selectAll()
    .where('id', '=', memberId)
    .where('community_id', '=', communityId)
    .executeTakeFirst();
  return row ? recordOf(communityMemberWire, row) : null;
}

/**
 * The account of a member; null when the community has none of that id that may be shown.
 * @param from start of the first open slot: an order whose window is over holds nothing back
 */
export async function findAccount(
  tx: Transaction<Tables>,
  market: CommunityMarket,
  memberId: string,
  from: number,
): Promise<MemberAccount | null> {
  const member = await findMember(tx, market.communityId, memberId);
  if (!member) return null;
  const reserved = await reservedBy(tx, market, memberId, from);
  const funds = member.balance + member.creditLimit;
  return { member, isActive: member.isActive, funds, available: funds - reserved };
}

async function reservedBy(
  tx: Transaction<Tables>,
  { communityId, limits }: CommunityMarket,
  memberId: string,
  from: number,
): Promise<number> {
  const orders = await openOrdersOf(tx, communityId, memberId, 'buy', new Date(from));
  const reserved = orders.reduce(
    (sum, { remainingWh, price }) => sum + reservedAmount('buy', remainingWh, price, limits.priceCap),
    0,
  );
  return Math.min(reserved, MAX_INTEGER);
}

/** A member's active orders of one side whose windows end after `endsAfter` and begin before `startsBefore`. */
export async function openOrdersOf(
  tx: Transaction<Tables>,
  communityId: string,
  memberId: string,
  type: OfferType,
  endsAfter: Date,
  startsBefore?: Date,
): Promise<ReturnType<typeof offerRecord>[]> {
  const rows = await tx
    .selectFrom('trading_offers')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('member_id', '=', memberId)
    .where('status', '=', 'active')
    .where('type', '=', type)
    .where('time_window_end', '>', endsAfter)
    .$if(startsBefore !== undefined, (query) => query.where('time_window_start', '<', startsBefore!))
    .execute();
  return rows.map(offerRecord);
}

/** The offer of a row of `trading_offers`. */
export function offerRecord(row: object) {
  return recordOf(tradingOfferWire, row);
}

/**
 * Books amounts on members' accounts.
 * @param changes micro-currency by member id; what is 0 is left out
 * @returns the members as the feed tells them now
 */
export async function book(
  tx: Transaction<Tables>,
  communityId: string,
  changes: ReadonlyMap<string, number>,
): Promise<FeedChange[]> {
  const booked = [...changes].filter(([, change]) => change !== 0);
  const rows = booked.map(([id, change]) => ({ id, change: microToAmount(change) }));
  await sql`UPDATE community_members SET balance = balance + booked.change
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS booked (id text, change numeric)
    WHERE community_members.id = booked.id AND community_members.community_id = ${communityId}`.execute(tx);
  return memberChanges(
    tx,
    communityId,
    booked.map(([id]) => id),
  );
}

/** Members as the feed tells them now. */
async function memberChanges(
  tx: Transaction<Tables>,
  communityId: string,
  ids: readonly string[],
): Promise<FeedChange[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('community_members')
    .select(memberColumns)
    .where('community_id', '=', communityId)
    .where('id', 'in', ids)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ kind: 'member', key: row.id, body: wireRow(row) }));
}
