import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { exportTrades } from '#engine/exports/export-trades.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { exportFormats } from '#shared/contract/ledger-records.ts';
import { page, SLOT, trades, uuid } from '../fixtures/pages.ts';
import { beside, Exporting, PUT_BACK } from './exporting.ts';

/** Enough for several looks at whether it is still wanted. */
const TRADES = 1000;

let desk: Exporting;
beforeAll(() => {
  desk = new Exporting();
  const rows = Array.from({ length: TRADES }, (_, index) => ({
    id: uuid('e', index),
    slot: PUT_BACK + SLOT,
    buyer: 0,
    seller: 1,
    quantity: 1,
  }));
  applyPage(desk.cache.write, page(4, { trades: trades(rows) }));
});
afterAll(() => desk.close());
afterEach(() => vi.restoreAllMocks());

const OLDER = 'what was there before';

/** The path of an export in a folder that holds an older one. */
function placeOfOlder(format: string): string {
  const file = desk.place(`trades.${format}`);
  writeFileSync(file, OLDER);
  writeFileSync(path.join(path.dirname(file), 'trades.about.txt'), OLDER);
  return file;
}

function expectOlderAlone(file: string): void {
  expect(beside(file)).toEqual(['trades.about.txt', path.basename(file)].sort());
  for (const name of beside(file)) expect(readFileSync(path.join(path.dirname(file), name), 'utf8')).toBe(OLDER);
}

/** Lets every look at the clock find that it is time to tell, and to ask whether to go on. */
function hurryClock(): void {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
}

/** The error of the file system for a write beyond so many. */
async function refuseWrites(code: string, afterwards: number): Promise<void> {
  const handle = await open(import.meta.filename);
  const prototype = Object.getPrototypeOf(handle) as typeof handle;
  const real = prototype.writeFile;
  await handle.close();
  let writes = 0;
  vi.spyOn(prototype, 'writeFile').mockImplementation(function (this: typeof handle, ...args) {
    if (++writes <= afterwards) return real.apply(this, args);
    return Promise.reject(Object.assign(new Error('write'), { code }));
  });
}

describe.each(exportFormats)('an export as %s', (format) => {
  it('that is cancelled leaves nothing of itself, and what was there before', async () => {
    hurryClock();
    const file = placeOfOlder(format);
    const told: number[] = [];
    await exportTrades(
      desk.cache.read,
      desk.order(file),
      ({ done }) => told.push(done),
      () => told.length > 2,
    );
    expect(told).toEqual([100, 200, 300]);
    expectOlderAlone(file);
  });

  it('tells how far it is, and that it is there', async () => {
    hurryClock();
    const file = desk.place(`trades.${format}`);
    const told: unknown[] = [];
    await exportTrades(
      desk.cache.read,
      desk.order(file),
      ({ done, total, result }) => told.push([done, total, result?.rows]),
      () => false,
    );
    expect(told.slice(0, 2)).toEqual([
      [100, 1006, undefined],
      [200, 1006, undefined],
    ]);
    expect(told.at(-1)).toEqual([1006, 1006, 1006]);
  });

  it('on a disk that is full says so, and leaves what was there before', async () => {
    const file = placeOfOlder(format);
    await refuseWrites('ENOSPC', format === 'csv' ? 1 : 2);
    await expect(desk.write(file)).rejects.toMatchObject({
      code: 'DISK_FULL',
      retryable: true,
      remedy: 'Free some space or choose another disk.',
      details: { file: `trades.${format}` },
    });
    expectOlderAlone(file);
  });

  it('to a folder that is not there any more names the file, not the folder', async () => {
    const file = desk.place(`trades.${format}`);
    rmSync(path.dirname(file), { recursive: true });
    const failure = await desk.write(file).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'INPUT_INVALID', details: { file: `trades.${format}` } });
    expect((failure as Error).message).toContain(`trades.${format}`);
    expect((failure as Error).message).not.toContain(desk.folder);
  });

  it('does not replace a folder of its name', async () => {
    const file = desk.place(`trades.${format}`);
    mkdirSync(file);
    await expect(desk.write(file)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      remedy: 'Choose another name: a folder has this one.',
    });
    expect(beside(file)).toEqual([`trades.${format}`]);
  });
});

describe('a CSV and the text beside it', () => {
  it('are not there at all when a folder has the name of the text', async () => {
    const file = desk.place('trades.csv');
    mkdirSync(path.join(path.dirname(file), 'trades.about.txt'));
    await expect(desk.write(file)).rejects.toMatchObject({ details: { file: 'trades.about.txt' } });
    expect(beside(file)).toEqual(['trades.about.txt']);
  });

  it.each([
    ['stays that of the older CSV', true],
    ['is taken away again', false],
  ])('when the CSV cannot be put into its place, the text %s', async (_what, hasOlder) => {
    hurryClock();
    const file = desk.place('trades.csv');
    const about = path.join(path.dirname(file), 'trades.about.txt');
    if (hasOlder) writeFileSync(about, OLDER);
    const blockPlace = (): void => void mkdirSync(file, { recursive: true });
    await expect(exportTrades(desk.cache.read, desk.order(file), blockPlace, () => false)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    expect(beside(file)).toEqual([...(hasOlder ? ['trades.about.txt'] : []), 'trades.csv']);
    if (hasOlder) expect(readFileSync(about, 'utf8')).toBe(OLDER);
  });
});
