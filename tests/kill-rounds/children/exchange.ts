import type { EngineContext } from '#engine/context.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { call } from '../../engine/fixtures/engine-calls.ts';
import { openEngine, say } from './engine.ts';

const SLOT = 15 * MINUTE;

/**
 * Decides something as soon as the desk has the whole community, and exchanges with the hub without end. What it decides: to offer so much, or,
 * without a quantity, to try the trade of an open case again.
 */
export async function work([folder, communityId, key, quantity]: readonly string[]): Promise<void> {
  const context = openEngine(folder);
  say('open');
  for (let isDecided = false; ;) {
    if (!isDecided && context.cache.read.get('SELECT 1 FROM sync_state WHERE complete_at IS NOT NULL')) {
      const what =
        quantity === ''
          ? await proposeRetry(context, communityId, key)
          : await placeOffer(context, { communityId, key, quantityWh: Number(quantity) });
      isDecided = true;
      say(`decided ${what}`);
    }
    await context.sync.once();
  }
}

async function placeOffer(
  engine: EngineContext,
  { communityId, key, quantityWh }: { communityId: string; key: string; quantityWh: number },
): Promise<string> {
  const [memberId] = engine.cache.read.pluck<string>(
    'SELECT uid FROM member_view WHERE is_active = 1 ORDER BY uid LIMIT 1',
  );
  // Late enough that nothing clears it meanwhile, at a price that nobody pays.
  const windowStart = Math.ceil(Date.now() / SLOT) * SLOT + 4 * HOUR;
  const offer = {
    memberId,
    type: 'sell',
    quantityWh,
    price: 950_000,
    windowStart,
    windowEnd: windowStart + SLOT,
  } as const;
  await call(engine, 'market.placeOffer', { communityId, key, offer });
  return String(quantityWh);
}

async function proposeRetry(engine: EngineContext, communityId: string, key: string): Promise<string> {
  const filter = { range: null, cause: null, states: [], memberId: null, text: '' };
  const { cases } = await call(engine, 'settlement.cases', { communityId, filter, from: 0, limit: 500 });
  const found = cases.find(({ state, pending }) => state === 'open' && pending === null);
  if (!found) throw new Error('There is no case left to decide.');
  const { tradeId, executedAt, number, tradeVersion } = found;
  const { items } = await call(engine, 'settlement.propose', {
    communityId,
    cases: [{ tradeId, executedAt, number, tradeVersion }],
    resolution: { kind: 'retry' },
    reason: 'Looked at the readings of the day.',
    key,
  });
  if (items[0].problem) throw new Error(JSON.stringify(items[0].problem));
  return tradeId;
}
