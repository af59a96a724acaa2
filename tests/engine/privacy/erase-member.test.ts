import { describe, expect, it, vi } from 'vitest';
import { rebuildRollups } from '#engine/cache/rebuild-rollups.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { recordConsent } from '#engine/consents/consents.ts';
import { verifyClearings } from '#engine/market/verify.ts';
import { startErasure } from '#engine/privacy/erase-member.ts';
import { erasurePreview } from '#engine/privacy/erasure-preview.ts';
import { erasureRecordsOf } from '#engine/privacy/erasure-records.ts';
import { liftHold, setHold } from '#engine/privacy/legal-holds.ts';
import { userIdOf } from '#engine/privacy/identity.ts';
import { reconcile } from '#engine/settlement/reconcile.ts';
import { settlementStatuses } from '#shared/domain/records.ts';
import { cacheTables } from '#shared/privacy/cache-tables.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { expectRollupsOfRecords, rollupsOf } from '../fixtures/rollups.ts';

const DAY = 86_400_000;
const { context, communityId } = engineWithCommunity({ members: 12, days: 6 });
const { read, write } = context.cache;
const community = () => requireCommunity(read, communityId);
const range = { from: UNTIL - 6 * DAY, to: UNTIL };

// Somebody who trades by rules, and whose trades are all over.
const subject = read.get<{ id: number; uid: string; anonymized_id: string }>(
  `SELECT id, uid, anonymized_id FROM member_view WHERE id IN (SELECT seller_id FROM trade) AND id IN (SELECT member_id FROM rule)
   ORDER BY id LIMIT 1`,
)!;
const ruleUids = read.pluck<string>('SELECT uid FROM rule WHERE member_id = ?', [subject.id]);
const userId = userIdOf(read, subject.id)!;
const count = (table: string): number => read.pluck<number>(`SELECT COUNT(*) FROM ${table}`)[0];
const openTrade = (): void => {
  write.run('UPDATE trade SET status = ? WHERE seller_id = ?', [settlementStatuses.indexOf('pending'), subject.id]);
};
const settleTrades = (): void => {
  write.run('UPDATE trade SET status = ?, failure_code = NULL WHERE buyer_id = ? OR seller_id = ?', [
    settlementStatuses.indexOf('settled'),
    subject.id,
    subject.id,
  ]);
};

/** What the erasure wrote. */
const statements: string[] = [];
/** Tables about members that it leaves: the books, which are the other member's and the law's as well, and what was done and handed out. */
const LEFT = ['audit_entry', 'report', 'rollup_member_day', 'settlement_event', 'trade'];

