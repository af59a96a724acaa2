// Target M3 of PERFORMANCE.md: a month of a demo community under every mechanism, from the encrypted cache to the result.
import { allCommunities } from '#engine/communities/community.ts';
import { replayUnderMechanisms } from '#engine/insights/counterfactual.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { certificateOf, clearingRows } from '#engine/market/stored-clearings.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { Counterfactual } from '#shared/contract/counterfactual-records.ts';
import { clearAgain } from '#shared/market/certificate.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { type Benchmark, timed } from '#tools/bench/benchmark.ts';
import { NewCaches } from './new-caches.ts';

const MEMBERS = 160;
const DAYS = 30;
const SLOTS = DAYS * 96;
const UNTIL = Date.UTC(2026, 6, 31, 22);
const range = { from: UNTIL - DAYS * 86_400_000, to: UNTIL };

export const counterfactualBenchmarks: readonly Benchmark[] = [
  {
    name: 'counterfactual',
    targetId: 'M3',
    title: `a month of ${MEMBERS} members replayed under every mechanism, against clearing its sealed books again by its own`,
    target: 5,
    rounds: 3,
    pace: { count: SLOTS, of: 'slots', atLeastPerSecond: 1000 },
    prepare: async () => {
      const caches = await NewCaches.make();
      const cache = caches.open();
      for (const page of simulateCommunity({ seed: 1, members: MEMBERS, days: DAYS, until: UNTIL }, sha256)) {
        applyPage(cache.write, page);
      }
      const [community] = allCommunities(cache.read);
      return {
        baseline: () =>
          timed(() => {
            for (const row of clearingRows(cache.read, community, range)) clearAgain(certificateOf(row)!);
          }),
        ours: async () => {
          const found: Counterfactual[] = [];
          const started = performance.now();
          const input = { communityId: community.uid, range };
          await replayUnderMechanisms(
            cache.read,
            input,
            ({ result }) => result && found.push(result),
            () => false,
          );
          const milliseconds = performance.now() - started;
          const [result] = found;
          if (result.slots !== SLOTS || !result.reproduction.isExact) {
            throw new Error(
              `${result.slots} of ${SLOTS} slots were replayed, exactly: ${result.reproduction.isExact}.`,
            );
          }
          return milliseconds;
        },
        dispose: async () => {
          cache.close();
          await caches.dispose();
        },
      };
    },
  },
];
