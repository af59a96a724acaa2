import { Failure } from '#shared/contract/errors.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { localDay } from '#shared/domain/slots.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import { dayRollup, hourRollup, memberDayRollup, slotRollup, updateDataBounds } from '../cache/rollup-tables.ts';
import { removeCommunity } from '../communities/remove-community.ts';
import { clearedBefore } from '../privacy/cleared.ts';
import { sendAcceptedAgain } from '../outbox/sending.ts';
import { HIDDEN, readGeneration } from './sync-state.ts';

/** Before the wire ids of a generation that was replaced and waits for its rows to be deleted. */
const RETIRED = HIDDEN + HIDDEN;

/**
 * Begins a new generation of a community (row id) beside the one in view (PROTOCOL.md L12), in place of one that was begun before. It is
 * fetched from the beginning by the next pull.
 */
export function startGeneration(db: WriteDb, communityId: number): void {
  db.transaction(() => {
    const begun = readGeneration(db, communityId);
    if (begun) removeCommunity(db, begun.communityId);
    // What the source says of the community comes with the first page; until then it is what is known of it.
    db.run(
      `INSERT INTO community (uid, name, description, district, postcode_zone, created_at, is_active, time_zone, currency, country,
         mechanism, slot_minutes, price_floor, price_cap, is_demo, has_simulated_trades)
       SELECT '${HIDDEN}' || uid, name, description, district, postcode_zone, created_at, is_active, time_zone, currency, country,
         mechanism, slot_minutes, price_floor, price_cap, is_demo, has_simulated_trades
       FROM community WHERE id = ?`,
      [communityId],
    );
    db.run(
      `INSERT INTO sync_state (community_id, replaces_id)
       SELECT hidden.id, seen.id FROM community AS seen JOIN community AS hidden ON hidden.uid = '${HIDDEN}' || seen.uid
       WHERE seen.id = ?`,
      [communityId],
    );
  });
}

/** A page for a generation that is not in view. */
export function hidden(page: ChangePage): ChangePage {
  const hide = (id: string): string => HIDDEN + id;
  return {
    ...page,
    communityId: hide(page.communityId),
    ...(page.community && { community: { ...page.community, id: hide(page.community.id) } }),
    ...(page.members && { members: page.members.map((member) => ({ ...member, id: hide(member.id) })) }),
    ...(page.rules && {
      rules: page.rules.map((rule) => ({ ...rule, id: hide(rule.id), memberId: hide(rule.memberId) })),
    }),
    memberIds: page.memberIds.map(hide),
    ruleIds: page.ruleIds.map(hide),
  };
}

/**
 * Puts a complete generation in the place of the community in view, in one transaction (L12): with its ids, with the decisions that wait,
 * with the boundary and the grid factors that were chosen at this desk, with the sums of what retention has cleared. The old rows are out of view then; `removeRetired` deletes them.
 * @param communityId row id of the community in view
 * @param acceptFewer a person has decided that it replaces the old one although it is much smaller
 * @param now epoch ms
 * @throws Failure RESYNC_REQUIRED when it is suspiciously small (L13); the old one stays in view
 */
export function replaceByGeneration(db: WriteDb, communityId: number, acceptFewer: boolean, now: number): void {
  db.transaction(() => {
    const generation = readGeneration(db, communityId);
    if (!generation) throw new Error(`Community ${communityId} has no new generation.`);
    const ids: Exchanged = { old: communityId, next: generation.communityId };
    if (!acceptFewer) requireEnough(db, ids);
    const [uid] = db.pluck<string>('SELECT uid FROM community WHERE id = ?', [ids.old]);
    moveDecisions(db, ids);
    db.run(
      'UPDATE community SET boundary = COALESCE(boundary, (SELECT boundary FROM community WHERE id = ?)) WHERE id = ?',
      [ids.old, ids.next],
    );
    moveGridFactors(db, ids);
    moveClearedSums(db, ids, uid);
    db.run('UPDATE import_run SET community_id = ? WHERE community_id = ?', [ids.next, ids.old]);
    rename(db, ids.old, `'${RETIRED}' || uid`);
    rename(db, ids.next, `substr(uid, ${HIDDEN.length + 1})`);
    updateDataBounds(db, ids.next);
    db.run('UPDATE sync_state SET replaces_id = NULL WHERE community_id = ?', [ids.next]);
    db.run('UPDATE sync_state SET replaces_id = ?, cursor = NULL WHERE community_id = ?', [ids.next, ids.old]);
    sendAcceptedAgain(db, uid, now);
  });
}

/** Row ids. */
interface Exchanged {
  readonly old: number;
  readonly next: number;
}

/** Deletes what a generation has replaced; also what an earlier run of the console has left of it. */
export function removeRetired(db: WriteDb, communityId: number): void {
  const row = db.get<{ id: number }>(
    `SELECT community.id FROM sync_state JOIN community ON community.id = sync_state.community_id
     WHERE replaces_id = ? AND substr(uid, 1, ${RETIRED.length}) = '${RETIRED}'`,
    [communityId],
  );
  if (row) removeCommunity(db, row.id);
}

