// Target M3 of PERFORMANCE.md: trying rules out over a month of a demo community, from the encrypted cache to the result.
import type { Cache } from '#engine/cache/open.ts';
import { allCommunities, type CommunityRow } from '#engine/communities/community.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { certificateOf, clearingRows } from '#engine/market/stored-clearings.ts';
import { analyseRule } from '#engine/rules/analyse-rule.ts';
import { auditRules } from '#engine/rules/audit-rules.ts';
import { currentRules, draftFields, type StoredRule } from '#engine/rules/rule-rows.ts';
import { simulateRule } from '#engine/rules/simulate-rule.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { clearAgain } from '#shared/market/certificate.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { type Benchmark, type Contest, timed } from '#tools/bench/benchmark.ts';
import { NewCaches } from './new-caches.ts';

const MEMBERS = 160;
const DAYS = 30;
const SLOTS = DAYS * 96;
const UNTIL = Date.UTC(2026, 6, 31, 22);
/** What is promised of each core. */
const pace = { count: SLOTS, of: 'slots', atLeastPerSecond: 1000 } as const;
const range = { from: UNTIL - DAYS * 86_400_000, to: UNTIL };

interface Month {
  readonly cache: Cache;
  readonly community: CommunityRow;
  readonly rule: StoredRule;
}

export const rulesBenchmarks: readonly Benchmark[] = [
  {
    name: 'rules-simulate',
    targetId: 'M3',
    title: `a draft tried out over a month of ${MEMBERS} members, against clearing its sealed books again`,
    target: 3,
    rounds: 3,
    pace,
    prepare: () =>
      contest(({ cache, community, rule }, tell) => {
        const draft = { ...draftFields(rule), minPrice: rule.minPrice! - 10_000 };
        const trial = { communityId: community.uid, memberId: rule.memberId, insteadOf: rule.id, draft };
        return simulateRule(cache.read, { trial, range }, tell, () => false);
      }),
  },
  {
    name: 'rules-analyse',
    targetId: 'M3',
    title: `a rule with its small changes looked at over a month of ${MEMBERS} members, against clearing its sealed books again`,
    target: 5,
    rounds: 3,
    pace,
    prepare: () =>
      contest(({ cache, community, rule }, tell) =>
        analyseRule(cache.read, { communityId: community.uid, ruleId: rule.id, range }, tell, () => false),
      ),
  },
  {
    name: 'rules-audit',
    targetId: 'M3',
    title: `every trade of a rule judged over a month of ${MEMBERS} members, against clearing its sealed books again`,
    target: 5,
    rounds: 3,
    pace,
    prepare: () =>
      contest(({ cache, community }, tell) =>
        auditRules(cache.read, { communityId: community.uid, range }, tell, () => false),
      ),
  },
];

/** Does the work and tells how many slots are done. */
type Work = (month: Month, tell: (progress: { readonly done: number }) => void) => Promise<void>;

async function contest(work: Work): Promise<Contest> {
  const caches = await NewCaches.make();
  const cache = caches.open();
  for (const page of simulateCommunity({ seed: 1, members: MEMBERS, days: DAYS, until: UNTIL }, sha256)) {
    applyPage(cache.write, page);
  }
  const [community] = allCommunities(cache.read);
  const rule = currentRules(cache.read, community).find((one) => one.type === 'sell' && one.isEnabled && one.minPrice)!;
  const month = { cache, community, rule };
  return {
    baseline: () =>
      timed(() => {
        for (const row of clearingRows(cache.read, community, range)) clearAgain(certificateOf(row)!);
      }),
    ours: async () => {
      let slots = 0;
      const started = performance.now();
      await work(month, ({ done }) => (slots = done));
      const milliseconds = performance.now() - started;
      if (slots !== SLOTS) throw new Error(`${slots} slots were done instead of ${SLOTS}.`);
      return milliseconds;
    },
    dispose: async () => {
      cache.close();
      await caches.dispose();
    },
  };
}
