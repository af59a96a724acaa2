import { expect, it } from 'vitest';
import { removeCommunity } from '#engine/communities/remove-community.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { setClocks } from '#engine/privacy/clocks.ts';
import { setHold } from '#engine/privacy/legal-holds.ts';
import { planRetention } from '#engine/privacy/retention-plan.ts';
import { startRetention } from '#engine/privacy/retention-run.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { hidden, removeRetired, replaceByGeneration, startGeneration } from '#engine/sync/generation.ts';
import { rollupTables } from '#engine/cache/rollup-tables.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';

const DAY = 86_400_000;
const OPTIONS = { seed: 7, members: 8, days: 6, until: UNTIL };
const now = UNTIL + 28 * DAY;

const { context, communityId } = engineWithCommunity(OPTIONS);
const { read, write } = context.cache;
const count = (table: string): number => read.pluck<number>(`SELECT COUNT(*) FROM ${table}`)[0];

/** What there is of each slot, day and member's day, by names instead of row ids. */
function sums(): unknown {
  return rollupTables.map(({ name, keys, columns }) => {
    const member = keys.includes('member_id');
    const shown = [...keys.filter((key) => key !== 'member_id'), ...columns].join(', ');
    return read.all(
      `SELECT ${shown}${member ? ', anonymized_id' : ''} FROM ${name} ${member ? 'JOIN member ON member.id = member_id' : ''}
       ORDER BY ${keys.filter((key) => key !== 'member_id').join(', ')}${member ? ', anonymized_id' : ''}`,
    );
  });
}

function fetchAnew(): void {
  const { id } = requireCommunity(read, communityId);
  startGeneration(write, id);
  for (const page of simulateCommunity(OPTIONS, sha256)) applyPage(write, hidden(page));
  replaceByGeneration(write, id, false, now);
  removeRetired(write, requireCommunity(read, communityId).id);
}

it('L15: a community that is fetched anew does not get back what retention has cleared, and keeps the sums of it', async () => {
  write.run('INSERT INTO sync_state (community_id, complete_at) VALUES (?, 1)', [
    requireCommunity(read, communityId).id,
  ]);
  setClocks(write, communityId, { meter: 1, offer: 1 });
  const community = requireCommunity(read, communityId);
  const before = sums();
  const { id, isKeptByHub } = await planRetention(read, community, now);
  expect(isKeptByHub).toBe(false);
  await context.tasks.finished((await startRetention(context, communityId, id, () => now)).taskId);
  const [readings, offers] = [count('meter_reading'), count('offer')];
  expect(readings).toBeGreaterThan(0);

  fetchAnew();
  expect([count('meter_reading'), count('offer')]).toEqual([readings, offers]);
  expect(sums()).toEqual(before);
  expect(requireCommunity(read, communityId)).toMatchObject({
    data_from: community.data_from,
    data_to: community.data_to,
  });
});

it('while a legal hold stands the source is taken in whole, so that nothing held is lost by fetching anew', () => {
  const before = sums();
  const readings = count('meter_reading');
  setHold(write, communityId, { memberId: null, class: null, reason: 'The authority has asked' }, now);
  fetchAnew();
  expect(count('meter_reading')).toBeGreaterThan(readings);
  expect(sums()).toEqual(before);
});

it('clocks, holds and records outlive a community that is removed; what was cleared may be brought in again', () => {
  const kept = ['retention_clock', 'legal_hold', 'erasure_record'].map(count);
  removeCommunity(write, requireCommunity(read, communityId).id);
  expect(['retention_clock', 'legal_hold', 'erasure_record'].map(count)).toEqual(kept);
  expect(Math.min(...kept)).toBeGreaterThan(0);
  expect(count('retention_cleared')).toBe(0);
});