function requireEnough(db: ReadDb, { old, next }: Exchanged): void {
  const before = sizeOf(db, old);
  const now = sizeOf(db, next);
  const isEnough = now.members > 0 && now.members * 2 >= before.members && now.trades * 2 >= before.trades;
  if (isEnough) return;
  throw new Failure(
    'RESYNC_REQUIRED',
    `The hub now has ${now.members} members and ${now.trades} trades of this community; the copy here has ${before.members} and ${before.trades}. The copy stays in view, and nothing of it was lost.`,
    {
      remedy: 'Ask whoever runs the hub whether that is right. If it is, accept the smaller state; otherwise leave it.',
      details: {
        members: now.members,
        trades: now.trades,
        oldMembers: before.members,
        oldTrades: before.trades,
      },
    },
  );
}

/** Trades by their sums: of a part of the time there may be no others. */
function sizeOf(db: ReadDb, communityId: number): { members: number; trades: number } {
  return db.get<{ members: number; trades: number }>(
    `SELECT (SELECT COUNT(*) FROM member WHERE community_id = @id) AS members,
            (SELECT COALESCE(SUM(trade_count + failed_count), 0) FROM rollup_day WHERE community_id = @id) AS trades`,
    { id: communityId },
  )!;
}

/** Decisions go over to the members of the same wire id. One whose member is not there any more keeps it, inactive: the hub will say no. */
function moveDecisions(db: WriteDb, { old, next }: Exchanged): void {
  db.run(
    `INSERT INTO member (community_id, uid, anonymized_id, role, joined_at, left_at, reputation_score, is_active, pv_capacity_wp,
       battery_capacity_wh, map_cell, balance, credit_limit)
     SELECT @next, '${HIDDEN}' || uid,
       CASE WHEN EXISTS (SELECT 1 FROM member AS other WHERE other.community_id = @next AND other.anonymized_id = member.anonymized_id)
         THEN NULL ELSE anonymized_id END,
       role, joined_at, left_at, reputation_score, 0, pv_capacity_wp, battery_capacity_wh, map_cell, balance, credit_limit
     FROM member
     WHERE community_id = @old
       AND id IN (SELECT member_id FROM outbox WHERE community_id = @old
                  UNION SELECT counterparty_id FROM outbox WHERE community_id = @old)
       AND NOT EXISTS (SELECT 1 FROM member AS same WHERE same.uid = '${HIDDEN}' || member.uid)`,
    { old, next },
  );
  const successor = (column: string): string =>
    `(SELECT same.id FROM member JOIN member AS same ON same.uid = '${HIDDEN}' || member.uid WHERE member.id = outbox.${column})`;
  db.run(
    `UPDATE outbox SET community_id = @next, member_id = ${successor('member_id')},
       counterparty_id = ${successor('counterparty_id')}
     WHERE community_id = @old`,
    { old, next },
  );
}

/** The hub knows nothing of them. */
function moveGridFactors(db: WriteDb, { old, next }: Exchanged): void {
  db.run(
    `INSERT INTO grid_factor_source SELECT @next, source, file_name, imported_at FROM grid_factor_source WHERE community_id = @old`,
    { old, next },
  );
  db.run('UPDATE grid_factor SET community_id = ? WHERE community_id = ?', [next, old]);
}

/** What retention has cleared is not fetched again, and the sums that stayed of it are in the old copy alone. */
function moveClearedSums(db: WriteDb, { old, next }: Exchanged, uid: string): void {
  const [timeZone] = db.pluck<string>('SELECT time_zone FROM community WHERE id = ?', [old]);
  const before = Math.max(clearedBefore(db, uid, 'meter') ?? 0, clearedBefore(db, uid, 'offer') ?? 0);
  if (before === 0) return;
  for (const { name, keys, columns } of [slotRollup, hourRollup, dayRollup]) {
    const copied = [...keys, ...columns].join(', ');
    db.run(
      `INSERT OR REPLACE INTO ${name} (community_id, ${copied}) SELECT @next, ${copied} FROM ${name}
       WHERE community_id = @old AND ${keys[0]} < @end`,
      { old, next, end: keys[0] === 'day' ? localDay(before, timeZone) : before },
    );
  }
  const sums = memberDayRollup.columns.join(', ');
  db.run(
    `INSERT OR REPLACE INTO rollup_member_day (community_id, day, member_id, ${sums})
     SELECT @next, day, same.id, ${sums} FROM rollup_member_day
     JOIN member ON member.id = member_id JOIN member AS same ON same.uid = '${HIDDEN}' || member.uid
     WHERE rollup_member_day.community_id = @old AND day < @end`,
    { old, next, end: localDay(before, timeZone) },
  );
}

/** Gives a community (row id), its members and its rules other wire ids. */
function rename(db: WriteDb, communityId: number, uid: string): void {
  db.run(`UPDATE community SET uid = ${uid} WHERE id = ?`, [communityId]);
  db.run(`UPDATE rule SET uid = ${uid} WHERE member_id IN (SELECT id FROM member WHERE community_id = ?)`, [
    communityId,
  ]);
  db.run(`UPDATE member SET uid = ${uid} WHERE community_id = ?`, [communityId]);
}
