import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayRollup, memberDayRollup, slotRollup } from '#engine/cache/rollup-tables.ts';
import { communitySums, memberSums } from '#shared/domain/rollups.ts';
import { localDay, parseDay } from '#shared/domain/slots.ts';
import { type RollupDay, rollupPageFields } from '#shared/wire/rollups.ts';
import { START_TIMEOUT } from '../../../hub/databases.ts';
import { PASSWORD, type RunningHub, startHub } from '../../../hub/running-hub.ts';
import { Desk } from '../faults/desk.ts';

const ZONE = 'Europe/Berlin';
const UNTIL = Date.UTC(2026, 5, 2, 10);
let hub: RunningHub;
let desk: Desk;
beforeAll(async () => {
  hub = await startHub({ seed: { members: 7, days: 4, until: UNTIL } });
  // A tariff with which amounts fall right between two millionths, and for some slots none.
  const odd = { grid_import_price: 0.3125, grid_export_price: 0.08125 };
  await hub.db.updateTable('pricing_signals').set(odd).execute();
  await sql`UPDATE change_feed SET body = (body::jsonb || ${JSON.stringify(odd)}::jsonb)::text WHERE kind = 'signal'`.execute(
    hub.db,
  );
  const noon = new Date(Date.UTC(2026, 5, 1, 10));
  await hub.db.deleteFrom('pricing_signals').where('timestamp', '=', noon).execute();
  await hub.db.deleteFrom('change_feed').where('kind', '=', 'signal').where('slot', '=', noon).execute();
  desk = new Desk({ now: () => UNTIL });
  await desk.connect(hub.address, 'viewer@hub.example', PASSWORD);
  await desk.syncToTheEnd();
}, START_TIMEOUT);
afterAll(async () => {
  await desk.close();
  await hub.stop();
}, START_TIMEOUT);

async function rollups(query: Record<string, string>): Promise<RollupDay[]> {
  const days: RollupDay[] = [];
  for (let after: string | null = ''; after !== null;) {
    const asked = new URLSearchParams({ community: hub.communityId, ...query, ...(after !== '' && { after }) });
    const answer = await fetch(`${hub.address}/api/sync/rollups?${asked.toString()}`, {
      headers: await hub.headersOf('viewer'),
    });
    const page = rollupPageFields.parse(await answer.json());
    days.push(...page.days);
    after = page.next;
  }
  return days;
}

it('W3: the sums of the hub are those that a console folds from the single records, to the last millionth', async () => {
  const days = await rollups({ before: new Date(Date.UTC(2026, 5, 2, 22)).toISOString() });
  const slots = desk.cache.read.all<Record<string, number>>(`SELECT * FROM ${slotRollup.name} ORDER BY slot`);
  expect(days.flatMap((day) => day.slots)).toEqual(
    slots.map((row) => ({
      slot: row['slot'],
      sums: communitySums.map((name) => row[name]),
      first_trade_at: row['first_trade_at'],
      last_trade_at: row['last_trade_at'],
    })),
  );
  const members = desk.cache.read.all<Record<string, number> & { uid: string }>(
    `SELECT rollup.*, uid FROM ${memberDayRollup.name} AS rollup JOIN member ON member.id = member_id ORDER BY day, uid`,
  );
  const told = days.flatMap(({ day, members: ofDay }) => ofDay.map((row) => ({ day: parseDay(day), ...row })));
  expect(told).toEqual(
    members.map((row) => ({ day: row['day'], member_id: row.uid, sums: memberSums.map((name) => row[name]) })),
  );
  expect(days.map(({ day }) => parseDay(day))).toEqual(
    desk.cache.read.pluck(`SELECT day FROM ${dayRollup.name} ORDER BY day`),
  );
  // A test over communities without failures or without savings would hold nothing against each other.
  const sum = (name: (typeof communitySums)[number]): number => slots.reduce((total, row) => total + row[name], 0);
  expect(sum('failed_count')).toBeGreaterThan(0);
  expect(sum('retail_amount')).toBeGreaterThan(sum('traded_amount'));
});

it('only days before the end are told, and with a position only those in which something has changed after it', async () => {
  const before = new Date(Date.UTC(2026, 4, 31, 22)).toISOString();
  const all = await rollups({ before });
  expect(all.map(({ day }) => day)).toEqual(['2026-05-30', '2026-05-31']);
  const { feed_position: end } = await hub.db
    .selectFrom('communities')
    .select('feed_position')
    .executeTakeFirstOrThrow();
  expect(await rollups({ before, since: String(end) })).toEqual([]);
  const last = await hub.db
    .selectFrom('change_feed')
    .select(['position', 'slot'])
    .where('kind', '=', 'trade')
    .where('slot', '<', new Date(before))
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const changed = await rollups({ before, since: String(last.position - 1) });
  expect(changed.map(({ day }) => parseDay(day))).toEqual([localDay(last.slot!.getTime(), ZONE)]);
  expect(changed).toEqual(all.slice(-1));
});
