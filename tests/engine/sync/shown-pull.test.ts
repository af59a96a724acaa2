import { describe, expect, it } from 'vitest';
import { COMMUNITY } from '../fixtures/pages.ts';
import { connectedDesk, names, soon } from './connected-desk.ts';
import { feedHub } from './feed-hub.ts';

describe('a fetch of more than one page', () => {
  it('is a task with counts, and over when the community is complete', async () => {
    const hub = await feedHub(10);
    hub.pageSize = 4;
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    await soon(() => expect(desk.tasks.at(-1)).toMatchObject({ state: 'done' }));
    expect(desk.tasks[0]).toMatchObject({ kind: 'sync', subject: 'Sonnenhang', unit: 'changes', state: 'running' });
    expect(desk.tasks.at(-1)).toMatchObject({ communityId: COMMUNITY, done: 11, total: 11, outcome: { changes: 11 } });
    expect(desk.context.tasks.list()).toHaveLength(1);
  });

  it('that the person stops is paused, keeps what it has and goes on when asked to', async () => {
    const hub = await feedHub(10);
    hub.pageSize = 4;
    const held = Promise.withResolvers<null>();
    let pages = 0;
    hub.fault = (path) => (path === '/api/sync' && ++pages === 3 ? held.promise : null);
    const desk = await connectedDesk(hub);
    await soon(() => expect(desk.status().communities).toMatchObject([{ progress: { total: 11 } }]));
    await soon(() => expect(pages).toBe(3));
    desk.context.tasks.cancel(desk.tasks[0].id);
    expect(await desk.until('paused')).toMatchObject({ problem: null, live: 'none' });
    held.resolve(null);
    expect(await desk.context.tasks.finished(desk.tasks[0].id)).toMatchObject({ state: 'cancelled', problem: null });
    expect(names(desk).length).toBeGreaterThan(0);
    desk.context.sync.wake();
    expect(desk.status().state).toBe('paused');
    desk.context.sync.now();
    await desk.until('up-to-date');
    expect(names(desk)).toHaveLength(10);
  });
});
