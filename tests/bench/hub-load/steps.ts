import { setTimeout } from 'node:timers/promises';
import { LiveCommunity } from '#hub/live/live-community.ts';
import { DEMO } from '#hub/seed/demo.ts';
import { usageOf } from '#tools/processes.ts';
import { Consoles } from './consoles.ts';
import type { HubUnderLoad } from './hub-under-load.ts';
import { type Answers, openLoop, percentiles } from './open-loop.ts';

/** One row of the report. Shares are of one core; what does not apply is absent. */
export interface Measured extends Partial<Answers> {
  readonly step: string;
  readonly load: string;
  readonly hubCores: number;
  readonly postgresCores: number;
  /** Bytes. */
  readonly hubMemory: number;
}

/** Beyond this a person waits, milliseconds; a step goes no higher. */
const TOO_SLOW_MS = 2_000;
const MEBIBYTE = 1024 * 1024;

const rounds = [25, 50, 100, 200, 400, 800];
const offers = [5, 10, 20, 40, 80, 160, 320];
const changes = [0.2, 1, 5];
const fetchers = [1, 8];
const SLOTS = 12;

type Step = (hub: HubUnderLoad, seconds: number) => AsyncGenerator<Measured, void, undefined>;

/** By name, those that change most at the end. Each load lasts for the seconds given. */
export const steps: Readonly<Record<string, Step>> = {
  fetch: async function* (hub) {
    for (const count of fetchers) yield await firstFetch(hub, count);
  },
  rounds: async function* (hub, seconds) {
    const consoles = new Consoles(hub);
    const cursor = await newest(consoles, null);
    yield* rising(rounds, (rate) =>
      measured(hub, 'asks with nothing new', `${rate} rounds/s`, () =>
        openLoop(rate, seconds, (number) => consoles.round(number, cursor)),
      ),
    );
    consoles.leave();
  },
  offers: async function* (hub, seconds) {
    const consoles = new Consoles(hub);
    yield* rising(offers, (rate) =>
      measured(hub, 'offers, nobody listens', `${rate} offers/s`, () =>
        openLoop(rate, seconds, (number) => consoles.placeOffer(number)),
      ),
    );
    consoles.leave();
  },
  streams: async function* (hub, seconds) {
    const consoles = new Consoles(hub);
    for (const share of [4, 2, 1]) {
      const count = Math.ceil(hub.consoles.length / share);
      await consoles.listen(count, () => undefined);
      yield await measured(hub, 'streams, nothing happens', `${count} streams`, () => setTimeout(seconds * 1000));
    }
    consoles.leave();
  },
  changes: async function* (hub, seconds) {
    yield* rising(changes, (rate) => liveChanges(hub, rate, Math.max(seconds, 2 / rate)));
  },
  slots: async function* (hub) {
    yield await slots(hub);
  },
};

async function* rising(
  rates: readonly number[],
  step: (rate: number) => Promise<Measured>,
): AsyncGenerator<Measured, void, undefined> {
  for (const rate of rates) {
    const result = await step(rate);
    yield result;
    if (result.failed! > 0 || result.p95! > TOO_SLOW_MS) return;
  }
}

/** Does `work` and tells what it has cost the hub and its database. */
async function measured(
  { pids }: HubUnderLoad,
  step: string,
  load: string,
  work: () => Promise<Partial<Answers> | void>,
): Promise<Measured> {
  const before = [usageOf(pids.hub), usageOf(pids.postgres)];
  const started = performance.now();
  const result = await work();
  const elapsed = (performance.now() - started) / 1000;
  const after = [usageOf(pids.hub), usageOf(pids.postgres)];
  const [hubCores, postgresCores] = after.map(({ cpuS }, at) => (cpuS - before[at].cpuS) / elapsed);
  return { step, load, hubCores, postgresCores, hubMemory: after[0].memory, ...result };
}

