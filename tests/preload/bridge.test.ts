import { describe, expect, it, vi } from 'vitest';
import { methodNames as contractMethods } from '#shared/contract/contract.ts';
import { EVENT_CHANNEL, INVOKE_CHANNEL } from '#shared/contract/bridge.ts';
import { eventNames as contractEvents } from '#shared/contract/events.ts';
import { createBridge } from '../../src/preload/bridge.ts';
import { eventNames, methodNames } from '../../src/preload/names.ts';

function bridgeOver(invoke: (...values: unknown[]) => Promise<unknown> = async () => ({ ok: true, value: 1 })) {
  let push: (event: unknown, ...values: unknown[]) => void = () => undefined;
  type Listener = (event: unknown, ...values: unknown[]) => void;
  const ipc = {
    invoke: vi.fn<(channel: string, ...values: unknown[]) => Promise<unknown>>(invoke),
    on: vi.fn<(channel: string, listener: Listener) => void>((_channel, listener) => {
      push = listener;
    }),
  };
  return {
    bridge: createBridge(ipc, 'linux'),
    ipc,
    push: (...values: unknown[]) => push({ sender: 'secret' }, ...values),
  };
}

describe('the names that a page may use', () => {
  it('are exactly those of the contract', () => {
    expect([...methodNames].sort()).toEqual([...contractMethods].sort());
    expect([...eventNames].sort()).toEqual([...contractEvents].sort());
  });
});

describe('the page’s bridge', () => {
  it('is two functions and a word', () => {
    const { bridge } = bridgeOver();
    expect(Object.entries(bridge).map(([name, value]) => [name, typeof value])).toEqual([
      ['invoke', 'function'],
      ['subscribe', 'function'],
      ['platform', 'string'],
    ]);
  });

  it('calls over its one channel', async () => {
    const { bridge, ipc } = bridgeOver();
    expect(await bridge.invoke('session.state', {})).toEqual({ ok: true, value: 1 });
    expect(ipc.invoke.mock.calls).toEqual([[INVOKE_CHANNEL, 'session.state', {}]]);
  });

  it.each(['', 'session', 'constructor', 'electron.openExternal', 7, null, ['session.state']])(
    'does not let %j through',
    async (name) => {
      const { bridge, ipc } = bridgeOver();
      expect(await bridge.invoke(name, {})).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
      expect(ipc.invoke).not.toHaveBeenCalled();
    },
  );

  it('answers with data even when the call cannot be sent', async () => {
    const { bridge } = bridgeOver(() => Promise.reject(new Error('An object could not be cloned.')));
    expect(await bridge.invoke('session.state', () => undefined)).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID' },
    });
  });

  it('hands subscribers the payload and nothing of the event, until they unsubscribe', () => {
    const { bridge, ipc, push } = bridgeOver();
    const heard = vi.fn<(payload: unknown) => void>();
    const other = vi.fn<(payload: unknown) => void>();
    const stop = bridge.subscribe('cache.changed', heard);
    bridge.subscribe('task.changed', other);
    push('cache.changed', { areas: ['stats'] });
    stop();
    push('cache.changed', { areas: ['members'] });
    expect(heard.mock.calls).toEqual([[{ areas: ['stats'] }]]);
    expect(other).not.toHaveBeenCalled();
    expect(ipc.on.mock.calls.map(([channel]) => channel)).toEqual([EVENT_CHANNEL]);
  });

  it('ignores events outside its list and callbacks that are none', () => {
    const { bridge, push } = bridgeOver();
    const heard = vi.fn<(payload: unknown) => void>();
    bridge.subscribe('some.other', heard)();
    bridge.subscribe('cache.changed', 'no function')();
    push('some.other', {});
    push('cache.changed', {});
    expect(heard).not.toHaveBeenCalled();
  });
});
