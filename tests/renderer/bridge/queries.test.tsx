// @vitest-environment jsdom
import '../setup-dom.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BridgeError, call, replaceBridge } from '#renderer/bridge/client.ts';
import { createFakeBridge } from '#renderer/bridge/fake.ts';
import { createInvalidator } from '#renderer/bridge/invalidation.ts';
import { createQueryClient, queryKey, useMethod } from '#renderer/bridge/queries.ts';
import { renderInProviders } from '../render.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function Communities(): ReactNode {
  const { data, error } = useMethod('communities.list', {});
  if (error !== null && data === undefined) return <p>failed: {error.problem.code}</p>;
  return <p>{data === undefined ? 'waiting' : data.map(({ name }) => name).join(', ')}</p>;
}

describe('a call', () => {
  it('throws the problem of a failed answer', async () => {
    replaceBridge(createFakeBridge({ failing: { 'communities.list': { code: 'DISK_FULL' } } }));
    const failure = await call('communities.list', {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BridgeError);
    expect(failure).toMatchObject({ problem: { code: 'DISK_FULL', correlationId: 'FAKE-0042' } });
  });

  it('turns a broken bridge into an INTERNAL problem', async () => {
    const broken = { ...createFakeBridge(), invoke: () => Promise.reject(new Error('no such channel')) };
    replaceBridge(broken);
    await expect(call('communities.list', {})).rejects.toMatchObject({ problem: { code: 'INTERNAL' } });
  });
});

describe('a query', () => {
  it('is asked while the page is still drawn, unless it is held back', () => {
    const bridge = createFakeBridge();
    replaceBridge(bridge);
    function HeldBack(): ReactNode {
      useMethod('tasks.list', {}, { enabled: false });
      return null;
    }
    // On the server nothing follows the drawing: no effect runs.
    renderToString(
      <QueryClientProvider client={createQueryClient()}>
        <Communities />
        <HeldBack />
        <Communities />
      </QueryClientProvider>,
    );
    expect(bridge.calls.map(({ method }) => method)).toEqual(['communities.list']);
  });

  it('fails at once when trying again would not help', async () => {
    renderInProviders(<Communities />, { failing: { 'communities.list': { code: 'FORBIDDEN' } } });
    expect(await screen.findByText('failed: FORBIDDEN')).toBeDefined();
  });

  it('recovers by itself once a dead engine is back', async () => {
    let isGone = true;
    const { bridge } = renderInProviders(<Communities />, {
      answers: {
        'communities.list': () => {
          if (isGone) throw new Error('unreachable');
          return [];
        },
      },
    });
    const calls = () => bridge.calls.filter(({ method }) => method === 'communities.list').length;
    expect(await screen.findByText('failed: INTERNAL')).toBeDefined();
    isGone = false;
    bridge.state.emit('session.changed', { ...bridge.state.session, engine: 'restarting' });
    const before = calls();
    bridge.state.emit('session.changed', { ...bridge.state.session, engine: 'ready' });
    await waitFor(() => expect(calls()).toBeGreaterThan(before));
    await waitFor(() => expect(screen.queryByText(/failed/)).toBeNull());
  });

  it('asks again when its area changed, and only then', async () => {
    const { bridge } = renderInProviders(<Communities />);
    await screen.findByText(/Sonnenhang/);
    const before = bridge.calls.length;
    bridge.state.communities = [];
    bridge.state.emit('cache.changed', { areas: ['pricing'] });
    expect(bridge.calls.length).toBe(before);
    bridge.state.emit('cache.changed', { areas: ['communities'] });
    await waitFor(() => expect(screen.queryByText(/Sonnenhang/)).toBeNull());
  });

  it('takes over tasks and the session from their events', async () => {
    const { bridge, client } = renderInProviders(<Communities />);
    await screen.findByText(/Sonnenhang/);
    const started = await bridge.invoke('demo.create', {});
    expect(started.ok && client.getQueryData(queryKey('tasks.list', {}))).toMatchObject([{ kind: 'demo' }]);
  });

  it('forgets what it knew of the community when the console is locked', async () => {
    const { bridge, client } = renderInProviders(<Communities />);
    await screen.findByText(/Sonnenhang/);
    bridge.state.emit('session.changed', { ...bridge.state.session, state: 'locked', engine: 'stopped' });
    expect(client.getQueryData(queryKey('communities.list', {}))).toBeUndefined();
    expect(client.getQueryData(queryKey('session.state', {}))).toMatchObject({ state: 'locked' });
  });
});

describe('many changes in a short time', () => {
  it('are asked for at once and then at most twice a second', async () => {
    vi.useFakeTimers();
    const client = createQueryClient();
    const ask = () => Promise.resolve(1);
    const observer = client.getQueryCache();
    await client.fetchQuery({ queryKey: ['stats', 'stats.series', {}], queryFn: ask });
    const invalidate = vi.spyOn(client, 'invalidateQueries');
    const invalidator = createInvalidator(client);
    for (let tick = 0; tick < 20; tick += 1) {
      invalidator.changed(['stats']);
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(observer.getAll()).toHaveLength(1);
    expect(invalidate.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(invalidate.mock.calls.length).toBeLessThanOrEqual(3);
    invalidator.stop();
  });

  it('of a hidden page wait until it is shown again', async () => {
    const client = createQueryClient();
    await client.fetchQuery({ queryKey: ['stats', 'a'], queryFn: () => Promise.resolve(1) });
    const invalidate = vi.spyOn(client, 'invalidateQueries');
    const invalidator = createInvalidator(client);
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    invalidator.changed(['stats']);
    invalidator.changed(['stats']);
    expect(invalidate).not.toHaveBeenCalled();
    hidden.mockRestore();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(invalidate).toHaveBeenCalledOnce();
    invalidator.stop();
  });

  it('let a slow answer arrive, and ask once more after it', async () => {
    vi.useFakeTimers();
    const client = createQueryClient();
    const answers: ((value: number) => void)[] = [];
    const ask = () => new Promise<number>((resolve) => answers.push(resolve));
    const invalidator = createInvalidator(client);
    const key = ['stats', 'stats.series', {}];
    const query = client.getQueryCache().build(client, { queryKey: key, queryFn: ask });
    void query.fetch();
    invalidator.changed(['stats']);
    await vi.advanceTimersByTimeAsync(1600);
    expect(query.state.isInvalidated).toBe(false);
    answers[0](1);
    await vi.advanceTimersByTimeAsync(600);
    expect(query.state).toMatchObject({ data: 1, isInvalidated: true });
    await vi.advanceTimersByTimeAsync(5000);
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
    invalidator.stop();
  });
});
