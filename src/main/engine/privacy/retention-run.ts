import type { RetentionPlan } from '#shared/contract/privacy-records.ts';
import { type ErrorCode, Failure } from '#shared/contract/errors.ts';
import { sourceAreas } from '#shared/contract/events.ts';
import { addDays, localDay, localDayRange } from '#shared/domain/slots.ts';
import { clockClasses, type ClockClass } from '#shared/privacy/retention.ts';
import type { WriteDb } from '../cache/connection.ts';
import { updateDataBounds } from '../cache/rollup-tables.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import type { EngineContext } from '../context.ts';
import { Breath } from '../market/breath.ts';
import { type TaskProgress, throwIfCancelled } from '../tasks/tasks.ts';
import { noteCleared } from './cleared.ts';
import { writeErasureRecord } from './erasure-records.ts';
import { forgetUserIdsOfLeft } from './identity.ts';
import { type Held, heldOf } from './legal-holds.ts';
import { dueDays, planRetention, withoutZeros } from './retention-plan.ts';

type Counts = Record<string, number>;

/**
 * Starts what a dry run has said, as a task: class after class, a local day in each transaction, so that it can be stopped or killed at any
 * time and goes on with the next run. What it has done of a class until then is an entry of the audit log and an erasure record.
 * @throws Failure INPUT_INVALID when the counts of the dry run do not hold any more
 */
export async function startRetention(
  context: EngineContext,
  communityId: string,
  planId: string,
  now: () => number = Date.now,
): Promise<{ taskId: string }> {
  const { cache, tasks, audit } = context;
  const community = requireCommunity(cache.read, communityId);
  const entry = { kind: 'retention', method: 'privacy.runRetention', communityId } as const;
  const asked = audit.append({ ...entry, outcome: 'asked', details: { plan: planId } });
  const refuse = (code: ErrorCode): number =>
    audit.append({ ...entry, outcome: 'refused', of: asked, details: { code } });
  const plan = await planRetention(cache.write, community, now());
  if (plan.id !== planId) {
    refuse('INPUT_INVALID');
    throw new Failure(
      'INPUT_INVALID',
      'The data, the clocks or the holds have changed since the dry run. Nothing was deleted.',
      {
        remedy: 'Look at a new dry run and start from there.',
      },
    );
  }
  const { id } = tasks.start({ kind: 'retention', subject: community.name, unit: 'rows' }, (task) => {
    task.belongsTo(community.uid);
    return new RetentionRun(context, community, plan, asked, task, now).run();
  });
  tasks.whenEnded(id, ({ code }) => code !== null && refuse(code));
  return { taskId: id };
}

class RetentionRun {
  readonly #context: EngineContext;
  readonly #community: CommunityRow;
  readonly #plan: RetentionPlan;
  readonly #asked: number;
  readonly #task: TaskProgress;
  readonly #now: () => number;
  readonly #breath: Breath;
  #done = 0;

  constructor(
    context: EngineContext,
    community: CommunityRow,
    plan: RetentionPlan,
    asked: number,
    task: TaskProgress,
    now: () => number,
  ) {
    this.#context = context;
    this.#community = community;
    this.#plan = plan;
    this.#asked = asked;
    this.#task = task;
    this.#now = now;
    const total = plan.classes.reduce((sum, { deletes }) => sum + rowsOf(deletes), 0);
    this.#breath = new Breath(
      () => task.report(this.#done, total),
      () => task.signal.aborted,
    );
  }

  async run(): Promise<void> {
    try {
      for (const clockClass of clockClasses) {
        const { cutoff, treatment } = this.#plan.classes.find((planned) => planned.class === clockClass)!;
        if (treatment !== 'keep') await this.#clear(clockClass, cutoff);
      }
    } finally {
      this.#context.changed(...sourceAreas, 'privacy');
    }
    this.#task.report(this.#done, this.#done);
    this.#task.outcome({ rows: this.#done });
  }

  /** Clears a class, and puts down how much of it, also when it is stopped in between. */
  async #clear(clockClass: ClockClass, cutoff: number): Promise<void> {
    const counts: Counts = {};
    // Asked again: a hold that was set since keeps its rows.
    const held = heldOf(this.#context.cache.write, this.#community, clockClass);
    try {
      if (!held.all) await this.#clearDays(clockClass, cutoff, held, counts);
    } finally {
      this.#putDown(clockClass, cutoff, withoutZeros(counts));
    }
  }

  async #clearDays(clockClass: ClockClass, cutoff: number, held: Held, counts: Counts): Promise<void> {
    const { write } = this.#context.cache;
    for (const piece of pieces[clockClass](write, this.#community, cutoff, held)) {
      throwIfCancelled(this.#task.signal);
      const deleted = write.transaction(() => piece());
      for (const [table, rows] of Object.entries(deleted)) counts[table] = (counts[table] ?? 0) + rows;
      this.#done += rowsOf(deleted);
      await this.#breath.take();
    }
  }

  #putDown(clockClass: ClockClass, cutoff: number, counts: Counts): void {
    if (rowsOf(counts) === 0) return;
    const { audit, cache } = this.#context;
    const auditEntry = audit.append({
      kind: 'retention',
      outcome: 'done',
      of: this.#asked,
      method: 'privacy.runRetention',
      communityId: this.#community.uid,
      details: { class: clockClass, cutoff, ...counts },
    });
    writeErasureRecord(cache.write, this.#community.uid, {
      at: this.#now(),
      kind: 'retention',
      class: clockClass,
      cutoff,
      counts,
      auditEntry,
    });
  }
}

