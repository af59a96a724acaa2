import { failureCodes, readingQualities } from '#shared/domain/records.ts';
import type { CaseFacts, PartyFacts } from '#shared/settlement/case-facts.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { CaseRow } from './case-rows.ts';
import { SlotTrades } from './slot-trades.ts';

/** A member of a case as everybody may see it, with its account. */
export interface CaseMember {
  /** Row id. */
  readonly id: number;
  readonly uid: string;
  readonly anonymized_id: string;
  readonly joined_at: number;
  readonly left_at: number | null;
  readonly is_active: number;
  readonly balance: number;
  readonly credit_limit: number;
}

/** A failed trade with its members and what is known about it. */
export interface KnownTrade {
  readonly row: CaseRow;
  readonly buyer: CaseMember;
  readonly seller: CaseMember;
  readonly facts: CaseFacts;
}

/** The members of a community that have a pseudonym, by row id. */
export function caseMembers(db: ReadDb, community: CommunityRow): ReadonlyMap<number, CaseMember> {
  const members = db.all<CaseMember>(
    `SELECT id, uid, anonymized_id, joined_at, left_at, is_active, balance, credit_limit FROM member_view WHERE community_id = ?`,
    [community.id],
  );
  return new Map(members.map((member) => [member.id, member]));
}

/**
 * What is known about trades, in the order of their rows; those of members that are held back are left out.
 * @param members see `caseMembers`
 */
export function knownTrades(
  db: ReadDb,
  community: CommunityRow,
  members: ReadonlyMap<number, CaseMember>,
  rows: readonly CaseRow[],
): KnownTrade[] {
  const slots = new SlotTrades(db, community, rows);
  const limits = { floor: community.price_floor, cap: community.price_cap };
  const known: KnownTrade[] = [];
  for (const row of rows) {
    const buyer = members.get(row.buyer_id);
    const seller = members.get(row.seller_id);
    if (!buyer || !seller) continue;
    const facts = {
      trade: {
        id: row.id,
        executedAt: row.executed_at,
        slot: row.slot,
        quantityWh: row.quantity_wh,
        price: row.price,
        amount: row.amount,
        failureCode: row.failure_code === null ? null : failureCodes[row.failure_code],
      },
      buyer: buyerFacts(row, buyer, slots),
      seller: sellerFacts(row, seller, slots),
      slotHasReadings: row.slot_has_readings === 1,
      limits,
      tariff: row.retail === null || row.feed_in === null ? null : { retail: row.retail, feedIn: row.feed_in },
      duplicateOf: slots.duplicateOf(row),
    };
    known.push({ row, buyer, seller, facts });
  }
  return known;
}

function buyerFacts(row: CaseRow, member: CaseMember, slots: SlotTrades): PartyFacts {
  return {
    ...memberFacts(member),
    reading: readingOf(row.imported_wh, row.buyer_quality, row.buyer_revision),
    order: orderOf(row.buy_price, row.buy_start, row.buy_end),
    others: slots.boughtBeside(row),
  };
}

function sellerFacts(row: CaseRow, member: CaseMember, slots: SlotTrades): PartyFacts {
  return {
    ...memberFacts(member),
    reading: readingOf(row.exported_wh, row.seller_quality, row.seller_revision),
    order: orderOf(row.sell_price, row.sell_start, row.sell_end),
    others: slots.soldBeside(row),
  };
}

function memberFacts(member: CaseMember) {
  return {
    joinedAt: member.joined_at,
    leftAt: member.left_at,
    isActive: member.is_active === 1,
    balance: member.balance,
    creditLimit: member.credit_limit,
  };
}

function readingOf(wh: number | null, quality: number | null, revision: number | null): PartyFacts['reading'] {
  return wh === null || quality === null || revision === null
    ? null
    : { wh, quality: readingQualities[quality], revision };
}

function orderOf(price: number | null, start: number | null, end: number | null): PartyFacts['order'] {
  return start === null || end === null ? null : { price, windowStart: start, windowEnd: end };
}
