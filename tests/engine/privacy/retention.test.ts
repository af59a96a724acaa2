import { beforeAll, describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { replayUnderMechanisms } from '#engine/insights/counterfactual.ts';
import { verifyClearings } from '#engine/market/verify.ts';
import { setClocks } from '#engine/privacy/clocks.ts';
import { erasureRecordsOf } from '#engine/privacy/erasure-records.ts';
import { liftHold, setHold } from '#engine/privacy/legal-holds.ts';
import { planRetention } from '#engine/privacy/retention-plan.ts';
import { startRetention } from '#engine/privacy/retention-run.ts';
import { auditRules, type RuleAuditProgress } from '#engine/rules/audit-rules.ts';
import { reconcile } from '#engine/settlement/reconcile.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { sha256 } from '#engine/market/sha256.ts';
import type { Counterfactual } from '#shared/contract/counterfactual-records.ts';
import { startOfLocalDay } from '#shared/domain/slots.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { expectRollupsOfRecords, rollupsOf } from '../fixtures/rollups.ts';

const DAY = 86_400_000;
const now = UNTIL + 20 * DAY;
const OPTIONS = { seed: 7, members: 12, days: 14, until: UNTIL };
/** A month before `now`, in Berlin. */
const CUTOFF = startOfLocalDay(20261014, 'Europe/Berlin');
const range = { from: UNTIL - OPTIONS.days * DAY, to: UNTIL };

const { context, communityId } = engineWithCommunity(OPTIONS);
const { read, write } = context.cache;
const community = () => requireCommunity(read, communityId);
const plan = () => planRetention(read, community(), now);
const count = (table: string, condition = '1'): number =>
  read.pluck<number>(`SELECT COUNT(*) FROM ${table} WHERE ${condition}`)[0];

async function run() {
  const { id } = await plan();
  const { taskId } = await startRetention(context, communityId, id, () => now);
  return (await context.tasks.finished(taskId))!;
}

async function ruleAudit(): Promise<RuleAuditProgress['result'] & { findingCount: number }> {
  let last: RuleAuditProgress | undefined;
  let findingCount = 0;
  await auditRules(
    read,
    { communityId, range },
    (progress) => {
      last = progress;
      findingCount += progress.findings.length;
    },
    () => false,
  );
  return { ...last!.result, findingCount };
}

async function whatIf(): Promise<Counterfactual> {
  let result: Counterfactual | null = null;
  await replayUnderMechanisms(
    read,
    { communityId, range },
    (progress) => {
      result = progress.result;
    },
    () => false,
  );
  return result!;
}

const held = read.get<{ id: number; uid: string }>('SELECT id, uid FROM member_view ORDER BY id LIMIT 1')!;
const left = read.get<{ id: number; uid: string }>('SELECT id, uid FROM member_view ORDER BY id DESC LIMIT 1')!;
let before: ReturnType<typeof rollupsOf>;
let slotsBefore: number;
let auditBefore: Awaited<ReturnType<typeof ruleAudit>>;

beforeAll(async () => {
  setClocks(write, communityId, { meter: 1, offer: 1 });
  write.run('UPDATE member SET is_active = 0, left_at = ? WHERE id = ?', [now - 60 * DAY, left.id]);
  before = rollupsOf(context.cache);
  slotsBefore = (await whatIf()).slots;
  auditBefore = await ruleAudit();
});

describe('a dry run', () => {
  it('counts what is due by class and says what happens to it, and writes nothing', async () => {
    const entries = count('audit_entry');
    const { classes, isKeptByHub } = await plan();
    const rows = classes.map(({ class: name, due, treatment, deletes }) => ({ name, due, treatment, deletes }));
    const readings = count('meter_reading', `slot < ${CUTOFF}`);
    const offers = count('offer', `window_start < ${CUTOFF}`);
    expect(rows).toEqual([
      { name: 'meter', due: readings, treatment: 'aggregate', deletes: { meter_reading: readings } },
      { name: 'offer', due: offers, treatment: 'delete', deletes: { offer: offers } },
      { name: 'trade', due: 0, treatment: 'delete', deletes: {} },
      { name: 'audit', due: 0, treatment: 'keep', deletes: {} },
      { name: 'identity', due: 1, treatment: 'delete', deletes: { identity: 1 } },
    ]);
    expect(readings).toBeGreaterThan(1000);
    expect(classes[0].cutoff).toBe(CUTOFF);
    expect(isKeptByHub).toBe(false);
    expect(count('audit_entry')).toBe(entries);
    expect(rollupsOf(context.cache)).toEqual(before);
  });

  it('says which holds keep what, of a member and of the whole community', async () => {
    const ofMember = setHold(
      write,
      communityId,
      { memberId: held.uid, class: 'meter', reason: 'A dispute about a meter' },
      now,
    );
    const [meter, offer] = (await plan()).classes;
    expect(meter.heldBack).toBe(count('meter_reading', `slot < ${CUTOFF} AND member_id = ${held.id}`));
    expect(meter.heldBack).toBeGreaterThan(0);
    expect(meter.holds).toEqual([ofMember]);
    expect(offer.heldBack).toBe(0);
    const ofAll = setHold(write, communityId, { memberId: null, class: null, reason: 'The authority has asked' }, now);
    for (const { due, heldBack, deletes } of (await plan()).classes) {
      expect(heldBack).toBe(due);
      expect(deletes).toEqual({});
    }
    liftHold(write, ofMember, now);
    liftHold(write, ofAll, now);
    expect((await plan()).classes[0].heldBack).toBe(0);
  });

  it('does not allow a run once its counts do not hold any more', async () => {
    const { id } = await plan();
    const hold = setHold(write, communityId, { memberId: held.uid, class: null, reason: 'Set in the meantime' }, now);
    const failure = await startRetention(context, communityId, id, () => now).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'INPUT_INVALID' });
    liftHold(write, hold, now);
  });
});

