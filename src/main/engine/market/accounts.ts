import type { Account } from '#shared/contract/market-records.ts';
import { offerStatuses, offerTypes } from '#shared/domain/records.ts';
import { MAX_INTEGER } from '#shared/domain/units.ts';
import { reservedAmount } from '#shared/market/offer-check.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { NOT_IN_COPY } from '../outbox/commands.ts';

const ACTIVE = offerStatuses.indexOf('active');
const BUY = offerTypes.indexOf('buy');

/** A member and what it can spend. Amounts in micro-currency. */
export interface MemberAccount {
  /** Row id. */
  readonly id: number;
  readonly uid: string;
  readonly anonymizedId: string;
  readonly isActive: boolean;
  readonly balance: number;
  readonly creditLimit: number;
  readonly reserved: number;
  /** balance + creditLimit - reserved */
  readonly available: number;
}

interface MemberRow {
  readonly id: number;
  readonly uid: string;
  readonly anonymized_id: string;
  readonly is_active: number;
  readonly balance: number;
  readonly credit_limit: number;
}

/**
 * The account of a member (wire id) of a community; null when there is none that may be shown, or none was named.
 * @param from start of the first open slot: an order whose window is over holds nothing back
 */
export function findAccount(
  db: ReadDb,
  community: CommunityRow,
  uid: string | null,
  from: number,
): MemberAccount | null {
  const row = db.get<MemberRow>(
    'SELECT id, uid, anonymized_id, is_active, balance, credit_limit FROM member_view WHERE community_id = ? AND uid = ?',
    [community.id, uid],
  );
  if (!row) return null;
  const reserved = reservedBy(db, community, row.id, from);
  return {
    id: row.id,
    uid: row.uid,
    anonymizedId: row.anonymized_id,
    isActive: row.is_active === 1,
    balance: row.balance,
    creditLimit: row.credit_limit,
    reserved,
    available: row.balance + row.credit_limit - reserved,
  };
}

/**
 * What a member's open buy orders and its purchases in the outbox hold back (DOMAIN.md section 2).
 *
 * Trades that the hub has made hold nothing back here, pending ones neither: a trade is booked when it is made, so that its amount is in
 * the balance already, and a failed one is booked back.
 */
function reservedBy(db: ReadDb, community: CommunityRow, memberId: number, from: number): number {
  const orders = db.all<{ wh: number; price: number | null }>(
    `SELECT remaining_wh AS wh, price FROM offer INDEXED BY offer_active
     WHERE community_id = @community AND status = ${ACTIVE} AND window_end > @from AND member_id = @member AND type = ${BUY}
     UNION ALL
     SELECT quantity_wh AS wh, price FROM outbox
     WHERE community_id = @community AND ${NOT_IN_COPY} AND window_end > @from AND member_id = @member AND type = ${BUY}`,
    { community: community.id, from, member: memberId },
  );
  const reserved = orders.reduce(
    (sum, { wh, price }) => sum + reservedAmount('buy', wh, price, community.price_cap),
    0,
  );
  return Math.min(reserved, MAX_INTEGER);
}

/**
 * An account around a decision.
 * @param change what the decision does to what the member can spend, in micro-currency: negative when it costs
 */
export function accountAround(account: MemberAccount, change: number): Account {
  return {
    memberId: account.uid,
    anonymizedId: account.anonymizedId,
    balance: account.balance,
    creditLimit: account.creditLimit,
    reserved: account.reserved,
    availableBefore: account.available,
    availableAfter: account.available + change,
  };
}
