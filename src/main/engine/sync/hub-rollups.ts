import { communitySums, memberSums } from '#shared/domain/rollups.ts';
import { HOUR, localDayRange, parseDay } from '#shared/domain/slots.ts';
import type { RollupDay } from '#shared/wire/rollups.ts';
import type { WriteDb } from '../cache/connection.ts';
import { memberDayRollup, putRollup, slotRollup } from '../cache/rollup-tables.ts';

const SUMS = communitySums.map((name) => `SUM(${name})`).join(', ');

/** Where the days of a hub belong. */
interface RollupTarget {
  /** Row id. */
  readonly communityId: number;
  readonly timeZone: string;
  /** Before the wire ids of the copy. */
  readonly prefix: string;
  /** Sums of days before are not taken in: retention has cleared the books of that time; epoch ms. */
  readonly clearedBefore: number;
}

/**
 * Puts the hub's sums in the place of those that are there, in the caller's transaction; hours and days follow from the slots. A day is
 * replaced as a whole, so that doing it again changes nothing. A member that the copy does not know yet is passed over: it comes with the
 * feed, and its day is asked for again then (PROTOCOL.md W4).
 */
export function applyRollupDays(db: WriteDb, target: RollupTarget, days: readonly RollupDay[]): void {
  for (const day of days) applyDay(db, target, day);
}

function applyDay(db: WriteDb, { communityId, timeZone, prefix, clearedBefore }: RollupTarget, told: RollupDay): void {
  const day = parseDay(told.day)!;
  const { from, to } = localDayRange(day, timeZone);
  if (from < clearedBefore) return;
  db.run('DELETE FROM rollup_slot WHERE community_id = ? AND slot >= ? AND slot < ?', [communityId, from, to]);
  for (const { slot, sums, first_trade_at, last_trade_at } of told.slots) {
    if (slot < from || slot >= to) continue;
    putRollup(db, slotRollup, communityId, [slot], { ...named(communitySums, sums), first_trade_at, last_trade_at });
  }
  // Hours are those of UTC: the first and the last may have slots of the days beside.
  const hours = [communityId, Math.floor(from / HOUR) * HOUR, Math.ceil(to / HOUR) * HOUR];
  db.run('DELETE FROM rollup_hour WHERE community_id = ? AND hour >= ? AND hour < ?', hours);
  db.run(
    `INSERT INTO rollup_hour (community_id, hour, ${communitySums.join(', ')})
     SELECT community_id, slot / ${HOUR} * ${HOUR}, ${SUMS} FROM rollup_slot
     WHERE community_id = ? AND slot >= ? AND slot < ? GROUP BY slot / ${HOUR}`,
    hours,
  );
  db.run('DELETE FROM rollup_day WHERE community_id = ? AND day = ?', [communityId, day]);
  db.run(
    `INSERT INTO rollup_day (community_id, day, ${communitySums.join(', ')})
     SELECT community_id, ?, ${SUMS} FROM rollup_slot
     WHERE community_id = ? AND slot >= ? AND slot < ? GROUP BY community_id`,
    [day, communityId, from, to],
  );
  db.run('DELETE FROM rollup_member_day WHERE community_id = ? AND day = ?', [communityId, day]);
  for (const { member_id, sums } of told.members) {
    const [member] = db.pluck<number>('SELECT id FROM member WHERE community_id = ? AND uid = ?', [
      communityId,
      prefix + member_id,
    ]);
    if (member === undefined) continue;
    putRollup(db, memberDayRollup, communityId, [day, member], named(memberSums, sums));
  }
}

function named<Name extends string>(names: readonly Name[], sums: readonly number[]): Record<Name, number> {
  return Object.fromEntries(names.map((name, at) => [name, sums[at]])) as Record<Name, number>;
}