/** Consoles that have nothing yet and fetch all at once. */
function firstFetch(hub: HubUnderLoad, count: number): Promise<Measured> {
  const consoles = new Consoles(hub);
  return measured(hub, 'first fetch', `${count} at once`, async () => {
    const started = performance.now();
    const times: number[] = [];
    let pages = 0;
    let bytes = 0;
    const fetchAll = async (number: number): Promise<void> => {
      let cursor: string | null = null;
      for (let complete = false; !complete;) {
        const asked = performance.now();
        const page = await consoles.page(number, cursor);
        times.push(performance.now() - asked);
        ({ complete } = page);
        cursor = page.next ?? cursor;
        bytes += page.bytes;
        pages++;
      }
    };
    await Promise.all(Array.from({ length: count }, (_, number) => fetchAll(number)));
    consoles.leave();
    const seconds = (performance.now() - started) / 1000;
    const note = `${pages / count} pages and ${(bytes / count / MEBIBYTE).toFixed(2)} MiB each`;
    return { answered: pages / seconds, failed: 0, ...percentiles(times), note };
  });
}

/** @returns the cursor behind which nothing is newer */
async function newest(consoles: Consoles, from: string | null): Promise<string | null> {
  for (let cursor = from; ;) {
    const { next, complete } = await consoles.page(0, cursor);
    cursor = next ?? cursor;
    if (complete) return cursor;
  }
}

/** Every console listens and fetches what it is told of, one round at a time; times are from a decision to everybody having it. */
async function liveChanges(hub: HubUnderLoad, rate: number, seconds: number): Promise<Measured> {
  const consoles = new Consoles(hub);
  const all = hub.consoles.length;
  const cursor = await newest(consoles, null);
  const times: number[] = [];
  const madeAt = new Map<number, number>();
  const desks = Array.from({ length: all }, () => ({ told: 0, has: 0, cursor, isAsking: false }));
  const fetch = async (number: number): Promise<void> => {
    const desk = desks[number];
    if (desk.isAsking) return;
    desk.isAsking = true;
    while (desk.has < desk.told) {
      const told = desk.told;
      desk.cursor = await consoles.round(number, desk.cursor);
      const made = [...madeAt].filter(([position]) => position > desk.has && position <= told);
      for (const [, at] of made) times.push(performance.now() - at);
      desk.has = told;
    }
    desk.isAsking = false;
  };
  const start = await positionOf(hub);
  for (const [number, desk] of desks.entries()) {
    desk.has = desk.told = start;
    await consoles.listen(number + 1, (position) => {
      desk.told = Math.max(desk.told, position);
      void fetch(number);
    });
  }
  const result = await measured(hub, 'changes that all are told', `${rate} changes/s to ${all}`, async () => {
    const { failed } = await openLoop(rate, seconds, async (number) => {
      const at = performance.now();
      madeAt.set(await consoles.placeOffer(number), at);
    });
    while (desks.some((desk) => desk.isAsking)) await setTimeout(50);
    return { failed, answered: times.length / seconds, wanted: rate * all, ...percentiles(times) };
  });
  consoles.leave();
  return result;
}

async function positionOf({ db, communityId }: HubUnderLoad): Promise<number> {
  const row = db.selectFrom('communities').select('feed_position').where('id', '=', communityId);
  return (await row.executeTakeFirstOrThrow()).feed_position;
}

/** Slots of the community as the live mode plays them, in this process instead of the hub's: meters, orders, clearing, trades, settlement. */
async function slots(hub: HubUnderLoad): Promise<Measured> {
  const { db, communityId } = hub;
  const live = await LiveCommunity.open(db, communityId, DEMO.seed);
  // The simulator gets to where the stored days end.
  await live.playSlot();
  const tradesBefore = await tradesOf(hub);
  const times: number[] = [];
  const own = process.cpuUsage();
  const started = performance.now();
  const result = await measured(hub, 'slots', `${hub.members} members`, async () => {
    for (let slot = 0; slot < SLOTS; slot++) {
      const begun = performance.now();
      await live.playSlot();
      times.push(performance.now() - begun);
    }
    const trades = (await tradesOf(hub)) - tradesBefore;
    return {
      failed: 0,
      answered: SLOTS / ((performance.now() - started) / 1000),
      ...percentiles(times),
      note: `${trades} trades in ${SLOTS} slots`,
    };
  });
  const { user, system } = process.cpuUsage(own);
  return { ...result, hubCores: (user + system) / 1000 / (performance.now() - started) };
}

async function tradesOf({ db, communityId }: HubUnderLoad): Promise<number> {
  const row = db
    .selectFrom('trades')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('community_id', '=', communityId);
  return (await row.executeTakeFirstOrThrow()).count;
}
