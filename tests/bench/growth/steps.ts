import { rebuildRollups } from '#engine/cache/rebuild-rollups.ts';
import { openCache } from '#engine/cache/open.ts';
import { allCommunities, type CommunityRow } from '#engine/communities/community.ts';
import { LedgerDesk } from '#engine/ledger/ledger-desk.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { EngineMethodName, Input } from '#shared/contract/contract.ts';
import type { LedgerSort } from '#shared/contract/ledger-records.ts';
import { addDays, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { Random } from '#shared/domain/random.ts';
import { DEFAULT_LIMITS } from '#shared/market/orders.ts';
import { clearUniformPrice } from '#shared/market/uniform-price.ts';
import { clearPayAsBid } from '#shared/market/pay-as-bid.ts';
import { call } from '../../engine/fixtures/engine-calls.ts';
import { engineContext } from '../../engine/fixtures/engine-context.ts';
import { KEY } from '../../engine/fixtures/keys.ts';
import { randomBook } from '../random-book.ts';
import { everyTrade, MEMBERS, tradePages } from '../trade-year.ts';

/** What a step is done with: a cache, and how many trades, members or orders there are. */
interface Given {
  readonly file: string;
  readonly count: number;
}

/** Makes itself ready and answers what is timed, which may be done several times. */
export type Step = (given: Given) => { work(): unknown; dispose?(): void };

const PAGE = 200;
/** Pages that are asked for in one go. */
const PAGES = 50;
/** Of each member, within a month. */
const TRADES_OF_MEMBER = 60;
const MONTH_DAYS = 30;
const filter = everyTrade(5);
const newestFirst: LedgerSort = { by: 'executedAt', descending: true };

export const steps = {
  /** All of them anew. */
  rollups: ({ file }) => {
    const cache = openCache({ file, key: KEY });
    const [community] = allCommunities(cache.read);
    return {
      work: () => {
        const undone = new Error('undone');
        try {
          cache.write.transaction(() => {
            rebuildRollups(cache.write, community.id);
            throw undone;
          });
        } catch (error) {
          if (error !== undone) throw error;
        }
      },
      dispose: () => cache.close(),
    };
  },
  statistics: asked('stats.indicators', (communityId, range) => ({ communityId, range })),
  'ledger pages': ledger(async (desk, communityId, count) => {
    const random = new Random('pages');
    for (let page = 0; page < PAGES; page++) {
      const from = random.integer(0, count - PAGE);
      await desk.page({ communityId, filter, sort: newestFirst, from, limit: PAGE });
    }
  }),
  totals: ledger((_, communityId, __, fresh) => fresh().totals({ communityId, filter })),
  'by amount': ledger((_, communityId, count, fresh) =>
    fresh().page({
      communityId,
      filter,
      sort: { by: 'amount', descending: true },
      from: Math.floor(count / 2),
      limit: PAGE,
    }),
  ),
  'members applied': ({ file, count }) => {
    let made = 0;
    return {
      work: () => {
        const cache = openCache({ file: made++ === 0 ? file : `${file}-again-${made}`, key: KEY });
        for (const page of tradePages({ trades: count * TRADES_OF_MEMBER, members: count, days: MONTH_DAYS })) {
          applyPage(cache.write, page);
        }
        cache.close();
      },
    };
  },
  'members listed': asked('members.list', (communityId, range) => ({ communityId, range })),
  leaderboards: asked('insights.leaderboards', (communityId, range) => ({
    communityId,
    range,
    compareWith: null,
    group: 'all',
    limit: 500,
  })),
  fairness: asked('insights.fairness', (communityId, range) => ({
    communityId,
    range,
    compareWith: null,
    group: 'all',
  })),
  'uniform-price': ({ count }) => {
    const { bids, offers } = randomBook(count / 2, Math.min(count, MEMBERS));
    return { work: () => clearUniformPrice(bids, offers, DEFAULT_LIMITS) };
  },
  'pay-as-bid': ({ count }) => {
    const { bids, offers } = randomBook(count / 2, Math.min(count, MEMBERS));
    return { work: () => clearPayAsBid(bids, offers, DEFAULT_LIMITS, 'ascending') };
  },
} satisfies Readonly<Record<string, Step>>;
export type StepName = keyof typeof steps;

/** A question of the engine about the last whole month of the data. */
function asked<M extends EngineMethodName>(
  method: M,
  inputOf: (communityId: string, range: { readonly from: number; readonly to: number }) => Input<M>,
): Step {
  return ({ file }) => {
    const cache = openCache({ file, key: KEY });
    const context = engineContext(cache);
    const [community] = allCommunities(cache.read);
    const input = inputOf(
      community.uid,
      lastMonth(cache.read.pluck<number>('SELECT MAX(slot) FROM trade')[0], community),
    );
    return { work: () => call(context, method, input), dispose: () => cache.close() };
  };
}

function lastMonth(lastSlot: number, { time_zone: timeZone }: CommunityRow): { from: number; to: number } {
  const end = localDay(lastSlot, timeZone);
  return { from: startOfLocalDay(addDays(end, -MONTH_DAYS), timeZone), to: startOfLocalDay(end, timeZone) };
}

/** Something asked of the ledger: of a desk that knows of it after the first time, or of a fresh one. */
function ledger(
  ask: (desk: LedgerDesk, communityId: string, count: number, fresh: () => LedgerDesk) => Promise<unknown>,
): Step {
  return ({ file, count }) => {
    const cache = openCache({ file, key: KEY });
    const [community] = allCommunities(cache.read);
    const desk = new LedgerDesk(cache.read);
    return {
      work: () => ask(desk, community.uid, count, () => new LedgerDesk(cache.read)),
      dispose: () => cache.close(),
    };
  };
}
