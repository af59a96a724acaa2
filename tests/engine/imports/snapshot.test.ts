import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChosenPath } from '#engine/files.ts';
import { verifySnapshot } from '#engine/imports/snapshot-reader.ts';
import { inspectSource } from '#engine/imports/source-file.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { PageBuilder } from '#shared/wire/page-builder.ts';
import * as some from '../../shared/wire/arbitraries.ts';
import { MEMBERS, numberedPage } from '../fixtures/numbered-pages.ts';
import { foundingPage } from '../fixtures/pages.ts';
import { fileOf, ofLines, read, sorted, textOf, written } from './snapshot-files.ts';

const pages: readonly ChangePage[] = [foundingPage(MEMBERS), ...Array.from({ length: 8 }, (_, at) => numberedPage(at))];

const verify = async (file: ChosenPath) => await verifySnapshot(file, await inspectSource(file));

/** A snapshot of these lines after the header of the test community, with a right end record. */
async function handWritten(...records: readonly unknown[]): Promise<ChosenPath> {
  const header = (await textOf([foundingPage(2)])).split('\n', 1)[0];
  return ofLines(
    header,
    records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))),
  );
}

describe('a snapshot', () => {
  it.each(['zstd', 'gzip', 'none'] as const)('written with compression %s is read as it was', async (compression) => {
    const file = await written(pages, { compression });
    const { pages: found, bad } = await read(file);
    expect(bad).toEqual([]);
    expect(sorted(await textOf(found))).toEqual(sorted(await textOf(pages)));
    expect(await verify(file)).toMatchObject({
      community: pages[0].community,
      counts: { member: MEMBERS, rule: MEMBERS, signal: 32, clearing: 32, offer: 32 * MEMBERS },
    });
  });

  it('brings back every record it was given', async () => {
    const few = { maxLength: 6 };
    const snapshots = fc.record({
      community: some.communities,
      signals: fc.array(some.signals, few),
      readings: fc.array(some.readings, few),
      clearings: fc.array(some.clearings, few),
      offers: fc.array(some.offers, few),
      trades: fc.array(some.trades, few),
      settlements: fc.array(some.settlementEvents, few),
    });
    await fc.assert(
      fc.asyncProperty(snapshots, async ({ community, ...records }) => {
        const builder = new PageBuilder(community.id);
        builder.community = community;
        builder.members.push(...some.memberIds.map((id) => ({ ...fc.sample(some.members, 1)[0], id })));
        builder.rules.push(...some.ruleIds.map((id) => ({ ...fc.sample(some.rules, 1)[0], id })));
        for (const kind of ['signals', 'readings', 'clearings', 'offers', 'trades', 'settlements'] as const) {
          (builder[kind] as unknown[]).push(...records[kind]);
        }
        const page = builder.take();
        const { pages: found, bad } = await read(await written([page]));
        expect(bad).toEqual([]);
        expect(found).toEqual([page]);
      }),
      { numRuns: 40 },
    );
  });

  it('comes in pages of about 5,000 rows, the first with the community', async () => {
    const many = Array.from({ length: 60 }, (_, at) => numberedPage(at));
    const { pages: found } = await read(await written([foundingPage(MEMBERS), ...many]));
    expect(found.length).toBeGreaterThan(1);
    expect(found.map((page) => page.community !== undefined)).toEqual(found.map((_, at) => at === 0));
  });

  it('of a community without records is its header', async () => {
    const { pages: found } = await read(await written([{ ...foundingPage(0), members: [], rules: [] }]));
    expect(found).toMatchObject([{ community: { name: 'Sonnenhang' } }]);
  });

  it('is not written without a community', async () => {
    await expect(written([])).rejects.toThrow(RangeError);
    await expect(written([numberedPage(0)])).rejects.toThrow('the first page of a snapshot brings its community');
  });
});

