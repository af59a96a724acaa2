import type { RetentionClock } from '#shared/contract/privacy-records.ts';
import { Failure } from '#shared/contract/errors.ts';
import {
  clockClasses,
  type ClockClass,
  clockConflict,
  clockRules,
  type Clocks,
  cutoffOf,
} from '#shared/privacy/retention.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { clearedBefore } from './cleared.ts';

/** The clocks of a community (wire id), in each one's unit. */
export function clocksOf(db: ReadDb, communityUid: string): Clocks {
  const own = new Map(
    db
      .all<{ class: ClockClass; length: number }>('SELECT class, length FROM retention_clock WHERE community_uid = ?', [
        communityUid,
      ])
      .map((row) => [row.class, row.length]),
  );
  return Object.fromEntries(clockClasses.map((name) => [name, own.get(name) ?? clockRules[name].standard])) as Clocks;
}

/** The clocks as the page shows them, by what is due at `now` (epoch ms). */
export function shownClocks(db: ReadDb, community: CommunityRow, now: number): RetentionClock[] {
  const clocks = clocksOf(db, community.uid);
  return clockClasses.map((name) => ({
    class: name,
    ...clockRules[name],
    length: clocks[name],
    cutoff: cutoffOf(name, clocks[name], now, community.time_zone),
    clearedBefore: clearedBefore(db, community.uid, name),
  }));
}

/**
 * Sets clocks of a community (wire id); those that are not named stay.
 * @throws Failure INPUT_INVALID for a length out of bounds, and when the trades would go before what proves them
 */
export function setClocks(db: WriteDb, communityUid: string, changes: Partial<Clocks>): void {
  const clocks = { ...clocksOf(db, communityUid), ...changes };
  for (const name of clockClasses) {
    const { least, most, unit } = clockRules[name];
    if (clocks[name] >= least && clocks[name] <= most) continue;
    throw new Failure('INPUT_INVALID', `The clock of ${name} must run between ${least} and ${most} ${unit}.`, {
      remedy: 'Choose another length. The clocks run as before.',
      details: { field: name },
    });
  }
  const conflict = clockConflict(clocks);
  if (conflict !== null) {
    throw new Failure(
      'INPUT_INVALID',
      'Trades must be kept at least as long as the readings and offers that prove them.',
      {
        remedy: 'Make the clock of the trades longer, or the other one shorter. The clocks run as before.',
        details: { field: conflict },
      },
    );
  }
  db.transaction(() => {
    for (const name of clockClasses) {
      db.run('INSERT OR REPLACE INTO retention_clock (community_uid, class, length) VALUES (?, ?, ?)', [
        communityUid,
        name,
        clocks[name],
      ]);
    }
  });
}