describe('the erasure of a member', () => {
  it('is refused while trades are open or a hold keeps the data, and says why', () => {
    openTrade();
    expect(erasurePreview(read, subject.uid).refusal).toBe('open-trades');
    expect(failureOf(() => startErasure(context, subject.uid, 'objection'))).toMatchObject({ code: 'INPUT_INVALID' });
    settleTrades();
    const hold = setHold(
      write,
      communityId,
      { memberId: subject.uid, class: 'meter', reason: 'A dispute about a meter' },
      1,
    );
    expect(erasurePreview(read, subject.uid).refusal).toBe('legal-hold');
    liftHold(write, hold, 2);
    expect(erasurePreview(read, subject.uid).refusal).toBeNull();
  });

  it('needs a request while the member has not left', () => {
    expect(erasurePreview(read, subject.uid).grounds).not.toContain('not-needed');
    expect(failureOf(() => startErasure(context, subject.uid, 'not-needed')).message).toContain('has not left');
  });

  it('is refused where a hub keeps the community: erase there, the desk follows', () => {
    write.run(
      `INSERT INTO hub_connection (id, address, email, name, role, connected_at) VALUES (1, 'a', 'b', 'c', 'admin', 0)`,
    );
    write.run('INSERT INTO sync_state (community_id) VALUES (?)', [community().id]);
    expect(erasurePreview(read, subject.uid).refusal).toBe('hub');
    expect(failureOf(() => startErasure(context, subject.uid, 'objection'))).toMatchObject({ code: 'FORBIDDEN' });
    write.run('DELETE FROM sync_state');
    write.run('DELETE FROM hub_connection');
  });

  it('takes the member away and leaves books, sums and proofs as they were', async () => {
    recordConsent(
      write,
      { memberId: subject.uid, purpose: 'map', decision: 'withdrawn', documentVersion: null, at: UNTIL },
      UNTIL + DAY,
    );
    // The trades above were settled behind the back of the rollups.
    rebuildRollups(write, community().id);
    const rollups = rollupsOf(context.cache);
    const { members: books, ...proof } = reconcile(read, community(), range);
    const balances = read.pluck<number>('SELECT SUM(balance) FROM member');
    const verified = [...verifyClearings(read, community(), range)].length;
    const preview = erasurePreview(read, subject.uid);
    const entries = count('audit_entry');

    const run = vi.spyOn(write, 'run');
    const { taskId } = startErasure(context, subject.uid, 'objection', () => UNTIL + DAY);
    const task = await context.tasks.finished(taskId);
    statements.push(...run.mock.calls.map(([sql]) => sql));
    run.mockRestore();
    expect(task).toMatchObject({ state: 'done', outcome: preview.deletes });

    const tombstone = read.get<Record<string, unknown>>('SELECT * FROM member WHERE id = ?', [subject.id])!;
    expect(tombstone).toMatchObject({
      is_active: 0,
      pv_capacity_wp: 0,
      battery_capacity_wh: 0,
      map_cell: null,
      reputation_score: null,
    });
    expect(tombstone.anonymized_id).toMatch(/^Erased [0-9A-Z]{4}$/);
    expect(userIdOf(read, subject.id)).toBeNull();
    for (const table of ['meter_reading', 'offer', 'outbox']) {
      expect(read.pluck(`SELECT COUNT(*) FROM ${table} WHERE member_id = ?`, [subject.id]), `of ${table}`).toEqual([0]);
    }

    expect(rollupsOf(context.cache)).toEqual(rollups);
    expectRollupsOfRecords(context.cache);
    const after = reconcile(read, community(), range);
    expect(after).toMatchObject(proof);
    expect(netsOf(after.members)).toEqual(netsOf(books));
    expect(read.pluck('SELECT SUM(balance) FROM member')).toEqual(balances);
    const verdicts = [...verifyClearings(read, community(), range)].map(({ verdict }) => verdict);
    expect(verdicts).toHaveLength(verified);
    expect(new Set(verdicts)).toEqual(new Set(['verified']));
    expect(count('audit_entry')).toBe(entries + 2);
  });

  it('reaches every table about members, but for those that are to stay', () => {
    // The identity goes by a door of its own, and is looked for above.
    const untouched = Object.keys(cacheTables).filter(
      (table) =>
        table !== 'identity' &&
        cacheTables[table].about.length > 0 &&
        !statements.some((sql) => new RegExp(`(DELETE FROM|UPDATE) ${table}\\b`).test(sql)),
    );
    expect(untouched.toSorted()).toEqual(LEFT);
  });

  it('leaves no old name behind: neither in the data nor in what says that it happened', () => {
    const tables = read.pluck<string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> ?`,
      ['identity'],
    );
    const names = [subject.uid, subject.anonymized_id, userId, ...ruleUids];
    const holding = tables.filter((table) =>
      read
        .all<Record<string, unknown>>(`SELECT * FROM ${table}`)
        .some((row) =>
          Object.values(row).some((value) => typeof value === 'string' && names.some((name) => namesIn(value, name))),
        ),
    );
    expect(holding).toEqual([]);
    expect(erasureRecordsOf(read, communityId)).toMatchObject([{ kind: 'member', class: null, cutoff: null }]);
  });

  it('cannot be done to the same member again: nobody of that name is known', () => {
    expect(failureOf(() => erasurePreview(read, subject.uid)).code).toBe('INPUT_INVALID');
  });
});

/** What each member paid in all, by size: names aside. */
function netsOf(books: readonly { boughtAmount: number; soldAmount: number }[]): number[] {
  return books.map(({ boughtAmount, soldAmount }) => boughtAmount - soldAmount).sort((a, b) => a - b);
}

/** A pseudonym is a word of its own: House A1 is not House A12. */
function namesIn(text: string, name: string): boolean {
  const at = text.indexOf(name);
  return at >= 0 && !/[\w]/.test(text[at + name.length] ?? '');
}

it('a certificate whose fingerprint was wrong before stays wrong', async () => {
  const other = engineWithCommunity({ members: 8, days: 3, seed: 5 });
  const db = other.context.cache;
  const [member] = db.read.all<{ id: number; uid: string }>('SELECT id, uid FROM member_view ORDER BY id');
  db.write.run('UPDATE trade SET status = 1, failure_code = NULL');
  db.write.run('UPDATE certificate SET fingerprint = zeroblob(32) WHERE id = (SELECT MAX(id) FROM certificate)');
  const { taskId } = startErasure(other.context, member.uid, 'unlawful', () => UNTIL);
  await other.context.tasks.finished(taskId);
  const its = requireCommunity(db.read, other.communityId);
  const different = [...verifyClearings(db.read, its, { from: UNTIL - 3 * DAY, to: UNTIL })].filter(
    ({ verdict }) => verdict !== 'verified',
  );
  expect(different).toHaveLength(1);
});
