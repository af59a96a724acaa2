import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from '#hub/db/tables.ts';
import { publish } from '#hub/db/feed.ts';
import { recordOf } from '#hub/market/wire-row.ts';
import type { Member, Offer } from '#shared/domain/records.ts';
import { communityMemberWire } from '#shared/wire/community.ts';
import { tradingOfferWire } from '#shared/wire/market.ts';

/** The active members of a community, by id. */
export async function activeMembers(db: Kysely<Tables>, communityId: string): Promise<Member[]> {
  const rows = await db
    .selectFrom('members_pseudonymous')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('is_active', '=', true)
    .orderBy('id')
    .execute();
  return rows.map((row) => recordOf(communityMemberWire, row));
}

type Placed = Pick<Offer, 'memberId' | 'type' | 'quantityWh' | 'price' | 'windowStart' | 'windowEnd'> & Partial<Offer>;

/** Puts an offer into the hub's book as it is, without any check; returns its id. */
export async function putOffer(db: Kysely<Tables>, communityId: string, placed: Placed): Promise<string> {
  const offer: Offer = {
    id: randomUUID(),
    remainingWh: placed.quantityWh,
    status: 'active',
    createdAt: placed.windowStart - 600_000,
    ruleId: null,
    ruleVersion: null,
    ...placed,
  };
  const wire = tradingOfferWire.encode(offer, communityId);
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('trading_offers').values(wire).execute();
    await publish(tx, communityId, [{ kind: 'offer', key: offer.id, body: wire }]);
  });
  return offer.id;
}

/** Cancels whatever is open, so that a test's own orders are alone in the book. */
export async function emptyBook(db: Kysely<Tables>, communityId: string): Promise<void> {
  await db
    .updateTable('trading_offers')
    .set({ status: 'cancelled' })
    .where('community_id', '=', communityId)
    .where('status', '=', 'active')
    .execute();
}

/** Sets what a member has; amounts in currency units. */
export async function setAccount(
  db: Kysely<Tables>,
  memberId: string,
  balance: number,
  creditLimit: number,
): Promise<void> {
  await db
    .updateTable('community_members')
    .set({ balance, credit_limit: creditLimit })
    .where('id', '=', memberId)
    .execute();
}

/** Balances in micro-currency, by member. */
export async function balances(db: Kysely<Tables>): Promise<Map<string, number>> {
  const rows = await db.selectFrom('community_members').select(['id', 'balance']).execute();
  return new Map(rows.map(({ id, balance }) => [id, Math.round(balance * 1e6)]));
}

/** The newest state of a record as the feed tells it; null when it does not. */
export async function fromFeed(db: Kysely<Tables>, kind: string, key: string): Promise<Record<string, unknown> | null> {
  const row = await db
    .selectFrom('change_feed')
    .select('body')
    .where('kind', '=', kind)
    .where('key', '=', key)
    .executeTakeFirst();
  return row ? (JSON.parse(row.body) as Record<string, unknown>) : null;
}
