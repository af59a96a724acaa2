import type { Transaction } from 'kysely';
import { Random } from '#shared/domain/random.ts';
import type { Member, Rule } from '#shared/domain/records.ts';
import { drawUuid } from '#shared/simulator/ids.ts';
import { communityMemberWire } from '#shared/wire/community.ts';
import { publish } from '../db/feed.ts';
import { ingestPage } from '../db/ingest.ts';
import type { Tables } from '../db/tables.ts';
import { book } from '../market/accounts.ts';
import { cancelOffers } from '../market/cancel-offers.ts';
import { currentRules } from '../market/rules.ts';
import { recordOf } from '../market/wire-row.ts';

/** The chance that a household leaves on a day, and that an empty home is let on a day. */
const LEAVES = 1 / 600;
const MOVES_IN = 1 / 10;
/** An account with more than this many times its credit limit is paid out. */
const PLENTY = 5;

/** A home and who lives there now, or did last. */
export interface Household {
  /** The id of its first member, which is its name in the simulation. */
  readonly home: string;
  /** How many households lived there before. */
  readonly before: number;
  readonly member: Member;
}

/** Who lives in the homes of a demo community. The ids of successors are drawn from the seed, so that they need not be kept anywhere. */
export async function households(
  tx: Transaction<Tables>,
  communityId: string,
  homes: readonly string[],
  seed: number,
): Promise<Household[]> {
  const rows = await tx.selectFrom('community_members').selectAll().where('community_id', '=', communityId).execute();
  const members = new Map(rows.map((row) => [row.id, recordOf(communityMemberWire, { ...row, user_id: undefined })]));
  return homes.map((home) => {
    let member = members.get(home)!;
    let before = 0;
    for (;;) {
      const next = members.get(successorId(seed, home, before + 1));
      if (!next) return { home, before, member };
      member = next;
      before++;
    }
  });
}

function successorId(seed: number, home: string, before: number): string {
  return drawUuid(new Random(`${seed}/household/${home}/${before}`));
}

/**
 * What happens among the members on a day: accounts below zero are filled by direct debit and those with plenty paid out; now and then a
 * household leaves, with its orders cancelled, and another one moves into an empty home and takes over its rules.
 * @param day start of the local day, epoch milliseconds
 */
export async function beginDay(
  tx: Transaction<Tables>,
  communityId: string,
  homes: readonly string[],
  day: number,
  seed: number,
): Promise<void> {
  const paid = payments(await households(tx, communityId, homes, seed));
  await publish(tx, communityId, await book(tx, communityId, paid));
  for (const household of await households(tx, communityId, homes, seed)) {
    const random = new Random(`${seed}/moves/${household.home}/${day}`);
    if (household.member.isActive) {
      if (random.chance(LEAVES)) await leave(tx, communityId, household.member, day);
    } else if (random.chance(MOVES_IN)) {
      await moveIn(tx, communityId, household, day, seed);
    }
  }
}

function payments(living: readonly Household[]): Map<string, number> {
  return new Map(
    living.flatMap(({ member: { id, balance, creditLimit, isActive } }) =>
      isActive && (balance < 0 || balance > PLENTY * creditLimit) ? [[id, creditLimit - balance]] : [],
    ),
  );
}

async function leave(tx: Transaction<Tables>, communityId: string, member: Member, at: number): Promise<void> {
  const left: Member = { ...member, leftAt: at, isActive: false };
  await ingestPage(tx, { communityId, members: [left], memberIds: [], ruleIds: [] });
  const open = await tx
    .selectFrom('trading_offers')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('member_id', '=', member.id)
    .where('status', '=', 'active')
    .orderBy('id')
    .execute();
  await cancelOffers(tx, communityId, open);
}

async function moveIn(
  tx: Transaction<Tables>,
  communityId: string,
  { home, before, member }: Household,
  at: number,
  seed: number,
): Promise<void> {
  const id = successorId(seed, home, before + 1);
  const random = new Random(`${seed}/moving in/${id}`);
  const successor: Member = {
    ...member,
    id,
    userId: drawUuid(random),
    anonymizedId: await freePseudonym(tx, communityId, member.anonymizedId),
    joinedAt: at,
    leftAt: null,
    isActive: true,
    reputationScore: null,
    balance: member.creditLimit,
  };
  const rules = (await currentRules(tx, communityId, 'rule.member_id', [member.id])).map((rule): Rule => ({
    ...rule,
    id: drawUuid(random),
    version: 1,
    memberId: id,
    createdAt: at,
    validFrom: at,
    changedBy: null,
    changeReason: null,
    lastMatchedAt: null,
  }));
  await ingestPage(tx, { communityId, members: [successor], rules, memberIds: [], ruleIds: [] });
}

/** "House A17": the zone of the one before, with a number that nobody of the zone has had. */
async function freePseudonym(tx: Transaction<Tables>, communityId: string, before: string): Promise<string> {
  const zone = before.replace(/\d+$/, '');
  const rows = await tx
    .selectFrom('community_members')
    .select('anonymized_id')
    .where('community_id', '=', communityId)
    .execute();
  const numbers = rows.flatMap(({ anonymized_id: pseudonym }) =>
    pseudonym.startsWith(zone) ? [Number(pseudonym.slice(zone.length)) || 0] : [],
  );
  return `${zone}${Math.max(0, ...numbers) + 1}`;
}
