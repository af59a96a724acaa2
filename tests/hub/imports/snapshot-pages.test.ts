import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { snapshotPages } from '#hub/imports/snapshot-pages.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { temporaryFolder } from '../../engine/fixtures/temporary-cache.ts';
import { fileOf, ofLines, sorted, textOf, written } from '../../engine/imports/snapshot-files.ts';
import { SMALL_SEED } from '../databases.ts';

const pages: readonly ChangePage[] = [
  ...simulateCommunity({ ...SMALL_SEED, seed: 1 }, (text) => hash('sha256', text, 'buffer')),
];

async function read(file: string): Promise<ChangePage[]> {
  const found: ChangePage[] = [];
  for await (const { page } of snapshotPages(file)) found.push(page);
  return found;
}

/** Header and records of the snapshot, without its end. */
const lines = async (): Promise<string[]> => (await textOf(pages)).trimEnd().split('\n').slice(0, -1);

describe('a snapshot that the hub reads', () => {
  it.each(['zstd', 'gzip', 'none'] as const)('says what was written with compression %s', async (compression) => {
    const found = await read((await written(pages, { compression })).path);
    expect(sorted(await textOf(found))).toEqual(sorted(await textOf(pages)));
  });

  it('may hold line separators of Unicode in its texts', async () => {
    const [{ community }] = pages;
    const description = 'one\u2028two\u2029three\rfour';
    const [first] = await read((await written([{ ...pages[0], community: { ...community!, description } }])).path);
    expect(first.community?.description).toBe(description);
  });

  it('is its header alone when the community has no records', async () => {
    const [{ communityId, community }] = pages;
    const { path: file } = await written([{ communityId, community, memberIds: [], ruleIds: [] }]);
    expect(await read(file)).toMatchObject([{ community: { id: communityId } }]);
  });

  it.each(['zstd', 'gzip', 'none'] as const)('is refused when it was cut off anywhere (%s)', async (compression) => {
    const bytes = readFileSync((await written(pages, { compression })).path);
    for (const share of [0.3, 0.7, 0.98]) {
      const { path: file } = fileOf(bytes.subarray(0, Math.floor(bytes.length * share)));
      await expect(read(file)).rejects.toThrow('this snapshot is damaged: ');
    }
  });

  it('is refused when one character differs, when lines are gone, and when its end counts others', async () => {
    const text = await textOf(pages);
    await expect(read(fileOf(text.replace('"quality":"measured"', '"quality":"estimated"')).path)).rejects.toThrow(
      'its checksum does not fit its content',
    );
    await expect(read(fileOf(`${text.split('\n').slice(0, -2).join('\n')}\n`).path)).rejects.toThrow(
      'its end is missing, so it was cut off',
    );
    const [, count] = /"member":(\d+)/.exec(text.slice(text.lastIndexOf('{"end"')))!;
    const end = text.lastIndexOf(`"member":${count}`);
    const miscounted = `${text.slice(0, end)}"member":99${text.slice(end + `"member":${count}`.length)}`;
    await expect(read(fileOf(miscounted).path)).rejects.toThrow(`it holds ${count} member records and should hold 99`);
  });

  it('is refused at its first bad row, which is told with its number and field', async () => {
    const [header, ...records] = await lines();
    const at = records.findIndex((line) => line.startsWith('{"reading"'));
    records[at] = records[at].replace(/"consumed_wh":\d+/, '"consumed_wh":-5');
    await expect(read(ofLines(header, records).path)).rejects.toThrow(
      `row ${at + 2}, reading.consumed_wh is negative (-5). Nothing was stored.`,
    );
  });

  it('is refused when its header is none, of a newer version, or of no community', async () => {
    const [header, ...records] = await lines();
    const beginning = (first: string): Promise<ChangePage[]> => read(ofLines(first, records).path);
    await expect(beginning('{"type":"FeatureCollection"}')).rejects.toThrow('this is no snapshot');
    await expect(beginning(header.replace('"version":1', '"version":2'))).rejects.toThrow(
      'this snapshot has version 2; this hub reads versions up to 1. Nothing was stored. Update the hub',
    );
    await expect(beginning(header.replace('Europe/Berlin', 'Europe/Bärlin'))).rejects.toThrow(
      'row 1, community.time_zone is not an IANA time zone',
    );
  });

  it.each(['', '{', 'timestamp,member\n'])('is none when the file holds %j', async (content) => {
    await expect(read(fileOf(content).path)).rejects.toThrow('this snapshot is damaged');
  });

  it('is told as a file that cannot be read when it is missing or a folder', async () => {
    const folder = temporaryFolder();
    await expect(read(path.join(folder, 'gone.commonwatt'))).rejects.toThrow('could not be read (ENOENT)');
    await expect(read(folder)).rejects.toThrow('could not be read (EISDIR)');
  });
});
