import { setTimeout } from 'node:timers/promises';
import type { HubParts } from '../parts.ts';
import { DEMO } from '../seed/demo.ts';
import { LiveCommunity, PLAYING_DELAY } from './live-community.ts';

export interface LiveOptions {
  /** 1 is real time; 60 plays an hour in a minute. */
  readonly speed: number;
  /** What the demo communities were invented from. */
  readonly seed?: number;
}

/** Milliseconds until a slot that could not be played is tried again. */
const RETRY_AFTER = 10_000;

/**
 * Lets the demo communities of the hub go on living, slot by slot: first up to now as quickly as it goes, then with the clock, or `speed`
 * times as fast. Slots that could not be played are told to the log and tried again; a community that was not invented here stays as it is.
 */
export async function startLive(
  parts: HubParts,
  { speed, seed = DEMO.seed }: LiveOptions,
): Promise<{ stop(): Promise<void> }> {
  const demos = await parts.db
    .selectFrom('communities')
    .select(['id', 'name'])
    .where('is_demo', '=', true)
    .where('is_active', '=', true)
    .orderBy('id')
    .execute();
  const communities: LiveCommunity[] = [];
  for (const { id, name } of demos) {
    try {
      communities.push(await LiveCommunity.open(parts.db, id, seed));
    } catch (error) {
      parts.log(`live: ${name} stays as it is: ${String(error)}`);
    }
  }
  const stopping = new AbortController();
  const playing = communities.map((community) => play(parts, community, speed, stopping.signal));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(playing);
    },
  };
}

/** Plays slot after slot until it is stopped; never throws. */
async function play(parts: HubParts, community: LiveCommunity, speed: number, signal: AbortSignal): Promise<void> {
  const startedAt = parts.now();
  // In real time the clock tells the time of the community. A faster one begins with the clock, or where it had come to.
  const beginsAt = speed === 1 ? startedAt : Math.max(startedAt, community.next);
  const behind = Math.floor((startedAt - community.next) / community.slotLength);
  if (behind > 0) parts.log(`live: ${community.name} catches up on ${behind} slots`);
  while (!signal.aborted) {
    const time = beginsAt + (parts.now() - startedAt) * speed;
    const wait = (community.next + PLAYING_DELAY - time) / speed;
    if (wait > 0) {
      // In steps: a machine that slept wakes up late, and a timer holds 24 days at most.
      await pause(Math.min(wait, 60_000), signal);
      continue;
    }
    try {
      parts.signals.announce(community.id, await community.playSlot());
    } catch (error) {
      const slot = new Date(community.next).toISOString();
      parts.log(`live: the slot ${slot} of ${community.name} could not be played: ${String(error)}`);
      await pause(RETRY_AFTER, signal);
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  // Being stopped is no failure.
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}
