import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { requireCommunity } from '#engine/communities/community.ts';
import type { ChosenPath } from '#engine/files.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { verifyClearings } from '#engine/market/verify.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { BadRow } from '#shared/contract/imports.ts';
import type { Verdict } from '#shared/market/verdict.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import type { clearingFields } from '#shared/wire/market.ts';
import { UNTIL } from '../fixtures/community.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { temporaryCache } from '../fixtures/temporary-cache.ts';
import { importFile } from './importing.ts';
import { ofLines, read, sorted, textOf, written } from './snapshot-files.ts';

type WireClearing = z.input<typeof clearingFields>;

describe('the certificates of a snapshot', () => {
  const demo = [...simulateCommunity({ seed: 7, members: 8, days: 1, until: UNTIL }, sha256)];
  const { communityId } = demo[0];

  /** The demo's snapshot with its clearings changed; `at` counts those in which something traded. */
  async function withClearings(change: (clearing: WireClearing, at: number) => void): Promise<ChosenPath> {
    const [header, ...lines] = (await textOf(demo)).trimEnd().split('\n').slice(0, -1);
    let at = 0;
    const changed = lines.map((line) => {
      if (!line.startsWith('{"clearing"')) return line;
      const record = JSON.parse(line) as { clearing: WireClearing };
      if (record.clearing.certificate!.trades.length > 0) change(record.clearing, at++);
      return JSON.stringify(record);
    });
    return ofLines(header, changed);
  }

  /** How many clearings a replay of the imported file gives each verdict. */
  async function replayed(file: ChosenPath): Promise<{ bad: BadRow[]; verdicts: Partial<Record<Verdict, number>> }> {
    const { read: db, write } = temporaryCache();
    const { pages: found, bad } = await read(file);
    for (const page of found) applyPage(write, page);
    const verdicts: Partial<Record<Verdict, number>> = {};
    for (const { verdict } of verifyClearings(db, requireCommunity(db, communityId), { from: 0, to: UNTIL })) {
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    }
    return { bad, verdicts };
  }

  const count = demo.reduce((sum, page) => sum + (page.clearings?.count ?? 0), 0);

  it('go out and come back: an imported demo is verified from the first clearing to the last', async () => {
    const file = await written(demo);
    expect(sorted(await textOf((await read(file)).pages))).toEqual(sorted(await textOf(demo)));
    expect(await replayed(file)).toEqual({ bad: [], verdicts: { verified: count } });
  });

  it('are imported as they are; what was tampered with is for a replay to find', async () => {
    const file = await withClearings(({ certificate }, at) => {
      if (at === 0) certificate!.bids[0].quantity_kwh += 0.001;
      if (at === 1) certificate!.trades[0].id = certificate!.id;
    });
    expect(await replayed(file)).toEqual({ bad: [], verdicts: { verified: count - 2, different: 2 } });
  });

  it('count as a part of their clearings: an import tells no more changes than the file has rows, and a second one hardly any', async () => {
    const file = await written(demo);
    const context = engineContext(temporaryCache());
    const first = await importFile(context, file);
    expect(first).toMatchObject({ state: 'done', done: first.total, outcome: { skipped: 0 } });
    expect(first.outcome['imported']).toBeGreaterThan(first.total! * 0.9);
    expect(first.outcome['unchanged']).toBeGreaterThanOrEqual(0);
    // A member whose balance moves stands in the file twice, and is what it was in between.
    expect((await importFile(context, file)).outcome['unchanged']).toBeGreaterThan(first.total! * 0.9);
  });

  it('may be missing, as in snapshots of older versions: then nothing is proven', async () => {
    const file = await withClearings((clearing) => {
      delete clearing.certificate;
      delete clearing.fingerprint;
    });
    const { verdicts } = await replayed(file);
    expect(verdicts['no-certificate']).toBeGreaterThan(0);
    expect(verdicts['different']).toBeUndefined();
  });

  const other = '00000000-0000-7000-8000-000000000001';
  const badRows: [string, (clearing: WireClearing) => void, Partial<BadRow>][] = [
    [
      'of another clearing',
      ({ certificate }) => (certificate!.id = other),
      { field: 'clearing.certificate.id', value: other, problem: 'is not the id of its clearing' },
    ],
    [
      'of another slot',
      ({ certificate }) => (certificate!.slot = '2026-01-01T00:00:00Z'),
      {
        field: 'clearing.certificate.slot',
        value: '2026-01-01T00:00:00.000Z',
        problem: 'is not the slot of its clearing',
      },
    ],
    [
      'of another community',
      ({ certificate }) => (certificate!.community_id = 'elsewhere'),
      { field: 'clearing.certificate.community_id', value: 'elsewhere' },
    ],
    [
      'with an order of nobody',
      ({ certificate }) => (certificate!.offers[0].member = 'nobody'),
      { field: 'clearing.certificate.offers.member', value: 'nobody' },
    ],
    [
      'with an order of no rule',
      ({ certificate }) => (certificate!.bids[0].rule_id = 'no-rule'),
      { field: 'clearing.certificate.bids.rule_id', value: 'no-rule' },
    ],
    [
      'with an order twice',
      ({ certificate }) => certificate!.bids.push(certificate!.bids[0]),
      { field: 'clearing.certificate.bids.id', problem: 'comes twice' },
    ],
    [
      'with an order on both sides',
      ({ certificate }) => certificate!.offers.push(certificate!.bids[0]),
      { field: 'clearing.certificate.offers.id', problem: 'comes twice' },
    ],
    [
      'with a trade twice',
      ({ certificate }) => certificate!.trades.push(certificate!.trades[0]),
      { field: 'clearing.certificate.trades.id', problem: 'comes twice' },
    ],
    [
      'with too many decimals',
      ({ certificate }) => (certificate!.bids[0].quantity_kwh = 0.0001),
      { field: 'clearing.certificate.bids.0.quantity_kwh', value: '0.0001', problem: 'has more than 3 decimals' },
    ],
    [
      'without a fingerprint',
      (clearing) => delete clearing.fingerprint,
      { field: 'clearing.fingerprint', problem: 'is missing' },
    ],
    [
      'that is gone, though its fingerprint is there',
      (clearing) => delete clearing.certificate,
      { field: 'clearing.fingerprint', problem: 'does not come with a certificate' },
    ],
    [
      'whose fingerprint is none',
      (clearing) => (clearing.fingerprint = 'abc'),
      { field: 'clearing.fingerprint', value: 'abc', problem: 'is not a SHA-256 of 64 hexadecimal digits' },
    ],
  ];

  it.each(badRows)('%s make a bad row that names the field', async (_, change, expected) => {
    const { bad } = await read(await withClearings((clearing, at) => void (at === 0 && change(clearing))));
    expect(bad).toEqual([expect.objectContaining(expected)]);
  });

  it('are not written without their clearing', async () => {
    const [opening, day] = demo;
    const { clearings: _, ...rest } = day;
    await expect(written([opening, rest])).rejects.toThrow(/^the certificate of clearing .* comes without it$/);
  });
});
