import { DIRECT, type LedgerFilter, type TradeSide } from '#shared/contract/ledger-records.ts';
import { failureCodes, settlementStatuses } from '#shared/domain/records.ts';
import { uuidBytes, uuidOfHex } from '#shared/domain/uuid.ts';
import { MAX_WINDOW } from '#shared/market/offer-check.ts';
import type { ReadDb, SqlValue } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';

/** What a part of a filter asks of a row of `trade`, in SQL. */
export interface Condition {
  readonly sql: readonly string[];
  readonly params?: Readonly<Record<string, SqlValue>>;
  /** The member (row id) and its side whose trades alone can fulfil it. */
  readonly only?: { readonly member: number; readonly side: TradeSide };
}

const FAILED = settlementStatuses.indexOf('failed');

/** Conditions about what stands in the trade itself. */
export function ownCondition({ status, failureCode, price, quantityWh }: LedgerFilter): Condition {
  const sql: string[] = [];
  const params: Record<string, SqlValue> = {};
  if (status !== null) sql.push(`status = ${settlementStatuses.indexOf(status)}`);
  if (failureCode !== null) sql.push(`status = ${FAILED} AND failure_code = ${failureCodes.indexOf(failureCode)}`);
  for (const [column, bound, limit] of [
    ['price', '>=', price.from],
    ['price', '<=', price.to],
    ['quantity_wh', '>=', quantityWh.from],
    ['quantity_wh', '<=', quantityWh.to],
  ] as const) {
    if (limit === null) continue;
    const name = `${column}_${bound === '>=' ? 'from' : 'to'}`;
    sql.push(`${column} ${bound} @${name}`);
    params[name] = limit;
  }
  return { sql, params };
}

/** Row ids of the members that are shown to nobody, and whose trades are not either. */
export function heldBackMembers(db: ReadDb, { id }: CommunityRow): number[] {
  return db.pluck<number>(
    'SELECT id FROM member WHERE community_id = ? AND id NOT IN (SELECT id FROM member_view WHERE community_id = ?)',
    [id, id],
  );
}

/** Trades whose members may both be shown. */
export function shownCondition(db: ReadDb, community: CommunityRow): Condition {
  const heldBack = heldBackMembers(db, community);
  if (heldBack.length === 0) return { sql: [] };
  const ids = '(SELECT value FROM json_each(@heldBack))';
  return {
    sql: [`buyer_id NOT IN ${ids} AND seller_id NOT IN ${ids}`],
    params: { heldBack: JSON.stringify(heldBack) },
  };
}

/** Trades of a member; null when there is none that may be shown. */
export function memberCondition(
  db: ReadDb,
  community: CommunityRow,
  { memberId, side }: LedgerFilter,
): Condition | null {
  if (memberId === null) return { sql: [] };
  const [member] = db.pluck<number>('SELECT id FROM member_view WHERE uid = ? AND community_id = ?', [
    memberId,
    community.id,
  ]);
  return member === undefined ? null : { sql: [], only: { member, side } };
}

/** Stands for an order by hand where NULL says that there is no such order: the id of no rule. */
const BY_HAND = -1;

/** SQL for the row id of the rule that placed an order whose window begins with the slot of the trade; NULL when there is no such order. */
export function ruleInSlot(offer: 'buy_offer_id' | 'sell_offer_id'): string {
  return `(SELECT ifnull(rule_id, ${BY_HAND}) FROM offer
    WHERE offer.community_id = trade.community_id AND window_start = trade.slot AND offer.id = trade.${offer})`;
}

/**
 * Trades of a rule, which are sought among those of its member; null when there is no such rule. An order stands in the slot that it
 * trades in, or began before; the latter is sought only where the former is not found.
 */
export function ruleCondition(db: ReadDb, community: CommunityRow, ruleId: string | null): Condition | null {
  if (ruleId === null) return { sql: [] };
  const rule = db.get<{ id: number; member_id: number }>(
    `SELECT rule.id, member_id FROM rule JOIN member_view ON member_view.id = rule.member_id
     WHERE rule.uid = ? AND community_id = ?`,
    [ruleId, community.id],
  );
  if (rule === undefined) return null;
  const ruleOf = (offer: 'buy_offer_id' | 'sell_offer_id'): string =>
    `CASE WHEN ${offer} IS NOT NULL THEN ifnull(${ruleInSlot(offer)}, (
       SELECT rule_id FROM offer WHERE offer.community_id = trade.community_id AND window_start > trade.slot - ${MAX_WINDOW}
         AND window_start < trade.slot AND window_end > trade.slot AND offer.id = trade.${offer})) END`;
  return {
    sql: [`(${ruleOf('buy_offer_id')} = @rule OR ${ruleOf('sell_offer_id')} = @rule)`],
    params: { rule: rule.id },
    only: { member: rule.member_id, side: 'either' },
  };
}

