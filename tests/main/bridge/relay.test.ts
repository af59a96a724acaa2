import { describe, expect, it, vi } from 'vitest';
import { createRelay } from '#main/bridge/relay.ts';
import type { MainHandlers } from '#main/bridge/relay.ts';
import { exceeds } from '#main/bridge/size.ts';
import { contract, methodNames } from '#shared/contract/contract.ts';
import type { Answer } from '#shared/contract/errors.ts';
import type { BridgeCall } from '#shared/contract/dispatch.ts';

const mainMethods = methodNames.filter((name) => contract[name].answeredBy === 'main');
const engineMethods = methodNames.filter((name) => contract[name].answeredBy === 'engine');

function relayOf(handler: (input: unknown) => unknown) {
  const askEngine = vi.fn<(call: BridgeCall) => Promise<Answer<unknown>>>(async () => ({
    ok: true,
    value: 'from the engine',
  }));
  const faults: unknown[] = [];
  const relay = createRelay({
    handlers: Object.fromEntries(mainMethods.map((name) => [name, handler])) as unknown as MainHandlers,
    role: 'admin',
    checkOutput: true,
    askEngine,
    onFault: (_call, error) => faults.push(error),
  });
  const ask = (method: string, input: unknown) => relay({ method, input, correlationId: 'c1' });
  return { ask, askEngine, faults };
}

describe('the relay', () => {
  it.each(engineMethods)('passes %s to the engine unread', async (method) => {
    const { ask, askEngine } = relayOf(() => ({}));
    expect(await ask(method, { any: 'thing' })).toEqual({ ok: true, value: 'from the engine' });
    expect(askEngine).toHaveBeenCalledExactlyOnceWith({ method, input: { any: 'thing' }, correlationId: 'c1' });
  });

  it.each(mainMethods)('answers %s itself, after the same checks', async (method) => {
    const handler = vi.fn<(input: unknown) => unknown>(() => ({}));
    const { ask, askEngine } = relayOf(handler);
    expect(await ask(method, 'no object')).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID', correlationId: 'c1' },
    });
    expect(handler).not.toHaveBeenCalled();
    expect(askEngine).not.toHaveBeenCalled();
  });

  it('refuses a method that is not in the contract', async () => {
    const { ask, askEngine } = relayOf(() => ({}));
    for (const method of ['', 'constructor', 'session', 'session.reveal']) {
      expect(await ask(method, {})).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
    }
    expect(askEngine).not.toHaveBeenCalled();
  });

  it('keeps what went wrong inside main to the log', async () => {
    const { ask, faults } = relayOf(() => {
      throw new Error('/home/anna/keystore.json');
    });
    const answer = await ask('session.lock', {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(JSON.stringify(answer)).not.toContain('anna');
    expect(faults).toHaveLength(1);
  });

  it('refuses what is too big before anybody reads it', async () => {
    const { ask, askEngine } = relayOf(() => ({ saved: true }));
    const big = 'x'.repeat(300_000);
    expect(await ask('members.list', { communityId: big })).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID' },
    });
    expect(askEngine).not.toHaveBeenCalled();
    expect(await ask('files.save', { suggestedName: 'a', type: 'csv', content: big })).toEqual({
      ok: true,
      value: { saved: true },
    });
  });
});

describe('the size of an input', () => {
  it('counts what a copy would carry', () => {
    expect(exceeds('x'.repeat(100), 208)).toBe(false);
    expect(exceeds('x'.repeat(101), 208)).toBe(true);
    expect(exceeds(new Uint8Array(1_000), 500)).toBe(true);
    expect(exceeds({ a: { b: [1, 2, 3] } }, 1_000)).toBe(false);
    expect(exceeds(new Map([['key', 'x'.repeat(1_000)]]), 1_000)).toBe(true);
    expect(exceeds(undefined, 100)).toBe(false);
  });

  it('does not walk through an array that is nothing but long', () => {
    expect(exceeds(Object.assign([], { length: 4_000_000_000 }), 256 * 1024)).toBe(true);
  });

  it('ends with a value that contains itself', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    circle['again'] = [circle, circle, circle];
    expect(exceeds(circle, 256 * 1024)).toBe(true);
  });
});
