import { describe, expect, it } from 'vitest';
import { marketHandlers } from '#engine/market/handlers.ts';
import { type MarketWork, marketInProcess, startMarketThread } from '#engine/market/market-work.ts';
import type { Output } from '#shared/contract/contract.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';
import { KEY } from '../fixtures/temporary-cache.ts';

const { context, communityId, notified } = engineWithCommunity({ members: 20, days: 4 });
const { cache, tasks } = context;
const everything = { communityId, range: { from: UNTIL - 5 * 86_400_000, to: UNTIL } };
const clearings = cache.read.pluck<number>('SELECT COUNT(*) FROM clearing')[0];

async function replayed(input = everything): Promise<NonNullable<Output<'market.replayResult'>>> {
  const { taskId } = await marketHandlers['market.replay'](input, context);
  await tasks.finished(taskId);
  return (await marketHandlers['market.replayResult']({ taskId }, context))!;
}

describe('the replay of a period', () => {
  it('verifies every clearing, tells how far it is, and ends with the numbers', async () => {
    const result = await replayed();
    expect(result).toEqual({
      range: everything.range,
      verified: clearings,
      different: 0,
      withoutCertificate: 0,
      findings: [],
    });
    const last = notified.at(-1)!;
    expect(last).toMatchObject({
      kind: 'replay',
      unit: 'clearings',
      state: 'done',
      done: clearings,
      total: clearings,
      outcome: { verified: clearings, different: 0, withoutCertificate: 0 },
    });
  });

  it('takes the clearings of the slots from the start up to but not including the end', async () => {
    const [slot] = cache.read.pluck<number>('SELECT slot FROM clearing ORDER BY slot DESC LIMIT 1');
    expect(await replayed({ communityId, range: { from: slot, to: slot + 1 } })).toMatchObject({ verified: 1 });
    expect(await replayed({ communityId, range: { from: slot + 1, to: slot + 2 } })).toMatchObject({ verified: 0 });
  });

  it('keeps the clearings that differ, with what differs, and those without a certificate apart', async () => {
    const [first, second] = cache.read.pluck<number>(
      'SELECT slot FROM clearing WHERE quantity_wh > 0 ORDER BY slot LIMIT 2',
    );
    cache.write.run('UPDATE clearing SET quantity_wh = quantity_wh + 1 WHERE slot = ?', [first]);
    cache.write.run('UPDATE certificate SET community_id = -1 WHERE slot = ?', [second]);
    try {
      const result = await replayed();
      expect(result).toMatchObject({ verified: clearings - 2, different: 1, withoutCertificate: 1 });
      expect(result.findings).toMatchObject([{ slot: first, differences: [{ field: 'clearing_quantity_kwh' }] }]);
    } finally {
      cache.write.run('UPDATE clearing SET quantity_wh = quantity_wh - 1 WHERE slot = ?', [first]);
      cache.write.run('UPDATE certificate SET community_id = 1 WHERE community_id = -1');
    }
  });

  it('can be cancelled on the way, and says so', async () => {
    let stop = (): void => undefined;
    const market: MarketWork = {
      ...marketInProcess(cache.read),
      // Breaks off as soon as the first clearings are told.
      run: async (job, input, tell, signal) =>
        await context.market.run(
          job,
          input,
          (progress) => {
            tell(progress);
            if ('verified' in progress && progress.verified > 0) stop();
          },
          signal,
        ),
    };
    const { taskId } = await marketHandlers['market.replay'](everything, { ...context, market });
    stop = () => tasks.cancel(taskId);
    const task = await tasks.finished(taskId);
    expect(task).toMatchObject({ state: 'cancelled', problem: null });
    const result = await marketHandlers['market.replayResult']({ taskId }, context);
    expect(result!.verified).toBeGreaterThan(0);
    expect(result!.verified).toBeLessThan(clearings);
  });

  it('of an unknown community is refused before it starts', () => {
    expect(() => marketHandlers['market.replay']({ ...everything, communityId: 'nobody' }, context)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
  });

  it('that is no replay has no result', async () => {
    expect(await marketHandlers['market.replayResult']({ taskId: 'none' }, context)).toBeNull();
  });
});

describe('the market’s thread', () => {
  it('answers as the same thread would, and closes', async () => {
    const key = Uint8Array.from(KEY);
    const thread = startMarketThread({ file: cache.file, key });
    key.fill(0);
    const slot = UNTIL - 900_000;
    expect(await thread.query('market.book', { communityId, slot })).toEqual(
      await context.market.query('market.book', { communityId, slot }),
    );
    await thread.close();
  });

  it('carries failures over as failures', async () => {
    const thread = startMarketThread({ file: cache.file, key: KEY });
    await expect(thread.query('market.book', { communityId: 'nobody', slot: null })).rejects.toMatchObject({
      name: 'Failure',
      code: 'INPUT_INVALID',
      remedy: 'Choose a community from the list.',
    });
    await thread.close();
  });

  it('answers a query in the middle of a replay, and stops a replay when asked', async () => {
    const thread = startMarketThread({ file: cache.file, key: KEY });
    const abort = new AbortController();
    const order: string[] = [];
    let asked: Promise<unknown> | undefined;
    let verified = 0;
    const replay = thread.run(
      'market.replay',
      everything,
      (progress) => {
        verified = progress.verified;
        asked ??= thread
          .query('market.book', { communityId, slot: null })
          .then(() => order.push('book'))
          .then(() => abort.abort());
      },
      abort.signal,
    );
    await replay.then(() => order.push('replay'));
    await asked;
    expect(order).toEqual(['book', 'replay']);
    expect(verified).toBeLessThan(clearings);
    await thread.close();
  });

  it('sees what is written while it runs', async () => {
    const thread = startMarketThread({ file: cache.file, key: KEY });
    const [slot] = cache.read.pluck<number>(
      'SELECT slot FROM clearing WHERE quantity_wh > 0 ORDER BY slot DESC LIMIT 1',
    );
    const clearingId = (await thread.query('market.book', { communityId, slot })).certificate!.clearingId;
    expect(await thread.query('market.verify', { communityId, slot, clearingId })).toMatchObject({
      verdict: 'verified',
    });
    cache.write.run('UPDATE trade SET amount = amount + 1 WHERE slot = ?', [slot]);
    expect(await thread.query('market.verify', { communityId, slot, clearingId })).toMatchObject({
      verdict: 'different',
    });
    cache.write.run('UPDATE trade SET amount = amount - 1 WHERE slot = ?', [slot]);
    await thread.close();
  });
});