/**
 * What the certificate of a trade's clearing says; one without a certificate was cleared by what the community clears by. Null when no trade
 * was cleared so: a condition that is plainly false leaves SQLite without a use for the index that it is told to use.
 */
export function mechanismCondition(db: ReadDb, community: CommunityRow, mechanism: string | null): Condition | null {
  if (mechanism === null) return { sql: [] };
  if (mechanism === DIRECT) return { sql: ['clearing_id IS NULL'] };
  const known = mechanismsOf(db, community);
  const isUsual = mechanism === community.mechanism;
  // Most communities have cleared by one mechanism all their life: no certificate has to be looked at then.
  if (isUsual && known.every((name) => name === mechanism)) return { sql: ['clearing_id IS NOT NULL'] };
  if (!isUsual && !known.includes(mechanism)) return null;
  return {
    sql: [
      `clearing_id IS NOT NULL AND ifnull((
         SELECT mechanism FROM certificate WHERE certificate.community_id = trade.community_id
           AND certificate.slot = trade.slot AND certificate.clearing_id = trade.clearing_id), @usual) = @mechanism`,
    ],
    params: { mechanism, usual: community.mechanism },
  };
}

interface KnownMechanisms {
  readonly communityId: number;
  readonly version: number;
  readonly names: readonly string[];
}
const knownMechanisms = new WeakMap<ReadDb, KnownMechanisms>();

/** The mechanisms of a community's certificates: found in 90 ms among 17,000 of them, and kept until the data changes. */
function mechanismsOf(db: ReadDb, { id: communityId }: CommunityRow): readonly string[] {
  const [version] = db.pluck<number>('PRAGMA data_version');
  const known = knownMechanisms.get(db);
  if (known?.communityId === communityId && known.version === version) return known.names;
  const names = db.pluck<string>('SELECT DISTINCT mechanism FROM certificate WHERE community_id = ?', [communityId]);
  knownMechanisms.set(db, { communityId, version, names });
  return names;
}

/** Trades whose id begins with a text, or with one of two whose pseudonym holds it; null when there can be none. */
export function textCondition(db: ReadDb, community: CommunityRow, text: string): Condition | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return { sql: [] };
  const members = db.all<{ id: number; anonymized_id: string }>(
    'SELECT id, anonymized_id FROM member_view WHERE community_id = ?',
    [community.id],
  );
  const named = members.filter(({ anonymized_id }) => anonymized_id.toLowerCase().includes(wanted));
  if (named.length > 0 && named.length === members.length) return { sql: [] };
  const ids = idsBeginningWith(wanted);
  if (ids === null && named.length === 0) return null;
  if (ids === null && named.length === 1) return { sql: [], only: { member: named[0].id, side: 'either' } };
  const list = '(SELECT value FROM json_each(@named))';
  const either = [
    ...(named.length > 0 ? [`buyer_id IN ${list} OR seller_id IN ${list}`] : []),
    ...(ids === null ? [] : ['trade.id BETWEEN @firstId AND @lastId']),
  ];
  return {
    sql: [`(${either.join(' OR ')})`],
    params: {
      named: JSON.stringify(named.map(({ id }) => id)),
      firstId: ids?.first ?? null,
      lastId: ids?.last ?? null,
    },
  };
}

/** The first and the last id whose lower-case text begins so; null when none does. */
function idsBeginningWith(text: string): { first: Uint8Array; last: Uint8Array } | null {
  const digits = text.replaceAll('-', '');
  if (!/^[0-9a-f]{1,32}$/.test(digits)) return null;
  const first = uuidOfHex(digits.padEnd(32, '0'));
  if (!first.startsWith(text)) return null;
  return { first: uuidBytes(first), last: uuidBytes(uuidOfHex(digits.padEnd(32, 'f'))) };
}
