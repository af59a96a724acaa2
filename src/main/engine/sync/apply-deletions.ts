import { localDay } from '#shared/domain/slots.ts';
import { uuidBytes } from '#shared/domain/uuid.ts';
import type { WriteDb } from '../cache/connection.ts';
import { rawFromOf } from '../cache/raw-window.ts';
import { rebuildRollups } from '../cache/rebuild-rollups.ts';
import { unpackOrders } from '../market/sealed-orders.ts';
import { forgetUserId } from '../privacy/identity.ts';
import type { Deletion } from './decode-deletions.ts';

type Of<Kind extends Deletion['kind']> = Extract<Deletion, { kind: Kind }>;

/**
 * Takes out of the cache what is gone at the hub (PROTOCOL.md L7) and brings the rollups in order, in the caller's transaction. What is
 * not there is passed over. The hub deletes what names a member before it deletes the member. Where something here names it all the same
 * (a decision in the outbox, a record that the hub keeps), it stays as an inactive member without its user id, and a rule that an offer
 * or a certificate names stays as an id without versions: a row id that is still in use must not be given to another.
 * @param communityId row id
 * @param prefix before the wire ids of this copy
 * @returns how many records were there
 */
export function applyDeletions(
  db: WriteDb,
  communityId: number,
  deletions: readonly Deletion[],
  prefix: string,
): number {
  const [timeZone] = db.pluck<string>('SELECT time_zone FROM community WHERE id = ?', [communityId]);
  const ownDays = localDay(rawFromOf(db, communityId), timeZone);
  const work: Work = { db, communityId, prefix, sealed: sealedNames(db, communityId), ownDays };
  const ofKind = <Kind extends Deletion['kind']>(kind: Kind, remove: (work: Work, one: Of<Kind>) => number): number =>
    deletions.reduce((sum, one) => (one.kind === kind ? sum + remove(work, one as Of<Kind>) : sum), 0);

  // What is counted in the rollups first, then what names a rule, rules, and members last.
  const counted =
    ofKind('reading', deleteReading) +
    ofKind('trade', deleteTrade) +
    ofKind('offer', deleteOffer) +
    ofKind('signal', deleteSignal);
  const others =
    ofKind('settlement', deleteSettlement) +
    ofKind('clearing', deleteClearing) +
    ofKind('rule', deleteRule) +
    ofKind('member', deleteMember);
  if (counted > 0) rebuildRollups(db, communityId);
  return counted + others;
}

interface Work {
  readonly db: WriteDb;
  readonly communityId: number;
  readonly prefix: string;
  readonly sealed: () => SealedNames;
  /** The first local day whose rollups are made of records here; those of before are the hub's, and may still name a member. */
  readonly ownDays: number;
}

/** Row ids that certificates name. */
interface SealedNames {
  readonly members: ReadonlySet<number>;
  readonly rules: ReadonlySet<number>;
}

function deleteReading({ db, communityId, prefix }: Work, { slot, member_id: member }: Of<'reading'>): number {
  return db.run(
    `DELETE FROM meter_reading WHERE community_id = ? AND slot = ?
       AND member_id = (SELECT id FROM member WHERE community_id = ? AND uid = ?)`,
    [communityId, slot, communityId, prefix + member],
  );
}

/** With the steps of its case. */
function deleteTrade({ db, communityId }: Work, { id, executed_at: executedAt }: Of<'trade'>): number {
  const key = [communityId, executedAt, uuidBytes(id)];
  db.run('DELETE FROM settlement_event WHERE community_id = ? AND executed_at = ? AND trade_id = ?', key);
  return db.run('DELETE FROM trade WHERE community_id = ? AND executed_at = ? AND id = ?', key);
}

function deleteSettlement({ db, communityId }: Work, { id, ...step }: Of<'settlement'>): number {
  return db.run(
    'DELETE FROM settlement_event WHERE community_id = ? AND executed_at = ? AND trade_id = ? AND number = ? AND id = ?',
    [communityId, step.executed_at, uuidBytes(step.trade_id), step.number, uuidBytes(id)],
  );
}

