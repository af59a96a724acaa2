import type { RetentionPlan } from '#shared/contract/privacy-records.ts';
import { addDays, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { clockClasses, type ClockClass, cutoffOf } from '#shared/privacy/retention.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { isKeptByHub } from '../communities/kept-by-hub.ts';
import { Breath } from '../market/breath.ts';
import { hex } from '../audit/audit-log.ts';
import { sha256 } from '../market/sha256.ts';
import { clocksOf } from './clocks.ts';
import { countUserIdsOfLeft } from './identity.ts';
import { heldOf, type Held } from './legal-holds.ts';

type PlannedClass = RetentionPlan['classes'][number];
type Counts = Record<string, number>;

/** What is due of a class, what of it is held, and what would go. */
type Count = Pick<PlannedClass, 'due' | 'heldBack' | 'deletes'>;

/**
 * What a run of the clocks would do at `now` (epoch ms). Nothing is written. Its id stands for all that it says, so that the same data,
 * clocks and holds give the same id.
 */
export async function planRetention(db: ReadDb, community: CommunityRow, now: number): Promise<RetentionPlan> {
  const clocks = clocksOf(db, community.uid);
  const classes: PlannedClass[] = [];
  for (const clockClass of clockClasses) {
    const cutoff = cutoffOf(clockClass, clocks[clockClass], now, community.time_zone);
    const held = heldOf(db, community, clockClass);
    const count = await counters[clockClass](db, community, cutoff, held);
    classes.push({
      class: clockClass,
      cutoff,
      ...count,
      holds: count.heldBack > 0 ? [...held.ids] : [],
      treatment: treatments[clockClass],
    });
  }
  const id = hex(sha256(JSON.stringify([community.uid, classes])));
  return { id, classes, isKeptByHub: isKeptByHub(db, community.id) };
}

const treatments: Readonly<Record<ClockClass, PlannedClass['treatment']>> = {
  meter: 'aggregate',
  offer: 'delete',
  trade: 'delete',
  // Append-only: a log with a hole proves nothing any more. It holds pseudonyms only.
  audit: 'keep',
  identity: 'delete',
};

const counters: Readonly<
  Record<ClockClass, (db: ReadDb, community: CommunityRow, cutoff: number, held: Held) => Count | Promise<Count>>
> = {
  meter: (db, community, cutoff, held) => countByTime(db, community, 'meter_reading', 'slot', cutoff, held),
  offer: (db, community, cutoff, held) => countByTime(db, community, 'offer', 'window_start', cutoff, held),
  trade: countTrades,
  audit: countAudit,
  identity: countIdentity,
};

async function countByTime(
  db: ReadDb,
  { id, time_zone: timeZone }: CommunityRow,
  table: 'meter_reading' | 'offer',
  time: 'slot' | 'window_start',
  cutoff: number,
  held: Held,
): Promise<Count> {
  const [first] = db.pluck<number | null>(`SELECT MIN(${time}) FROM ${table} WHERE community_id = ?`, [id]);
  let due = 0;
  let ofHeld = 0;
  const breath = new Breath(
    () => undefined,
    () => false,
  );
  for (let from = first ?? cutoff; from < cutoff;) {
    const to = Math.min(cutoff, startOfLocalDay(addDays(localDay(from, timeZone), 1), timeZone));
    const row = db.get<{ due: number; held: number }>(
      `SELECT COUNT(*) AS due, COALESCE(SUM(member_id IN (SELECT value FROM json_each(?))), 0) AS held
       FROM ${table} WHERE community_id = ? AND ${time} >= ? AND ${time} < ?`,
      [JSON.stringify(held.members), id, from, to],
    )!;
    due += row.due;
    ofHeld += row.held;
    from = to;
    await breath.take();
  }
  const heldBack = held.all ? due : ofHeld;
  return { due, heldBack, deletes: withoutZeros({ [table]: due - heldBack }) };
}

/** A local day of the books whose trades are due. */
interface DueDay {
  readonly day: number;
  readonly trades: number;
}

/** The local days before `cutoff` whose books may go: those that no hold keeps. */
export function dueDays(db: ReadDb, community: CommunityRow, cutoff: number, held: Held): DueDay[] {
  if (held.all) return [];
  return db.all<DueDay>(
    `SELECT day, trade_count + failed_count AS trades FROM rollup_day
     WHERE community_id = @community AND day < @end AND day NOT IN (
       SELECT day FROM rollup_member_day
       WHERE community_id = @community AND day < @end AND member_id IN (SELECT value FROM json_each(@held)))
     ORDER BY day`,
    { community: community.id, end: localDay(cutoff, community.time_zone), held: JSON.stringify(held.members) },
  );
}

function countTrades(db: ReadDb, community: CommunityRow, cutoff: number, held: Held): Count {
  const all = dueDays(db, community, cutoff, { all: false, members: [], ids: [] });
  const going = dueDays(db, community, cutoff, held);
  const due = all.reduce((sum, { trades }) => sum + trades, 0);
  const trade = going.reduce((sum, { trades }) => sum + trades, 0);
  const deletes: Counts = { trade };
  for (const { day } of going) {
    const from = startOfLocalDay(day, community.time_zone);
    const to = startOfLocalDay(addDays(day, 1), community.time_zone);
    const row = db.get<{ clearings: number; certificates: number; steps: number; days: number }>(
      `SELECT (SELECT COUNT(*) FROM clearing WHERE community_id = @community AND slot >= @from AND slot < @to) AS clearings,
              (SELECT COUNT(*) FROM certificate WHERE community_id = @community AND slot >= @from AND slot < @to) AS certificates,
              (SELECT COUNT(*) FROM rollup_member_day WHERE community_id = @community AND day = @day) AS days,
              ${STEPS_OF_DAY}`,
      { community: community.id, from, to, day },
    )!;
    add(deletes, 'clearing', row.clearings);
    add(deletes, 'certificate', row.certificates);
    add(deletes, 'settlement_event', row.steps);
    add(deletes, 'rollup_member_day', row.days);
  }
  return { due, heldBack: due - trade, deletes: withoutZeros(deletes) };
}

/** Steps of cases whose trades have a slot of the day; most days have none. */
const STEPS_OF_DAY = `(SELECT COUNT(*) FROM settlement_event AS step
  JOIN trade ON trade.community_id = step.community_id AND trade.executed_at = step.executed_at AND trade.id = step.trade_id
  WHERE step.community_id = @community AND slot >= @from AND slot < @to
    AND step.executed_at BETWEEN (SELECT MIN(first_trade_at) FROM rollup_slot WHERE community_id = @community AND slot >= @from AND slot < @to)
      AND (SELECT MAX(last_trade_at) FROM rollup_slot WHERE community_id = @community AND slot >= @from AND slot < @to)) AS steps`;

function countAudit(db: ReadDb, { uid }: CommunityRow, cutoff: number): Count {
  const [due] = db.pluck<number>('SELECT COUNT(*) FROM audit_entry WHERE community_uid = ? AND at < ?', [uid, cutoff]);
  return { due, heldBack: 0, deletes: {} };
}

function countIdentity(db: ReadDb, { id }: CommunityRow, cutoff: number, held: Held): Count {
  const row = countUserIdsOfLeft(db, id, cutoff, held.members);
  const heldBack = held.all ? row.due : row.held;
  return { due: row.due, heldBack, deletes: withoutZeros({ identity: row.due - heldBack }) };
}

function add(counts: Counts, name: string, more: number): void {
  counts[name] = (counts[name] ?? 0) + more;
}

export function withoutZeros(counts: Readonly<Counts>): Counts {
  return Object.fromEntries(Object.entries(counts).filter(([, rows]) => rows > 0));
}
