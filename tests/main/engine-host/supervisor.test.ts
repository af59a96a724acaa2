import { afterEach, describe, expect, it } from 'vitest';
import { childProcessLauncher } from '#main/engine-host/child-process.ts';
import type { EngineProcess } from '#main/engine-host/engine-process.ts';
import { EngineSupervisor } from '#main/engine-host/supervisor.ts';
import type { EngineState, SupervisorTiming } from '#main/engine-host/supervisor.ts';
import { inherited } from './inherited.ts';
import { engineFile, launch, opening } from './fixtures/opening.ts';

const quick: Partial<SupervisorTiming> = { backoff: [5, 10], callWait: 20_000, drain: 20_000 };

const started: EngineSupervisor[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((supervisor) => supervisor.stop()));
});

function supervise(timing: Partial<SupervisorTiming> = quick) {
  const states: EngineState[] = [];
  const events: unknown[] = [];
  const lines: string[] = [];
  const processes: EngineProcess[] = [];
  const fixture = { mode: '' };
  const supervisor = new EngineSupervisor({
    launch: () => {
      const engine = launch(engineFile, { ...inherited, FIXTURE: fixture.mode });
      processes.push(engine);
      return engine;
    },
    onState: (state) => states.push(state),
    onEvent: (event, payload) => events.push([event, payload]),
    log: (_level, line) => lines.push(line),
    timing,
  });
  started.push(supervisor);
  return { supervisor, states, events, lines, processes, fixture };
}

/** Waits for what another process brings about; the test's own time limit ends a wait in vain. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the engine supervisor', () => {
  it('opens the cache with the key it is given and relays calls and answers', async () => {
    const { supervisor, states } = supervise();
    expect(await supervisor.start(() => opening)).toEqual({ ok: true, value: null });
    supervisor.registerFile('file-1', '/readings.csv', 'readings.csv');
    expect(await supervisor.call('opening', {}, 'c1')).toEqual({
      ok: true,
      value: { opening: { file: '/cache.db', key: Array(32).fill(7), demo: false }, files: ['file-1'] },
    });
    expect(states).toEqual(['starting', 'ready']);
  });

  it('relays events and writes what the engine prints to the log', async () => {
    const { supervisor, events, lines } = supervise();
    await supervisor.start(() => opening);
    await supervisor.call('tell', { areas: ['stats'] }, 'c1');
    await supervisor.call('write', {}, 'c2');
    expect(events).toEqual([['cache.changed', { areas: ['stats'] }]]);
    await until(() => lines.includes('engine: a line'));
  });

  it('answers every pending call with ENGINE_GONE when the engine is killed under load, restarts it and goes on', async () => {
    const { supervisor, states, processes } = supervise();
    await supervisor.start(() => opening);
    supervisor.registerFile('file-1', '/readings.csv', 'readings.csv');
    const calls = Array.from({ length: 200 }, (_, index) => supervisor.call('hang', { index }, `c${index}`));
    process.kill(processes[0].pid!, 'SIGKILL');
    const answers = await Promise.all(calls);
    for (const [index, answer] of answers.entries()) {
      expect(answer).toMatchObject({
        ok: false,
        error: { code: 'ENGINE_GONE', retryable: true, correlationId: `c${index}` },
      });
    }
    // A call made in between waits for the next engine, which knows the key and the chosen files again.
    expect(await supervisor.call('opening', {}, 'later')).toMatchObject({
      ok: true,
      value: { opening: { key: Array(32).fill(7) }, files: ['file-1'] },
    });
    expect(states).toEqual(['starting', 'ready', 'restarting', 'ready']);
    expect(processes).toHaveLength(2);
  });

  it('answers a call ENGINE_GONE when the engine is not back within the bounded wait', async () => {
    const { supervisor, states } = supervise({ ...quick, backoff: [60_000], callWait: 10 });
    await supervisor.start(() => opening);
    void supervisor.call('die', {}, 'c1');
    await until(() => states.at(-1) === 'restarting');
    expect(await supervisor.call('echo', {}, 'c2')).toMatchObject({
      ok: false,
      error: { code: 'ENGINE_GONE', retryable: true },
    });
  });

  it('gives up after five deaths in a short while, says so, and starts again when asked to', async () => {
    const { supervisor, states, processes, fixture } = supervise();
    await supervisor.start(() => opening);
    fixture.mode = 'dies-at-open';
    void supervisor.call('die', {}, 'c1');
    await until(() => states.at(-1) === 'failed');
    expect(processes).toHaveLength(5);
    expect(await supervisor.call('echo', {}, 'c2')).toMatchObject({
      ok: false,
      error: { code: 'ENGINE_GONE', retryable: false, details: { deaths: 5 } },
    });
    fixture.mode = '';
    await supervisor.retry();
    expect(await supervisor.call('echo', { a: 1 }, 'c3')).toEqual({ ok: true, value: { a: 1 } });
    expect(states).toEqual(['starting', 'ready', 'restarting', 'failed', 'restarting', 'ready']);
  });

  it('passes the reason on when the cache cannot be opened, and stops', async () => {
    const { supervisor, states, fixture } = supervise();
    fixture.mode = 'wrong-key';
    expect(await supervisor.start(() => opening)).toMatchObject({ ok: false, error: { code: 'KEY_UNAVAILABLE' } });
    expect(states).toEqual(['starting', 'failed', 'stopped']);
    fixture.mode = '';
    expect(await supervisor.start(() => opening)).toEqual({ ok: true, value: null });
  });

  it('answers when the engine dies each time before the cache is open', async () => {
    const { supervisor, fixture, processes } = supervise();
    fixture.mode = 'dies-at-open';
    expect(await supervisor.start(() => opening)).toMatchObject({ ok: false, error: { code: 'ENGINE_GONE' } });
    expect(processes).toHaveLength(5);
    expect(supervisor.state).toBe('stopped');
  });

  it('answers when the engine cannot be started at all', async () => {
    const broken = childProcessLauncher('/no/such/node');
    const supervisor = new EngineSupervisor({
      launch: () => broken(engineFile, {}),
      onState: () => undefined,
      onEvent: () => undefined,
      log: () => undefined,
      timing: quick,
    });
    expect(await supervisor.start(() => opening)).toMatchObject({ ok: false, error: { code: 'ENGINE_GONE' } });
  });

  it('refuses calls once it is stopped and leaves no process behind', async () => {
    const { supervisor, processes } = supervise();
    await supervisor.start(() => opening);
    const open = supervisor.call('hang', {}, 'c1');
    await supervisor.stop();
    expect(await open).toMatchObject({ ok: false, error: { code: 'ENGINE_GONE' } });
    expect(await supervisor.call('echo', {}, 'c2')).toMatchObject({ ok: false, error: { code: 'KEY_UNAVAILABLE' } });
    expect(supervisor.state).toBe('stopped');
    expect(() => process.kill(processes[0].pid!, 0)).toThrow();
  });

  it('ends an engine that does not close in time', async () => {
    const { supervisor, lines, fixture } = supervise({ ...quick, drain: 10 });
    fixture.mode = 'never-closes';
    await supervisor.start(() => opening);
    await supervisor.stop();
    expect(supervisor.state).toBe('stopped');
    expect(lines.join('\n')).toContain('did not close the cache in time');
  });

  it('answers a start that is interrupted by a stop', async () => {
    const { supervisor } = supervise();
    const starting = supervisor.start(() => opening);
    await supervisor.stop();
    expect(await starting).toMatchObject({ ok: false });
    expect(supervisor.state).toBe('stopped');
  });
});
