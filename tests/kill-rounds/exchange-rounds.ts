import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Cache } from '#engine/cache/open.ts';
import { connectHub } from '#engine/sync/connect.ts';
import { syncStatus } from '#engine/sync/status.ts';
import { databaseFolder } from '#hub/data-folder.ts';
import { openHubDatabase } from '#hub/db/open-database.ts';
import type { Random } from '#shared/domain/random.ts';
import { uuidBytes } from '#shared/domain/uuid.ts';
import { contentOf, differences } from '../engine/sync/faults/cache-content.ts';
import { putFailedTrade } from '../hub/commands/case-desk.ts';
import { emailOf, HUB_PASSWORD, type HubProcess, makeHubFolder, startHubProcess } from '../hub/hub-process.ts';
import { activeMembers } from '../hub/market/market-under-test.ts';
import { openEngine } from './children/engine.ts';
import { makeDeskFolder } from './desk-folder.ts';
import { KillMoment } from './kill-moment.ts';
import { type KilledRound, type KillKind, openSound } from './kill-scenario.ts';

const COMMUNITY = { members: 6, days: 1 } as const;
/** Cases that can be decided: more than there are rounds. */
const CASES = 60;
/** A desk begins anew after so many rounds: with an empty cache that has everything to fetch. */
const ROUNDS_PER_DESK = 5;
/** The hub is killed too, and started again, after so many rounds. */
const HUB_KILLED_EVERY = 9;

/** What a desk decides, and how the decision is known at the hub. */
interface Decisions {
  /** For the child: the quantity that is offered, or nothing for a case. */
  argument(number: number): string;
  /** Whether it waits in the outbox of a cache. */
  waits(cache: Pick<Cache, 'read'>, what: string): boolean;
  /** What stands in a cache for a decision (what the child said of it): how often it was carried out. */
  timesDone(cache: Pick<Cache, 'read'>, what: string): number;
  /** Everything that the cache knows to be carried out. */
  done(cache: Pick<Cache, 'read'>): readonly string[];
}

const offers: Decisions = {
  argument: (number) => String(number + 1),
  waits: ({ read }, quantity) =>
    read.get('SELECT 1 FROM outbox WHERE price = 950000 AND quantity_wh = ?', [Number(quantity)]) !== undefined,
  timesDone: ({ read }, quantity) =>
    read.pluck<number>('SELECT COUNT(*) FROM offer WHERE price = 950000 AND quantity_wh = ?', [Number(quantity)])[0],
  done: ({ read }) => read.pluck<number>('SELECT DISTINCT quantity_wh FROM offer WHERE price = 950000').map(String),
};

const cases: Decisions = {
  argument: () => '',
  waits: ({ read }, trade) => read.get('SELECT 1 FROM outbox WHERE trade_id = ?', [uuidBytes(trade)]) !== undefined,
  timesDone: ({ read }, trade) =>
    read.pluck<number>('SELECT COUNT(*) FROM settlement_event WHERE trade_id = ? AND kind = 1', [uuidBytes(trade)])[0],
  done: () => [],
};

/** Offers that are placed while the community is fetched. */
export const syncRounds: KillKind = { name: 'sync', prepare: (folder) => exchange(folder, offers) };

/** Resolutions that are proposed for failed trades. */
export const settlementRounds: KillKind = { name: 'settlement', prepare: (folder) => exchange(folder, cases) };

/** Every decision that was acknowledged waits or was carried out once; those that were not, once at most; and the desk ends as the hub is. */
async function exchange(folder: string, decisions: Decisions) {
  const data = await makeHubFolder(COMMUNITY);
  await putCases(data.folder, data.communityId);
  let hub: HubProcess = await startHubProcess(data.folder);
  const { port } = hub;
  const moment = new KillMoment(500);
  let desk = await newDesk();
  let rounds = 0;
  const decided: string[] = [];
  const ofDesk: string[] = [];

  async function newDesk(): Promise<string> {
    const made = makeDeskFolder(folder);
    const context = openEngine(made);
    const person = { address: hub.address, email: emailOf('admin'), password: HUB_PASSWORD };
    await connectHub(context.cache, person, context.sync.closing);
    await context.sync.close();
    context.audit.close();
    context.cache.close();
    return made;
  }

  async function killHub(): Promise<void> {
    await hub.end('SIGKILL');
    hub = await startHubProcess(data.folder, port);
  }

  /** Everything is fetched and sent; what the desk knows then is what the hub tells a fresh one. */
  async function finishDesk(): Promise<void> {
    const context = openEngine(desk);
    const fresh = openEngine(await newDesk());
    for (const each of [context, fresh]) {
      for (let attempt = 0; syncStatus(each.cache.read, each.sync.state).state !== 'up-to-date'; attempt++) {
        assert.ok(attempt < 60, JSON.stringify(syncStatus(each.cache.read, each.sync.state)));
        await each.sync.once();
      }
    }
    assert.deepEqual(context.cache.read.pluck('SELECT key FROM outbox'), []);
    for (const what of decided) assert.equal(decisions.timesDone(fresh.cache, what), 1, `${what} was not done once`);
    for (const what of decisions.done(fresh.cache)) assert.equal(decisions.timesDone(fresh.cache, what), 1);
    assert.deepEqual(differences(contentOf(context.cache.read), contentOf(fresh.cache.read)), []);
    for (const each of [context, fresh]) {
      await each.sync.close();
      each.audit.close();
      each.cache.close();
    }
    ofDesk.length = 0;
  }

  async function round(random: Random): Promise<KilledRound> {
    if (rounds > 0 && rounds % ROUNDS_PER_DESK === 0) {
      await finishDesk();
      desk = await newDesk();
    }
    if (rounds % HUB_KILLED_EVERY === HUB_KILLED_EVERY - 1) await killHub();
    const args = [desk, data.communityId, randomUUID(), decisions.argument(rounds++)];
    const lines = await moment.linesOf(['exchange', ...args], random);
    const acknowledged = lines.flatMap((line) => /^decided (.+)$/.exec(line)?.[1] ?? []);
    ofDesk.push(...acknowledged);
    decided.push(...acknowledged);
    await openSound(desk, (cache) => {
      for (const what of ofDesk) {
        assert.ok(
          decisions.waits(cache, what) || decisions.timesDone(cache, what) === 1,
          `the decision ${what} is gone`,
        );
      }
    });
    moment.learn(acknowledged.length > 0);
    return { acknowledged: acknowledged.length, isInterrupted: true };
  }

  return {
    round,
    end: async () => {
      try {
        await finishDesk();
      } finally {
        await hub.end('SIGTERM');
        await data.remove();
      }
    },
  };
}

/** Trades that failed without a fault of anybody, so that trying again settles them. */
async function putCases(hubFolder: string, communityId: string): Promise<void> {
  const { db, close } = await openHubDatabase({ dataFolder: databaseFolder(hubFolder) });
  try {
    const members = await activeMembers(db, communityId);
    const quantityWh = 100;
    for (let number = 0; number < CASES; number++) await putFailedTrade({ db, communityId }, members, { quantityWh });
  } finally {
    await close();
  }
}
