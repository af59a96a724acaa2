import { describe, expect, it, onTestFinished } from 'vitest';
import { deviceKeyOf } from '#engine/audit/device-key.ts';
import { openCache } from '#engine/cache/open.ts';
import { startAnew } from '#engine/upkeep/start-anew.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { KEY } from '../fixtures/keys.ts';
import { COMMUNITY } from '../fixtures/pages.ts';
import { connectedDesk, decide, names, outbox, soon, SteppedPace } from '../sync/connected-desk.ts';
import { feedHub } from '../sync/feed-hub.ts';
import { DEVICE_KEY } from './closed-cache.ts';
import { flipPage, pagesOf } from './damage.ts';

describe('an empty cache of a desk with a hub', () => {
  it('fetches everything again, and sends each decision that was rescued once, with the key that it had', async () => {
    const hub = await feedHub(4);
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    await hub.stop();
    const decision = decide(desk);
    const { cache, sync, audit } = desk.context;
    const { file } = cache;
    await sync.close();
    audit.close();
    cache.close();
    flipPage(file, pagesOf(file, KEY, 'pricing_signal')[0]);

    expect(startAnew({ file, key: KEY }, { deviceKey: DEVICE_KEY, appVersion: '1.0.0' })).toEqual({ decisionsKept: 1 });

    const fresh = openCache({ file, key: KEY });
    const context = engineContext(fresh, { pace: new SteppedPace(), device: deviceKeyOf(DEVICE_KEY) });
    onTestFinished(async () => {
      await context.sync.close();
      fresh.close();
    });
    const again = { ...desk, context };
    expect(outbox(again)).toMatchObject([{ id: decision, state: 'waiting' }]);
    await hub.listen(Number(new URL(hubAddress(fresh)).port));
    context.sync.start();
    await soon(() => expect(names(again)).toHaveLength(4));
    await soon(() => expect(hub.batches.flat().map(({ key }) => key)).toEqual([decision]));
    expect(fresh.read.pluck('SELECT COUNT(*) FROM community')).toEqual([1]);
    expect(fresh.read.pluck('SELECT uid FROM community')).toEqual([COMMUNITY]);
  });
});

function hubAddress({ read }: Pick<ReturnType<typeof openCache>, 'read'>): string {
  return read.pluck<string>('SELECT address FROM hub_connection')[0];
}
