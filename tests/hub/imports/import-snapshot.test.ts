import { hash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importSnapshot } from '#hub/imports/import-snapshot.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { type SyncPage, syncPageFields } from '#shared/wire/sync.ts';
import { ofLines, textOf, written } from '../../engine/imports/snapshot-files.ts';
import { SMALL_SEED, START_TIMEOUT } from '../databases.ts';
import { type RunningHub, startHub } from '../running-hub.ts';

/** What `startHub` seeds its hub with, page by page. */
const pages: readonly ChangePage[] = [
  ...simulateCommunity({ ...SMALL_SEED, seed: 1, violations: true }, (text) => hash('sha256', text, 'buffer')),
];
const { communityId } = pages[0];

let hub: RunningHub;
beforeAll(async () => {
  hub = await startHub({ seed: null });
}, START_TIMEOUT);
afterAll(() => hub.stop(), START_TIMEOUT);

const take = (file: string) => importSnapshot(hub.db, file, () => undefined);

/** All that an admin is told of the community over /api/sync, by kind. */
async function told({ address, headersOf }: RunningHub): Promise<Record<string, unknown[]>> {
  const headers = await headersOf('admin');
  const all: Record<string, unknown[]> = {};
  let cursor: string | null = null;
  for (let complete = false; !complete;) {
    const query = new URLSearchParams({ community: communityId, ...(cursor === null ? {} : { cursor }) });
    const response = await fetch(`${address}/api/sync?${query.toString()}`, { headers });
    const page: SyncPage = syncPageFields.parse(await response.json());
    for (const [kind, records] of Object.entries(page.changes)) (all[kind] ??= []).push(...records);
    ({ next: cursor, complete } = page);
  }
  for (const records of Object.values(all)) {
    records.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return all;
}

const communities = () => hub.db.selectFrom('communities').selectAll().orderBy('id').execute();

/** The snapshot of the pages, its lines changed. */
async function changed(change: (line: string) => readonly string[]): Promise<string> {
  const [header, ...records] = (await textOf(pages)).trimEnd().split('\n').slice(0, -1).flatMap(change);
  return ofLines(header, records).path;
}

describe('a snapshot that a hub imports', { timeout: START_TIMEOUT }, () => {
  beforeEach(async () => {
    await hub.db.deleteFrom('communities').execute();
  });

  it('is told to consoles as the records that the same pages bring, names of members included', async () => {
    const { community, counts } = await take((await written(pages)).path);
    expect(community).toEqual(pages[0].community);
    expect(counts.member).toBe(SMALL_SEED.members);
    await hub.db
      .insertInto('hub_user_communities')
      .values({ user_id: hub.users.admin.id, community_id: communityId })
      .execute();
    const other = await startHub();
    try {
      const expected = await told(other);
      expect(Object.keys(expected).length).toBeGreaterThan(6);
      expect(JSON.stringify(expected.member)).toContain('"user_id":');
      expect(await told(hub)).toEqual(expected);
      const stats = (db: RunningHub['db']) =>
        db.selectFrom('community_stats').selectAll().orderBy('period').orderBy('period_start').execute();
      expect(await stats(hub.db)).toEqual(await stats(other.db));
    } finally {
      await other.stop();
    }
  });

  it('is refused when the hub has the community, which stays as it was', async () => {
    const file = await changed((line) => [line.replace('"district":"', '"district":"Another ')]);
    await take((await written(pages)).path);
    const before = await communities();
    await expect(take(file)).rejects.toThrow('already');
    expect(await communities()).toEqual(before);
  });

  it('leaves nothing behind when its last row is bad', async () => {
    const bad = '{"trade":{"id":"no uuid"}}';
    const file = await changed((line) => [line]);
    expect(await communities()).toEqual([]);
    const [header, ...records] = (await textOf(pages)).trimEnd().split('\n').slice(0, -1);
    await expect(take(ofLines(header, [...records, bad]).path)).rejects.toThrow(
      `row ${records.length + 2}, trade.id is not a UUID (no uuid). Nothing was stored.`,
    );
    expect(await communities()).toEqual([]);
    await take(file);
    expect(await communities()).toHaveLength(1);
  });

  it('leaves nothing behind when the database refuses a record', async () => {
    let pseudonym: string | undefined;
    const file = await changed((line) => {
      if (line.startsWith('{"format"')) return [line];
      const [, found] = /^\{"member".*"anonymized_id":"([^"]+)"/.exec(line) ?? [];
      pseudonym ??= found;
      return found ? [line.replace(found, pseudonym)] : [];
    });
    await expect(take(file)).rejects.toThrow(
      /rows 2 to \d+ could not be stored: .*community_members_pseudonym.* Nothing was stored/,
    );
    expect(await communities()).toEqual([]);
  });

  it('is refused when it brings a record of another community of the hub, which stays as it was', async () => {
    await take((await written(pages)).path);
    const before = await communities();
    const members = () => hub.db.selectFrom('community_members').selectAll().orderBy('id').execute();
    const membersBefore = await members();
    const file = await changed((line) => [line.replaceAll(communityId, 'another-community')]);
    await expect(take(file)).rejects.toThrow(/bring member \S+, which belongs to another community/);
    expect(await communities()).toEqual(before);
    expect(await members()).toEqual(membersBefore);
  });

  it('keeps the highest version of a trade and revision of a reading, whatever their order', async () => {
    const raised = (line: string): readonly string[] => {
      if (line.startsWith('{"trade"')) {
        return [
          line
            .replace(/"version":\d+/, '"version":9')
            .replace(/"settlement_status":"\w+"/, '"settlement_status":"settled"'),
          line,
        ];
      }
      if (!line.startsWith('{"reading"')) return [line];
      return [line.replace(/"revision":\d+/, '"revision":9').replace(/"consumed_wh":\d+/, '"consumed_wh":77'), line];
    };
    await take(await changed(raised));
    const trades = await hub.db.selectFrom('trades').select(['version', 'settlement_status']).distinct().execute();
    expect(trades).toEqual([{ version: 9, settlement_status: 'settled' }]);
    const readings = await hub.db.selectFrom('meter_readings').select(['revision', 'consumed_wh']).distinct().execute();
    expect(readings).toEqual([{ revision: 9, consumed_wh: 77 }]);
  });
});
