import { afterEach, describe, expect, it } from 'vitest';
import type { EngineProcess } from '#main/engine-host/engine-process.ts';
import { SpareEngine } from '#main/engine-host/spare-engine.ts';
import { EngineSupervisor } from '#main/engine-host/supervisor.ts';
import { inherited } from './inherited.ts';
import { engineFile, launch as launchFixture, opening } from './fixtures/opening.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function setUp() {
  const processes: EngineProcess[] = [];
  const lines: string[] = [];
  const wanted = { isWanted: true };
  const launch = (): EngineProcess => {
    const engine = launchFixture(engineFile, { ...inherited, FIXTURE: '' });
    processes.push(engine);
    return engine;
  };
  const spare = new SpareEngine({ launch, isWanted: () => wanted.isWanted, log: (line) => lines.push(line) });
  const supervisor = new EngineSupervisor({
    launch: () => spare.take(),
    onState: () => undefined,
    onEvent: () => undefined,
    log: (_level, line) => lines.push(line),
  });
  ends.push(async () => {
    await supervisor.stop();
    await spare.end();
  });
  return { spare, supervisor, processes, lines, wanted };
}

/** Waits for what takes a while; the test's own time limit ends a wait in vain. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('an engine that waits for an opening', () => {
  it('opens the cache when one is asked for, and says then what it had said before', async () => {
    const { spare, supervisor, processes, lines } = setUp();
    spare.prepare();
    await until(() => processes.length === 1);
    // By now it is ready, and nobody has heard it.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(lines).toEqual([]);
    expect(await supervisor.start(() => opening)).toEqual({ ok: true, value: null });
    expect(processes).toHaveLength(1);
    expect(supervisor.pid).toBe(processes[0].pid);
    expect(lines).toContain(`engine started, process ${processes[0].pid}`);
  });

  it('is not started where a cache is open by then, nor twice', async () => {
    const { spare, processes, wanted } = setUp();
    wanted.isWanted = false;
    spare.prepare();
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(processes).toEqual([]);
    wanted.isWanted = true;
    spare.prepare();
    await until(() => processes.length === 1);
    spare.prepare();
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(processes).toHaveLength(1);
  });

  it('is followed by a new one when it ends while it waits', async () => {
    const { spare, supervisor, processes, lines } = setUp();
    spare.prepare();
    await until(() => processes.length === 1);
    processes[0].kill();
    await until(() => lines.length === 1);
    expect(lines[0]).toContain('an engine that waited for an opening ended');
    expect(await supervisor.start(() => opening)).toEqual({ ok: true, value: null });
    expect(processes).toHaveLength(2);
  });

  it('ends when the console is closed', async () => {
    const { spare, processes } = setUp();
    spare.prepare();
    await until(() => processes.length === 1);
    await spare.end();
    expect(await processes[0].exited).toContain('SIGKILL');
  });
});
