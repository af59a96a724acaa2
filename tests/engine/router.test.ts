import { describe, expect, it } from 'vitest';
import { contract, methodNames } from '#shared/contract/contract.ts';
import type { EngineMethodName } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { mayCall, roles } from '#shared/contract/method.ts';
import type { EngineContext, EngineHandlers } from '#engine/context.ts';
import { SlowCalls } from '#engine/diagnostics/slow-calls.ts';
import { createRouter, SLOW_CALL_MS } from '#engine/router.ts';

const engineMethods = methodNames.filter((name) => contract[name].answeredBy === 'engine');
const mainMethods = methodNames.filter((name) => contract[name].answeredBy === 'main');
const context = { role: 'admin', slowCalls: new SlowCalls() } as unknown as EngineContext;

/** A router whose every method does the same. */
function routerOf(handler: (input: unknown) => unknown, clock: () => number = () => 0) {
  const lines: string[] = [];
  const handlers = Object.fromEntries(engineMethods.map((name) => [name, handler]));
  const router = createRouter({
    handlers: handlers as unknown as EngineHandlers<EngineMethodName>,
    checkOutput: true,
    now: clock,
    log: (line) => lines.push(line),
  });
  return { router, lines };
}

describe('the role check', () => {
  const cases = engineMethods.flatMap((method) =>
    roles.map((role) => ({ method, role, needed: contract[method].role })),
  );

  it.each(cases)(
    'lets a $role call $method, or refuses before any of its code runs, as the contract says',
    async ({ method, role, needed }) => {
      let ran = false;
      const { router } = routerOf(() => (ran = true));
      const answer = await router({ method, input: undefined, correlationId: 'c1' }, { ...context, role });
      expect(ran).toBe(false);
      // An allowed caller gets as far as the check of its (empty) input.
      expect(answer).toMatchObject({
        ok: false,
        error: { code: mayCall(role, needed) ? 'INPUT_INVALID' : 'FORBIDDEN' },
      });
    },
  );

  it.each(mainMethods)('knows nothing of %s, which main answers', async (method) => {
    const { router } = routerOf(() => ({}));
    expect(await router({ method, input: {}, correlationId: 'c1' }, context)).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID', details: { field: 'method' } },
    });
  });
});

describe('the router', () => {
  it.each(['constructor', '__proto__', 'toString', '', 'members'])('knows no method "%s"', async (method) => {
    const { router } = routerOf(() => ({}));
    expect(await router({ method, input: {}, correlationId: 'c1' }, context)).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID', correlationId: 'c1' },
    });
  });

  it('hands the parsed input on: what the schema does not know stays outside', async () => {
    let seen: unknown;
    const { router } = routerOf((input) => {
      seen = input;
      return {};
    });
    await router({ method: 'tasks.cancel', input: { taskId: 't1', extra: 'no' }, correlationId: 'c1' }, context);
    expect(seen).toEqual({ taskId: 't1' });
  });

  it('names the field that is wrong, without a stack', async () => {
    const { router } = routerOf(() => ({}));
    const input = { communityId: 'c', range: { from: 0, to: 'tomorrow' } };
    const answer = await router({ method: 'members.list', input, correlationId: 'c1' }, context);
    expect(answer).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID', details: { field: 'range.to' } } });
    expect(JSON.stringify(answer)).not.toContain('tomorrow');
  });

  it('passes a failure on with its code, remedy and details', async () => {
    const { router, lines } = routerOf(() => {
      throw new Failure('OFFER_TAKEN', 'Somebody was faster.', {
        remedy: 'Choose another.',
        retryable: true,
        details: { row: 3 },
      });
    });
    expect(await router({ method: 'tasks.cancel', input: { taskId: 't1' }, correlationId: 'c1' }, context)).toEqual({
      ok: false,
      error: {
        code: 'OFFER_TAKEN',
        message: 'Somebody was faster.',
        remedy: 'Choose another.',
        retryable: true,
        correlationId: 'c1',
        details: { row: 3 },
      },
    });
    expect(lines).toEqual([]);
  });

  it('answers a fault with INTERNAL and keeps message, stack and paths to the log', async () => {
    const { router, lines } = routerOf(() => {
      throw new TypeError('cannot read /home/anna/secret.db');
    });
    const answer = await router({ method: 'tasks.cancel', input: { taskId: 't1' }, correlationId: 'c42' }, context);
    expect(answer).toMatchObject({ ok: false, error: { code: 'INTERNAL', correlationId: 'c42' } });
    expect(JSON.stringify(answer)).not.toMatch(/anna|secret|TypeError|router\.test|at /);
    expect(lines.join('\n')).toMatch(/c42[^]*cannot read \/home\/anna\/secret\.db[^]*router\.test/);
  });

  it('tells a full disk and a busy cache by their codes', async () => {
    const { router } = routerOf(() => {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    });
    expect(
      await router({ method: 'tasks.cancel', input: { taskId: 't1' }, correlationId: 'c1' }, context),
    ).toMatchObject({
      ok: false,
      error: { code: 'DISK_FULL' },
    });
  });

  it('does not let out what the contract does not allow', async () => {
    const { router, lines } = routerOf(() => ({ taskId: 7 }));
    expect(await router({ method: 'audit.verify', input: {}, correlationId: 'c1' }, context)).toMatchObject({
      ok: false,
      error: { code: 'INTERNAL' },
    });
    expect(lines.join('\n')).toContain('audit.verify answered what its contract does not allow: taskId');
  });

  it('logs a slow call by name and time only', async () => {
    let time = 0;
    const { router, lines } = routerOf(
      () => ({}),
      () => (time += SLOW_CALL_MS + 1),
    );
    await router({ method: 'tasks.cancel', input: { taskId: 'House A17' }, correlationId: 'c1' }, context);
    expect(lines).toEqual(['slow call: tasks.cancel took 41 ms']);
  });
});