it('clocks have bounds, and the books stay at least as long as what proves them', () => {
  expect(failureOf(() => setClocks(write, communityId, { meter: 0 })).code).toBe('INPUT_INVALID');
  expect(failureOf(() => setClocks(write, communityId, { meter: 200 })).details).toEqual({ field: 'meter' });
});

describe('a run', () => {
  it('deletes what is due, keeps what is held, and leaves every sum as it was', async () => {
    const hold = setHold(
      write,
      communityId,
      { memberId: held.uid, class: 'meter', reason: 'A dispute about a meter' },
      now,
    );
    const trades = count('trade');
    const task = await run();
    expect(task.state).toBe('done');
    expect(count('meter_reading', `slot < ${CUTOFF} AND member_id <> ${held.id}`)).toBe(0);
    expect(count('meter_reading', `slot < ${CUTOFF} AND member_id = ${held.id}`)).toBeGreaterThan(0);
    expect(count('offer', `window_start < ${CUTOFF}`)).toBe(0);
    expect(count('trade')).toBe(trades);
    expect(rollupsOf(context.cache)).toEqual(before);

    liftHold(write, hold, now);
    await run();
    expect(count('meter_reading', `slot < ${CUTOFF}`)).toBe(0);
    expect(rollupsOf(context.cache)).toEqual(before);
  });

  it('is told by the audit log and by records that name nobody and stay as they are', () => {
    const records = erasureRecordsOf(read, communityId);
    expect(records.map(({ class: name }) => String(name)).sort()).toEqual(['identity', 'meter', 'meter', 'offer']);
    for (const { auditEntry, class: name, counts } of records) {
      const entry = read.get<{ kind: string; details: string }>(
        'SELECT kind, details FROM audit_entry WHERE number = ?',
        [auditEntry],
      )!;
      expect(entry.kind).toBe('retention');
      expect(JSON.parse(entry.details)).toMatchObject({ class: name, ...counts });
    }
    expect(() => write.run('UPDATE erasure_record SET counts = ?', ['{}'])).toThrow('never changed');
    expect(() => write.run('DELETE FROM erasure_record')).toThrow('never deleted');
  });

  it('has nothing left to do when it is run again', async () => {
    const records = count('erasure_record');
    expect((await run()).outcome).toEqual({ rows: 0 });
    expect(count('erasure_record')).toBe(records);
  });

  it('can be stopped, puts down what was done by then, and the next one goes on', async () => {
    const other = engineWithCommunity({ ...OPTIONS, members: 6, seed: 3 });
    setClocks(other.context.cache.write, other.communityId, { meter: 1, offer: 1 });
    const its = requireCommunity(other.context.cache.read, other.communityId);
    const { id, classes } = await planRetention(other.context.cache.read, its, now);
    const { taskId } = await startRetention(other.context, other.communityId, id, () => now);
    other.context.tasks.cancel(taskId);
    expect((await other.context.tasks.finished(taskId))?.state).toBe('cancelled');
    const after = await planRetention(other.context.cache.read, its, now);
    const next = await startRetention(other.context, other.communityId, after.id, () => now);
    expect((await other.context.tasks.finished(next.taskId))?.state).toBe('done');
    const total = erasureRecordsOf(other.context.cache.read, other.communityId)
      .filter(({ class: name }) => name === 'meter')
      .reduce((sum, { counts }) => sum + counts.meter_reading, 0);
    expect(total).toBe(classes[0].due);
  });
});

