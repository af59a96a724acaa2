/** A desk with a cache of its own that is connected to a scripted hub, and whose waits a test lets pass. */
import { onTestFinished, vi } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import type { EngineContext } from '#engine/context.ts';
import { placeOffer } from '#engine/market/offer-drafts.ts';
import { outboxItems } from '#engine/outbox/list.ts';
import type { Pace } from '#engine/sync/pace.ts';
import { connectHub } from '#engine/sync/connect.ts';
import { syncStatus } from '#engine/sync/status.ts';
import { Tasks } from '#engine/tasks/tasks.ts';
import type { ChangedArea } from '#shared/contract/events.ts';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { syncStatusSchema, type SyncStatus } from '#shared/contract/sync.ts';
import type { Task } from '#shared/contract/tasks.ts';
import { slotStart } from '#shared/domain/slots.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { keyOf } from '../fixtures/open-market.ts';
import { COMMUNITY, memberId, SLOT } from '../fixtures/pages.ts';
import { temporaryCache } from '../fixtures/temporary-cache.ts';
import { PERSON, type FeedHub } from './feed-hub.ts';

/** Waits end only when the test says so; chance always draws the longest. */
export class SteppedPace implements Pace {
  readonly pollMs = 30_000;
  readonly #waiting = new Map<() => void, number>();

  now(): number {
    return Date.now();
  }

  random(): number {
    return 1;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waiting.delete(end);
        resolve();
      };
      this.#waiting.set(end, ms);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  }

  /** What is waited for, in whole seconds, the shortest first. */
  get waits(): number[] {
    return [...this.#waiting.values()].map((ms) => Math.round(ms / 1000)).toSorted((a, b) => a - b);
  }

  /** Lets the shortest wait end. */
  pass(): void {
    const [shortest] = [...this.#waiting].toSorted(([, a], [, b]) => a - b);
    shortest?.[0]();
  }
}

export interface ConnectedDesk {
  readonly context: EngineContext;
  readonly pace: SteppedPace;
  readonly changed: ChangedArea[];
  readonly tasks: Task[];
  status(): SyncStatus;
  /** Waits until the exchange is in this state. */
  until(state: SyncStatus['state']): Promise<SyncStatus>;
}

export function newDesk(): ConnectedDesk {
  const pace = new SteppedPace();
  const changed: ChangedArea[] = [];
  const tasks: Task[] = [];
  const cache = temporaryCache();
  const context = engineContext(cache, {
    pace,
    tasks: new Tasks((task) => tasks.push(task)),
    changed: (...areas) => changed.push(...areas),
  });
  onTestFinished(async () => {
    await Promise.all([context.sync.close(), context.tasks.drain()]);
  });
  const status = (): SyncStatus => syncStatusSchema.parse(syncStatus(cache.read, context.sync.state));
  return {
    context,
    pace,
    changed,
    tasks,
    status,
    until: (state) =>
      vi.waitFor(
        () => {
          const now = status();
          if (now.state !== state) throw new Error(`The state is ${now.state}, not ${state}: ${JSON.stringify(now)}`);
          return now;
        },
        { interval: 5, timeout: 10_000 },
      ),
  };
}

/** Waits until something is so. */
export function soon(check: () => void): Promise<void> {
  return vi.waitFor(check, { interval: 5, timeout: 10_000 });
}

/** A desk that is connected, and whose exchange has begun unless it is to be started later. */
export async function connectedDesk(hub: FeedHub, { start = true } = {}): Promise<ConnectedDesk> {
  const desk = newDesk();
  const { cache, sync } = desk.context;
  await connectHub(cache, { address: hub.address, ...PERSON }, sync.closing);
  if (start) sync.start();
  return desk;
}

/** Places an offer to buy at this desk for a member, tomorrow. */
export function decide({ context }: ConnectedDesk, member = 0, number = 1): string {
  const { cache, sync } = context;
  const windowStart = slotStart(Date.now()) + (96 + number) * SLOT;
  const offer = { memberId: memberId(member), type: 'buy', quantityWh: 10, price: 100_000 } as const;
  const window = { windowStart, windowEnd: windowStart + SLOT };
  const id = placeOffer(
    cache.write,
    { communityId: COMMUNITY, offer: { ...offer, ...window }, key: keyOf(number) },
    Date.now(),
  );
  sync.wake();
  return id;
}

/** What the outbox of a desk holds, the latest first. */
export const outbox = ({ context: { cache } }: ConnectedDesk): OutboxItem[] =>
  outboxItems(cache.read, requireCommunity(cache.read, COMMUNITY));

/** The pseudonyms of the members in view. */
export const names = ({ context: { cache } }: ConnectedDesk): string[] =>
  cache.read.pluck<string>("SELECT anonymized_id FROM member WHERE uid NOT LIKE '~%' ORDER BY uid");
