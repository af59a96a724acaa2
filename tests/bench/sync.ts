// Target W5 of PERFORMANCE.md: the first fetch of a community from a hub, into an encrypted cache.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { applyPage } from '#engine/sync/apply.ts';
import { decodePage } from '#engine/sync/decode-page.ts';
import type { HubClient } from '#engine/sync/hub-client.ts';
import { pullCommunity } from '#engine/sync/pull.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { Benchmark } from '#tools/bench/benchmark.ts';
import { NewCaches } from './new-caches.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { type TradeFeed, tradeFeed } from './trade-feed.ts';
import { startTradeHub } from './trade-hub.ts';

const TRADES = 100_000;
/** A hub's database takes its time to be filled. */
const HUB_TRADES = 50_000;
/** Of a millisecond. */
const NANOSECONDS = 1e6;

export const syncBenchmarks: readonly Benchmark[] = [
  {
    name: 'sync-apply',
    targetId: 'W5',
    title: 'a first fetch from a server of prepared pages over HTTP, against writing the decoded pages alone',
    target: 2,
    rounds: 3,
    size: { count: TRADES, of: 'trades' },
    pace: { count: TRADES, of: 'trades', atLeastPerSecond: 60_000 },
    prepare: async () => {
      const fetching = await startFetching(TRADES);
      const { feed, caches, prepared } = fetching;
      const pages = decoded(feed);
      /** Milliseconds, in the round that was disturbed least. */
      let longestHold = Infinity;
      return {
        baseline: () =>
          caches.timeFilling(TRADES, ({ write }) => {
            for (const page of pages) applyPage(write, page);
          }),
        ours: async () => {
          const loop = monitorEventLoopDelay({ resolution: 1 });
          loop.enable();
          const milliseconds = await fetching.timeFrom(prepared.client);
          loop.disable();
          longestHold = Math.min(longestHold, loop.max / NANOSECONDS);
          return milliseconds;
        },
        note: () => `The fetch held its thread for ${longestHold.toFixed(0)} ms at a time`,
        dispose: fetching.dispose,
      };
    },
  },
  {
    name: 'sync-hub',
    targetId: 'W5',
    title: 'a first fetch from a hub over PGlite, against the server of prepared pages',
    // The hub makes a page while the console writes the one before; beyond this, the hub would be what one waits for.
    target: 2,
    rounds: 3,
    size: { count: HUB_TRADES, of: 'trades' },
    prepare: async () => {
      const fetching = await startFetching(HUB_TRADES);
      let hub: PageServer;
      try {
        hub = await startTradeHub(`${fetching.caches.folder}/hub`, decoded(fetching.feed));
      } catch (error) {
        await fetching.dispose();
        throw error;
      }
      return {
        baseline: () => fetching.timeFrom(fetching.prepared.client),
        ours: () => fetching.timeFrom(hub.client),
        note: (times) => rates(HUB_TRADES, times),
        dispose: async () => {
          await hub.stop();
          await fetching.dispose();
        },
      };
    },
  },
];

interface Fetching {
  readonly feed: TradeFeed;
  readonly caches: NewCaches;
  readonly prepared: PageServer;
  /** Milliseconds of a first fetch. */
  timeFrom(client: HubClient): Promise<number>;
  dispose(): Promise<void>;
}

async function startFetching(trades: number): Promise<Fetching> {
  const feed = tradeFeed(trades);
  const caches = await NewCaches.make();
  const prepared = await startPageServer(`${caches.folder}/pages`, feed.pages);
  const { signal } = new AbortController();
  return {
    feed,
    caches,
    prepared,
    timeFrom: (client) =>
      caches.timeFilling(trades, (cache) =>
        pullCommunity({ cache, client, signal, onPage: () => undefined }, feed.communityId),
      ),
    dispose: async () => {
      await prepared.stop();
      await caches.dispose();
    },
  };
}

function decoded({ communityId, pages }: TradeFeed): ChangePage[] {
  return pages.map((text) => decodePage(text, { communityId, memberOfPseudonym: () => null }).page);
}

function rates(trades: number, times: { readonly baseline: number; readonly ours: number }): string {
  const [ours, baseline] = [times.ours, times.baseline].map((milliseconds) =>
    Math.round((trades / milliseconds) * 1000).toLocaleString('en'),
  );
  return `${ours} trades a second against ${baseline}`;
}