describe('what retention has cleared', () => {
  it('does not turn up as a finding of the replay', () => {
    const verdicts = new Set([...verifyClearings(read, community(), range)].map(({ verdict }) => verdict));
    expect(verdicts).toEqual(new Set(['verified']));
  });

  it('does not turn up as a finding of the rule audit, which says how many sides it cannot tell', async () => {
    const result = await ruleAudit();
    expect(result.trades).toBe(auditBefore.trades);
    expect(result.findingCount).toBeLessThanOrEqual(auditBefore.findingCount);
    expect(result.judged + result.byHand + result.withoutOrder).toBe(2 * result.trades);
    expect(result.withoutOrder).toBeGreaterThan(0);
  });

  it('does not turn up as a difference in the books', () => {
    expect(reconcile(read, community(), range).differenceCount).toBe(0);
  });

  it('is no part of what would have been under other mechanisms', async () => {
    const { slots, reproduction } = await whatIf();
    expect(slots).toBeGreaterThan(0);
    expect(slots).toBeLessThan(slotsBefore);
    expect(reproduction.isExact).toBe(true);
  });

  it('keeps the data where they began: the sums are still there', () => {
    expect(community().data_from).toBe(before.bounds.map((row) => (row as { data_from: number }).data_from)[0]);
  });

  it('is not brought back by the source, and the sums are not counted twice', () => {
    for (const page of simulateCommunity(OPTIONS, sha256)) applyPage(write, page);
    expect(count('meter_reading', `slot < ${CUTOFF}`)).toBe(0);
    expect(count('offer', `window_start < ${CUTOFF}`)).toBe(0);
    expect(rollupsOf(context.cache)).toEqual(before);
  });

  it('does not lose its sums when the rollups are made anew', () => {
    expectRollupsOfRecords(context.cache);
  });
});

describe('trades whose clock has run out', () => {
  it('go by whole days with their clearings, certificates and sums, and nothing that stays misses them', async () => {
    setClocks(write, communityId, { trade: 1 });
    const hold = setHold(
      write,
      communityId,
      { memberId: null, class: 'meter', reason: 'The authority has asked' },
      now,
    );
    expect((await plan()).classes[2]).toMatchObject({ deletes: {}, holds: [hold] });
    liftHold(write, hold, now);
    const { due, deletes } = (await plan()).classes[2];
    expect(deletes.trade).toBe(due);
    const trades = count('trade');
    await run();
    expect(count('trade')).toBe(trades - due);
    for (const table of ['trade', 'clearing', 'certificate', 'rollup_slot'])
      expect(count(table, `slot < ${CUTOFF}`)).toBe(0);
    expect(community().data_from).toBe(CUTOFF);
    expectRollupsOfRecords(context.cache);
    expect(reconcile(read, community(), range).differenceCount).toBe(0);
    expect(new Set([...verifyClearings(read, community(), range)].map(({ verdict }) => verdict))).toEqual(
      new Set(['verified']),
    );
    for (const page of simulateCommunity(OPTIONS, sha256)) applyPage(write, page);
    expect(count('trade')).toBe(trades - due);
    expect(reconcile(read, community(), range).differenceCount).toBe(0);
  });
});
