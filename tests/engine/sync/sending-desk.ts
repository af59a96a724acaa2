/** A desk whose community a hub keeps, and what that hub is sent and answers. */
import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import type { CommandResult } from '#shared/wire/sync.ts';
import type { Cache } from '#engine/cache/open.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { outboxItems } from '#engine/outbox/list.ts';
import { HubFailure } from '#engine/sync/hub-failure.ts';
import { noPushes, type PushCounts, pushOutbox } from '#engine/sync/push.ts';
import { writeSyncState } from '#engine/sync/sync-state.ts';
import { openMarket } from '../fixtures/open-market.ts';
import { COMMUNITY, memberId, SLOT, START } from '../fixtures/pages.ts';

export type Command = { key: string; kind: string; data: { member_id: string; quantity_kwh: number } } & Record<
  string,
  unknown
>;
export type Answer = (commands: Command[]) => Partial<CommandResult>[];

export const accepted: Answer = (commands) => commands.map(() => ({ outcome: 'accepted', position: 9 }));
export const refusal = (status: number, options: object = {}): HubFailure =>
  new HubFailure('HUB_REFUSED', 'No.', { status, ...options });

/** Sends what a desk has decided to a hub that keeps its community, and remembers what it is sent. */
export function pushesOf(cache: Cache) {
  const { id } = requireCommunity(cache.read, COMMUNITY);
  writeSyncState(cache.write, { communityId: id, cursor: 'c', position: 1, completeAt: START });
  const batches: Command[][] = [];
  const noted: NewEntry[] = [];
  const seen: OutboxItem['state'][][] = [];
  const list = (): OutboxItem[] => outboxItems(cache.read, requireCommunity(cache.read, COMMUNITY)).toReversed();
  const clock = { now: START };
  return {
    batches,
    /** What the audit log is told. */
    noted,
    clock,
    list,
    /** The states of all decisions at the moment when each batch left. */
    seen,
    push: async (answer: Answer = accepted): Promise<PushCounts> => {
      const counts = noPushes();
      await pushOutbox({
        cache,
        audit: { appendAll: (entries) => entries.map((entry) => noted.push(entry)) },
        client: {
          send: async (commands) => {
            batches.push(commands as Command[]);
            seen.push(list().map(({ state }) => state));
            const results = answer(commands as Command[]);
            return results.map((result, at) => ({ key: (commands as Command[])[at].key, ...result }) as CommandResult);
          },
        },
        signal: new AbortController().signal,
        now: () => clock.now,
        delayMs: (attempts) => attempts * 1000,
        counts,
        onAnswer: () => undefined,
      });
      return counts;
    },
  };
}

/** A market whose community a hub keeps, and what that hub is sent. */
export function sendingDesk(members = 3) {
  const market = openMarket(members);
  const { cache } = market.context;
  return {
    ...market,
    cache,
    ...pushesOf(cache),
    /** One order of 1 Wh and more for each of these members, far from each other in time so that none trades with itself. */
    placeFor: (...of: number[]): string[] =>
      of.map((member, at) =>
        market.place({
          memberId: memberId(member),
          quantityWh: at + 1,
          // After the slot that runs at the fixture's clock.
          windowStart: START + (30 + at) * SLOT,
          windowEnd: START + (31 + at) * SLOT,
        }),
      ),
  };
}

export const keys = (batch: readonly Command[]): string[] => batch.map(({ key }) => key);