function deleteOffer({ db, communityId }: Work, { id, time_window_start: windowStart }: Of<'offer'>): number {
  return db.run('DELETE FROM offer WHERE community_id = ? AND window_start = ? AND id = ?', [
    communityId,
    windowStart,
    uuidBytes(id),
  ]);
}

function deleteSignal({ db, communityId }: Work, { timestamp }: Of<'signal'>): number {
  return db.run('DELETE FROM pricing_signal WHERE community_id = ? AND slot = ?', [communityId, timestamp]);
}

/** With its certificate. */
function deleteClearing({ db, communityId }: Work, { id, slot }: Of<'clearing'>): number {
  const key = [communityId, slot, uuidBytes(id)];
  db.run('DELETE FROM certificate WHERE community_id = ? AND slot = ? AND clearing_id = ?', key);
  return db.run('DELETE FROM clearing WHERE community_id = ? AND slot = ? AND id = ?', key);
}

function deleteRule({ db, communityId, prefix, sealed }: Work, { id: uid }: Of<'rule'>): number {
  const rule = db.get<{ id: number }>(
    'SELECT rule.id FROM rule JOIN member ON member.id = rule.member_id WHERE member.community_id = ? AND rule.uid = ?',
    [communityId, prefix + uid],
  );
  if (!rule) return 0;
  const isNamed =
    db.get('SELECT 1 FROM offer WHERE community_id = ? AND rule_id = ?', [communityId, rule.id]) !== undefined ||
    sealed().rules.has(rule.id);
  if (!isNamed) return db.run('DELETE FROM rule WHERE id = ?', [rule.id]);
  const versions = db.run('DELETE FROM rule_version WHERE rule_id = ?', [rule.id]);
  return Math.min(versions, 1);
}

const namesMember = `
  SELECT 1 WHERE EXISTS (SELECT 1 FROM meter_reading WHERE community_id = @community AND member_id = @member)
    OR EXISTS (SELECT 1 FROM offer WHERE community_id = @community AND member_id = @member)
    OR EXISTS (SELECT 1 FROM trade WHERE community_id = @community AND (buyer_id = @member OR seller_id = @member))
    OR EXISTS (SELECT 1 FROM outbox WHERE member_id = @member OR counterparty_id = @member)
    OR EXISTS (SELECT 1 FROM rollup_member_day WHERE community_id = @community AND member_id = @member AND day < @ownDays)`;

function deleteMember({ db, communityId, prefix, sealed, ownDays }: Work, { id: uid }: Of<'member'>): number {
  const member = db.get<{ id: number }>('SELECT id FROM member WHERE community_id = ? AND uid = ?', [
    communityId,
    prefix + uid,
  ]);
  if (!member) return 0;
  const isNamed =
    db.get(namesMember, { community: communityId, member: member.id, ownDays }) !== undefined ||
    sealed().members.has(member.id);
  if (!isNamed) return db.run('DELETE FROM member WHERE id = ?', [member.id]);
  const isForgotten = forgetUserId(db, member.id);
  const isOver = db.run('UPDATE member SET is_active = 0 WHERE id = ? AND is_active = 1', [member.id]) > 0;
  return Number(isForgotten || isOver);
}

/** What the certificates of a community name, read when it is first asked for: they are packed. */
function sealedNames(db: WriteDb, communityId: number): () => SealedNames {
  let names: SealedNames | null = null;
  return () => {
    if (names) return names;
    const members = new Set<number>();
    const rules = new Set<number>();
    const rows = db.iterate<{ orders: Uint8Array }>('SELECT orders FROM certificate WHERE community_id = ?', [
      communityId,
    ]);
    for (const { orders } of rows) {
      const sealed = unpackOrders(orders);
      for (const member of sealed.member) members.add(member);
      for (const rule of sealed.rule) rules.add(rule);
    }
    return (names = { members, rules });
  };
}
