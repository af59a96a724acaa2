import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { fillFeed, pulling } from '../fixtures/pulling.ts';

it('lets a query of the same thread be answered between any two pages, however quickly these come', async () => {
  const desk = await pulling();
  fillFeed(desk.feed, 3, 20);
  const written: number[] = [];
  const seen = new Set<number>();
  let isPulling = true;
  const asking = (async () => {
    for (; isPulling; await setImmediate()) seen.add(positionOf(desk));
  })();
  await desk.pull({
    client: {
      rollups: (...asked) => desk.hub.client.rollups(...asked),
      // The whole feed is here already: nothing is waited for.
      page: async ({ cursor }) => {
        const query = new URLSearchParams({ limit: '5', ...(cursor !== null && { cursor }) });
        return { text: desk.feed.answer({ query }).body, askedAt: 0 };
      },
    },
    onPage: () => void written.push(positionOf(desk)),
  });
  isPulling = false;
  await asking;
  expect(written).toHaveLength(26);
  // What comes after the last page comes after the pull.
  expect([...seen]).toEqual([0, ...written.slice(0, -1)]);
});

/** How far the copy has come, as any query sees it. */
function positionOf({ cache }: Awaited<ReturnType<typeof pulling>>): number {
  return cache.read.pluck<number>('SELECT position FROM sync_state')[0] ?? 0;
}
