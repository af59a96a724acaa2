import { describe, expect, it } from 'vitest';
import { HubFailure } from '#engine/sync/hub-failure.ts';
import { LiveEvents } from '#engine/sync/live-events.ts';
import { SteppedPace, soon } from './connected-desk.ts';

/** Streams that a test opens, feeds and ends, one at a time for each community. */
function streams() {
  const pace = new SteppedPace();
  const opened: {
    communityId: string;
    after: number;
    signal: AbortSignal;
    open: () => void;
    tell: (position: number) => void;
    end: (error?: Error) => void;
  }[] = [];
  const positions = new Map<string, number>();
  const seen = { news: 0, changes: 0 };
  const live = new LiveEvents({
    client: {
      async *events(communityId: string, after: number, signal?: AbortSignal, onOpen?: () => void) {
        const told: number[] = [];
        let bell = Promise.withResolvers<Error | null>();
        let isOver = false;
        opened.push({
          communityId,
          after,
          signal: signal!,
          open: onOpen!,
          tell: (position) => {
            told.push(position);
            bell.resolve(null);
          },
          end: (error) => {
            isOver = true;
            bell.resolve(error ?? null);
          },
        });
        signal!.addEventListener('abort', () => {
          isOver = true;
          bell.resolve(new HubFailure('CANCELLED', 'Stopped.'));
        });
        for (;;) {
          const error = await bell.promise;
          bell = Promise.withResolvers();
          yield* told.splice(0);
          if (isOver && error) throw error;
          if (isOver) return;
        }
      },
    },
    pace,
    positionOf: (communityId) => positions.get(communityId) ?? 0,
    onNews: () => void seen.news++,
    onChange: () => void seen.changes++,
    log: () => undefined,
  });
  return { live, pace, opened, positions, seen };
}

describe('streams of events', () => {
  it('are one for each community, from where its copy has come (E2)', async () => {
    const { live, opened, positions } = streams();
    positions.set('a', 7);
    live.watch(['a', 'b']);
    live.watch(['a', 'b']);
    expect(opened.map(({ communityId, after }) => [communityId, after])).toEqual([
      ['a', 7],
      ['b', 0],
    ]);
    await live.stop();
  });

  it('count as live once all of them are open', async () => {
    const { live, opened } = streams();
    expect(live.isLive).toBe(false);
    live.watch(['a', 'b']);
    opened[0].open();
    expect(live.isLive).toBe(false);
    opened[1].open();
    expect(live.isLive).toBe(true);
    await live.stop();
    expect(live.isLive).toBe(false);
  });

  it('tell news of what the copy does not have, and once when they begin', async () => {
    const { live, opened, positions, seen } = streams();
    live.watch(['a']);
    opened[0].open();
    expect(seen).toEqual({ news: 1, changes: 1 });
    opened[0].tell(4);
    await soon(() => expect(seen.news).toBe(2));
    positions.set('a', 9);
    opened[0].tell(8);
    opened[0].tell(9);
    opened[0].tell(10);
    await soon(() => expect(seen.news).toBe(3));
    await live.stop();
  });

  it('that end are opened again, later after each failure; that they ended is news (E3)', async () => {
    const { live, opened, pace, seen } = streams();
    live.watch(['a']);
    opened[0].open();
    opened[0].end(new HubFailure('REALTIME_LOST', 'Silence.'));
    await soon(() => expect(pace.waits).toEqual([1]));
    expect(seen).toEqual({ news: 2, changes: 2 });
    expect(live.isLive).toBe(false);
    for (const [failures, wait] of [
      [1, 2],
      [2, 4],
      [3, 8],
    ]) {
      pace.pass();
      await soon(() => expect(opened).toHaveLength(failures + 1));
      opened[failures].end(new HubFailure('HUB_UNREACHABLE', 'Nobody there.'));
      await soon(() => expect(pace.waits).toEqual([wait]));
    }
    expect(seen).toEqual({ news: 2, changes: 2 });
    await live.stop();
    expect(pace.waits).toEqual([]);
  });

  it('that are lost are told under one reference until they are open again, whatever ended them', async () => {
    const { live, opened, pace } = streams();
    live.watch(['a']);
    expect(live.problem).toBeNull();
    opened[0].open();
    opened[0].end();
    await soon(() => expect(live.problem).toMatchObject({ code: 'REALTIME_LOST', retryable: true }));
    const { correlationId } = live.problem!;
    pace.pass();
    await soon(() => expect(opened).toHaveLength(2));
    opened[1].end(new HubFailure('HUB_UNREACHABLE', 'Nobody there.'));
    await soon(() => expect(pace.waits).toEqual([2]));
    expect(live.problem).toMatchObject({ code: 'REALTIME_LOST', correlationId });
    pace.pass();
    await soon(() => expect(opened).toHaveLength(3));
    opened[2].open();
    expect(live.problem).toBeNull();
    await live.stop();
  });

  it('of communities that are not watched any more end, and tell nothing', async () => {
    const { live, opened, seen } = streams();
    live.watch(['a', 'b']);
    opened[0].open();
    opened[1].open();
    const before = { ...seen };
    live.watch(['b']);
    expect(opened.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    await live.stop();
    expect(opened.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect(seen).toEqual(before);
    expect(opened).toHaveLength(2);
  });
});
