import { describe, expect, it } from 'vitest';
import { afterOpen } from '#engine/after-open.ts';
import { communitiesHandlers } from '#engine/communities/handlers.ts';
import { rebuildRollups } from '#engine/cache/rebuild-rollups.ts';
import { createDemo, demoSimulation } from '#engine/demo/create-demo.ts';
import { lastDemoRun } from '#engine/demo/demo-run.ts';
import { testEngine, UNTIL } from '../fixtures/community.ts';

const small = demoSimulation({ members: 10, days: 6, seed: 3, until: UNTIL });

function counts(context: ReturnType<typeof testEngine>['context']) {
  return context.cache.read.get(
    `SELECT (SELECT COUNT(*) FROM meter_reading) AS readings, (SELECT COUNT(*) FROM offer) AS offers,
            (SELECT COUNT(*) FROM trade) AS trades, (SELECT SUM(produced_wh) FROM rollup_day) AS produced`,
  );
}

describe('the demo community', () => {
  it('is made day by day with progress and says when it is complete', async () => {
    const { context, notified } = testEngine();
    await createDemo(context, small).finished;
    expect(context.tasks.list()).toMatchObject([{ kind: 'demo', state: 'done', done: 6, total: 6 }]);
    expect(notified[0].state).toBe('running');
    expect(lastDemoRun(context.cache.read)?.isOver).toBe(true);
  });

  it('is furnished with an organiser, documents and consents, the same each time', async () => {
    const made = await Promise.all(
      [testEngine(), testEngine()].map(async ({ context }) => {
        await createDemo(context, small).finished;
        const all = (table: string): object[] => context.cache.read.all(`SELECT * FROM ${table}`);
        return { consents: all('consent'), documents: all('community_document'), organiser: all('organiser') };
      }),
    );
    expect(made[0].organiser).toHaveLength(1);
    expect(made[0].documents).toHaveLength(5);
    expect(made[0].consents.length).toBeGreaterThan(20);
    expect(made[1]).toEqual(made[0]);
  });

  it('stops when it is cancelled, between two days', async () => {
    const { context } = testEngine();
    const { id, finished } = createDemo(context, small);
    context.tasks.cancel(id);
    await finished;
    expect(context.tasks.list()[0].state).toBe('cancelled');
  });

  it('stopped by the person is not completed at the next opening', async () => {
    const { context } = testEngine();
    const { id, finished } = createDemo(context, small);
    context.tasks.cancel(id);
    await finished;
    afterOpen(context, { demo: true, appVersion: '1.0.0' });
    expect(context.tasks.list()).toHaveLength(1);
  });

  it('removed while it is being made is gone for good', async () => {
    const { context } = testEngine();
    createDemo(context, small);
    while (context.tasks.list()[0].done < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const communityId = context.tasks.list()[0].communityId!;
    await communitiesHandlers['communities.remove']({ communityId }, context);
    expect(counts(context)).toEqual({ readings: 0, offers: 0, trades: 0, produced: null });
    afterOpen(context, { demo: true, appVersion: '1.0.0' });
    expect(context.tasks.list()).toMatchObject([{ state: 'cancelled' }]);
  });

  it('interrupted in the middle is completed at the next opening and equals one that was not', async () => {
    const whole = testEngine();
    await createDemo(whole.context, small).finished;

    const broken = testEngine();
    const run = createDemo(broken.context, small);
    while (broken.context.tasks.list()[0].done < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await broken.context.tasks.drain();
    await run.finished;
    expect(lastDemoRun(broken.context.cache.read)?.isOver).toBe(false);

    afterOpen(broken.context, { demo: true, appVersion: '1.0.0' });
    await broken.context.tasks.finished(broken.context.tasks.list()[1].id);
    expect(counts(broken.context)).toEqual(counts(whole.context));
    const before = broken.context.cache.read.all('SELECT * FROM rollup_day');
    rebuildRollups(broken.context.cache.write, 1);
    expect(broken.context.cache.read.all('SELECT * FROM rollup_day')).toEqual(before);
  });

  it('is not made a second time in a cache that has it', async () => {
    const { context } = testEngine();
    await createDemo(context, small).finished;
    afterOpen(context, { demo: true, appVersion: '1.0.0' });
    expect(context.tasks.list()).toHaveLength(1);
  });
});
