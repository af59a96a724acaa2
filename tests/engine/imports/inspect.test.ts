import { createWriteStream, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCache } from '#engine/cache/check.ts';
import { writeSnapshot } from '#engine/imports/snapshot-writer.ts';
import { testEngine } from '../fixtures/community.ts';
import { MEMBERS, numberedPage } from '../fixtures/numbered-pages.ts';
import { foundingPage, START } from '../fixtures/pages.ts';
import { recordsOf } from '../fixtures/rollups.ts';
import { temporaryFolder } from '../fixtures/temporary-cache.ts';
import { HEADER, lines, temporaryCsv } from './csv-file.ts';
import { importFile, inspect } from './importing.ts';

async function snapshotOf(pages: number) {
  const file = path.join(temporaryFolder(), 'sonnenhang.commonwatt');
  const all = [foundingPage(MEMBERS), ...Array.from({ length: pages }, (_, at) => numberedPage(at))];
  await writeSnapshot(all, createWriteStream(file));
  return { path: file, name: 'sonnenhang.commonwatt' };
}

describe('an inspection', () => {
  it('of readings tells what is in the file and how it was understood, and writes nothing', async () => {
    const { context } = testEngine();
    const file = temporaryCsv(
      `\uFEFF${lines(
        'Zeit;timestamp;member;produced_kwh;consumed_kwh',
        ';14.05.2016 00:00;a;0,5;1',
        ';14.05.2016 00:15;a;x;1',
        ';14.05.2016 01:00;a;0,5;1',
        ';14.05.2016 01:15;b;0,5;1,0005',
      )}`,
      'Am_Hang 2016.csv',
    );
    expect(await inspect(context, file, 'Europe/Berlin')).toEqual({
      fileId: expect.any(String) as string,
      name: 'Am_Hang 2016.csv',
      kind: 'readings',
      rows: 4,
      goodRows: 3,
      badRowCount: 1,
      badRows: [{ row: 3, field: 'produced_kwh', value: 'x', problem: 'is not a number' }],
      members: 2,
      from: Date.UTC(2016, 4, 13, 22),
      to: Date.UTC(2016, 4, 13, 23, 30),
      intervalMinutes: 15,
      missingRows: 2,
      unbalancedRows: 0,
      repeatedRows: 0,
      roundedWh: -0.5,
      format: 'semicolons, decimal commas, day.month.year, UTF-8 with byte-order mark, ignored columns: zeit',
      community: { id: null, name: 'Am Hang 2016', exists: false },
    });
    expect(context.cache.read.all('SELECT * FROM import_run')).toEqual([]);
    expect(context.cache.read.all('SELECT * FROM community')).toEqual([]);
  });

  it('of a snapshot tells its community and whether the cache has it', async () => {
    const { context } = testEngine();
    const file = await snapshotOf(2);
    const inspection = await inspect(context, file);
    expect(inspection).toMatchObject({
      kind: 'snapshot',
      rows: 2 * MEMBERS + 2 * (4 + 4 + 4 * MEMBERS + 4 * MEMBERS + 4 * (MEMBERS - 1)) + 1,
      badRowCount: 0,
      members: MEMBERS,
      from: START,
      to: START + 2 * 3_600_000,
      intervalMinutes: null,
      format: 'snapshot of version 1, zstd',
      community: { id: foundingPage(1).communityId, name: 'Sonnenhang', exists: false },
    });
    await importFile(context, file);
    expect((await inspect(context, file)).community.exists).toBe(true);
  });

  it.each([
    ['an unknown file', '{"type":"FeatureCollection"}\n'],
    ['a text', 'Dear neighbours,\n'],
  ])('of %s is refused with its name', async (_, content) => {
    const { context } = testEngine();
    await expect(inspect(context, temporaryCsv(content))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('readings.csv: ') as string,
    });
  });

  it('of a zone that does not exist is refused', async () => {
    const { context } = testEngine();
    await expect(inspect(context, temporaryCsv(HEADER), 'Mars/Olympus')).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});

describe('an import of a snapshot', () => {
  it('stores every record and again changes nothing', async () => {
    const { context } = testEngine();
    const file = await snapshotOf(6);
    const task = await importFile(context, file);
    expect(task).toMatchObject({ state: 'done', communityId: foundingPage(1).communityId, outcome: { skipped: 0 } });
    expect(task.done).toBe(task.total);
    const before = recordsOf(context.cache);
    expect(before['trade']).toHaveLength(24 * (MEMBERS - 1));
    expect(checkCache(context.cache)).toEqual({ integrity: 'ok', rollupDifferences: 0 });
    expect(await importFile(context, file)).toMatchObject({ state: 'done', outcome: { imported: 0 } });
    expect(recordsOf(context.cache)).toEqual(before);
  });

  it('that is damaged writes nothing', async () => {
    const { context } = testEngine();
    const file = await snapshotOf(6);
    truncateSync(file.path, statSync(file.path).size - 20);
    expect(await importFile(context, file, { onBadRows: 'skip' })).toMatchObject({
      state: 'failed',
      problem: {
        code: 'INPUT_INVALID',
        message: expect.stringMatching(
          /^sonnenhang\.commonwatt: this snapshot is damaged: .*\. Nothing was imported\.$/,
        ) as string,
      },
    });
    expect(context.cache.read.all('SELECT * FROM community')).toEqual([]);
  });
});