/** Deletes a piece, in the caller's transaction; returns the rows by table. */
type Piece = () => Counts;

const pieces: Readonly<
  Record<ClockClass, (db: WriteDb, community: CommunityRow, cutoff: number, held: Held) => Iterable<Piece>>
> = {
  meter: (db, community, cutoff, held) => rowsByDay(db, community, 'meter', cutoff, held),
  offer: (db, community, cutoff, held) => rowsByDay(db, community, 'offer', cutoff, held),
  trade: tradeDays,
  audit: () => [],
  identity: (db, community, cutoff, held) => [
    () => ({ identity: forgetUserIdsOfLeft(db, community.id, cutoff, held.members) }),
  ],
};

const timed = { meter: ['meter_reading', 'slot'], offer: ['offer', 'window_start'] } as const;

/** The days with rows before `cutoff`; when there is none the one before it, so that it is noted how far the class is cleared. */
function* rowsByDay(
  db: WriteDb,
  community: CommunityRow,
  clockClass: 'meter' | 'offer',
  cutoff: number,
  held: Held,
): Generator<Piece> {
  const [table, time] = timed[clockClass];
  const { id, uid, time_zone: timeZone } = community;
  const [first] = db.pluck<number | null>(`SELECT MIN(${time}) FROM ${table} WHERE community_id = ?`, [id]);
  if (first === null) return;
  for (let day = localDay(Math.min(first, cutoff - 1), timeZone); ; day = addDays(day, 1)) {
    const { from, to } = localDayRange(day, timeZone);
    if (from >= cutoff) return;
    yield () => {
      const rows = db.run(
        `DELETE FROM ${table} WHERE community_id = ? AND ${time} >= ? AND ${time} < ?
           AND member_id NOT IN (SELECT value FROM json_each(?))`,
        [id, from, to, JSON.stringify(held.members)],
      );
      noteCleared(db, uid, clockClass, to);
      return { [table]: rows };
    };
  }
}

/** The books of a day go as a whole: trades, the steps of their cases, clearings with their certificates, and the sums of the day. */
function* tradeDays(db: WriteDb, community: CommunityRow, cutoff: number, held: Held): Generator<Piece> {
  for (const { day } of dueDays(db, community, cutoff, held)) yield () => clearTradeDay(db, community, day);
}

function clearTradeDay(db: WriteDb, { id, uid, time_zone: timeZone }: CommunityRow, day: number): Counts {
  const { from, to } = localDayRange(day, timeZone);
  const span = db.get<{ first: number | null; last: number | null }>(
    `SELECT MIN(first_trade_at) AS first, MAX(last_trade_at) AS last FROM rollup_slot
     WHERE community_id = ? AND slot >= ? AND slot < ?`,
    [id, from, to],
  )!;
  const executed = [id, span.first ?? 0, span.last ?? -1];
  const bySlot = (table: string, column: string): number =>
    db.run(`DELETE FROM ${table} WHERE community_id = ? AND ${column} >= ? AND ${column} < ?`, [id, from, to]);
  const steps = db.run(
    `DELETE FROM settlement_event WHERE community_id = ? AND executed_at BETWEEN ? AND ? AND EXISTS (
       SELECT 1 FROM trade WHERE trade.community_id = settlement_event.community_id AND trade.executed_at = settlement_event.executed_at
         AND trade.id = settlement_event.trade_id AND trade.slot >= ? AND trade.slot < ?)`,
    [...executed, from, to],
  );
  const trades = db.run(
    'DELETE FROM trade WHERE community_id = ? AND executed_at BETWEEN ? AND ? AND slot >= ? AND slot < ?',
    [...executed, from, to],
  );
  const certificates = bySlot('certificate', 'slot');
  const clearings = bySlot('clearing', 'slot');
  bySlot('rollup_slot', 'slot');
  bySlot('rollup_hour', 'hour');
  db.run('DELETE FROM rollup_day WHERE community_id = ? AND day = ?', [id, day]);
  const days = db.run('DELETE FROM rollup_member_day WHERE community_id = ? AND day = ?', [id, day]);
  noteCleared(db, uid, 'trade', to);
  updateDataBounds(db, id);
  return {
    trade: trades,
    settlement_event: steps,
    certificate: certificates,
    clearing: clearings,
    rollup_member_day: days,
  };
}

function rowsOf(counts: Readonly<Counts>): number {
  return Object.values(counts).reduce((sum, rows) => sum + rows, 0);
}
