import { describe, expect, it } from 'vitest';
import { Scans } from '#engine/ledger/scans.ts';
import { temporaryCache } from '../fixtures/temporary-cache.ts';

function* endless(): Generator<void, number> {
  for (;;) yield;
}

function* answerOf(value: number): Generator<void, number> {
  yield;
  return value;
}

describe('answers that took a walk through the trades', () => {
  it('are found once for all who ask the same, until the data changes', async () => {
    const cache = temporaryCache();
    const scans = new Scans<number>(cache.read);
    let walks = 0;
    const ask = (): Promise<number> => scans.answer('how many', () => answerOf(++walks));
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    expect(await ask()).toBe(1);
    expect(scans.known('how many')).toBe(1);
    cache.write.exec('CREATE TABLE change (id INTEGER)');
    expect(scans.known('how many')).toBeUndefined();
    expect(await ask()).toBe(2);
  });

  it('let newer questions overtake them, and are given up when there are three of those', async () => {
    const scans = new Scans<number>(temporaryCache().read);
    const outcome = scans.answer('first', endless).then(
      () => 'answered',
      (error: unknown) => error,
    );
    expect(await scans.answer('second', () => answerOf(2))).toBe(2);
    expect(await scans.answer('third', () => answerOf(3))).toBe(3);
    expect(await scans.answer('fourth', () => answerOf(4))).toBe(4);
    expect(await outcome).toMatchObject({ code: 'CANCELLED' });
    expect(await scans.answer('first', () => answerOf(1))).toBe(1);
  });

  it('are not kept when they could not be found', async () => {
    const scans = new Scans<number>(temporaryCache().read);
    const failing = (): Generator<void, number> => {
      throw new Error('no such table');
    };
    await expect(scans.answer('how many', failing)).rejects.toThrow('no such table');
    expect(await scans.answer('how many', () => answerOf(5))).toBe(5);
  });
});