describe('a snapshot that is not whole', () => {
  it.each(['zstd', 'gzip', 'none'] as const)('because it was cut off anywhere is refused (%s)', async (compression) => {
    const bytes = readFileSync((await written(pages, { compression })).path);
    for (const share of [0.3, 0.7, 0.98]) {
      const file = fileOf(bytes.subarray(0, Math.floor(bytes.length * share)));
      await expect(verify(file)).rejects.toMatchObject({
        code: 'INPUT_INVALID',
        message: expect.stringMatching(/^test\.commonwatt: this snapshot is damaged: /) as string,
        details: { file: 'test.commonwatt' },
      });
      await expect(read(file)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    }
  });

  it('because its last lines are gone is refused', async () => {
    const text = await textOf(pages);
    const file = fileOf(zstdCompressSync(Buffer.from(text.split('\n').slice(0, -3).join('\n') + '\n')));
    await expect(verify(file)).rejects.toThrow('its end is missing, so it was cut off');
  });

  it('because one character differs is refused', async () => {
    const text = (await textOf(pages)).replace('"produced_wh":4', '"produced_wh":5');
    for (const file of [fileOf(text), fileOf(gzipSync(text))]) {
      await expect(verify(file)).rejects.toThrow('its checksum does not fit its content');
      await expect(read(file)).rejects.toThrow('its checksum does not fit its content');
    }
  });

  it('because compressed bytes were changed is refused', async () => {
    const bytes = readFileSync((await written(pages)).path);
    bytes[Math.floor(bytes.length / 2)] ^= 0xff;
    await expect(verify(fileOf(bytes))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it.each([
    ['compressed', gzipSync('timestamp,member\n')],
    ['a JSON of something else', '{"type":"FeatureCollection"}\n{}\n'],
    ['a JSON in one line', '{"type":"FeatureCollection"}'],
  ])('because it is %s is refused', async (_, content) => {
    await expect(verify(fileOf(content))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('a snapshot of another version', () => {
  it('from before there were settlement cases is read: what its end does not name is not there', async () => {
    const text = await textOf(pages);
    expect(text).toContain(',"settlement":0}');
    const file = fileOf(text.replace(',"settlement":0}', '}'));
    expect((await verify(file)).counts.settlement).toBe(0);
    expect((await read(file)).pages.length).toBeGreaterThan(0);
  });

  it('from the future is refused with what to do', async () => {
    const text = (await textOf(pages)).replace('"version":1', '"version":2').replace('"time_zone"', '"zone"');
    const lines = text.trimEnd().split('\n').slice(0, -1);
    const body = lines.map((line) => `${line}\n`).join('');
    const end = { end: { counts: {}, sha256: createHash('sha256').update(body).digest('hex') } };
    await expect(verify(fileOf(`${body}${JSON.stringify(end)}\n`))).rejects.toMatchObject({
      code: 'CLIENT_TOO_OLD',
      message: 'test.commonwatt: this snapshot has version 2; this console reads versions up to 1.',
      remedy: 'Update the console and import it again.',
    });
  });

  it('whose community does not fit is refused with the field', async () => {
    const text = await textOf(pages);
    const body = `${text.split('\n', 1)[0].replace('Europe/Berlin', 'Europe/Bärlin')}\n`;
    const end = { end: { counts: {}, sha256: createHash('sha256').update(body).digest('hex') } };
    await expect(read(fileOf(`${body}${JSON.stringify(end)}\n`))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: 'test.commonwatt: row 1, community.time_zone is not an IANA time zone.',
    });
  });
});

describe('a bad row of a snapshot', () => {
  it('is told with its line, field and value, and the others are read', async () => {
    const lines = (await textOf([foundingPage(2), numberedPage(0)])).split('\n');
    const member = JSON.parse(lines[1]) as { member: object };
    const reading = JSON.parse(lines.find((line) => line.startsWith('{"reading"'))!) as { reading: object };
    const offer = JSON.parse(lines.find((line) => line.startsWith('{"offer"'))!) as { offer: object };
    const file = await handWritten(
      member,
      { reading: { ...reading.reading, consumed_wh: -5 } },
      { reading: { ...reading.reading, member_id: 'somebody' } },
      { offer: { ...offer.offer, rule_id: 'no-rule', rule_version: 1 } },
      { offer: { ...offer.offer, community_id: 'elsewhere' } },
      'not json',
      '{"dream":{}}',
      reading,
    );
    const { pages: found, bad } = await read(file);
    expect(bad).toEqual([
      { row: 3, field: 'reading.consumed_wh', value: '-5', problem: 'is negative' },
      { row: 4, field: 'reading.member_id', value: 'somebody', problem: 'names a member that no earlier row brings' },
      { row: 5, field: 'offer.rule_id', value: 'no-rule', problem: 'names a rule that no earlier row brings' },
      {
        row: 6,
        field: 'offer.community_id',
        value: 'elsewhere',
        problem: 'is not the community of this snapshot',
      },
      { row: 7, field: 'line', value: 'not json', problem: 'is no record of this format' },
      { row: 8, field: 'line', value: '{"dream":{}}', problem: 'is no record of this format' },
    ]);
    expect(found).toHaveLength(1);
    expect(found[0].readings?.count).toBe(1);
    expect(found[0].offers).toBeUndefined();
  });
});

describe('the snapshot file', () => {
  it('is compressed text of one JSON object a line, as documented', async () => {
    const zstd = zstdDecompressSync(readFileSync((await written(pages, { createdAt: 0 })).path)).toString();
    const gzip = gunzipSync(
      readFileSync((await written(pages, { createdAt: 0, compression: 'gzip' })).path),
    ).toString();
    expect(zstd).toBe(await textOf(pages));
    expect(gzip).toBe(zstd);
    const lines = zstd.trimEnd().split('\n');
    expect(JSON.parse(lines[0])).toMatchObject({
      format: 'commonwatt-snapshot',
      version: 1,
      created_at: '1970-01-01T00:00:00.000Z',
      community: { name: 'Sonnenhang', time_zone: 'Europe/Berlin' },
    });
    const body = zstd.slice(0, zstd.lastIndexOf('{"end"'));
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({
      end: { sha256: createHash('sha256').update(body).digest('hex') },
    });
  });
});
