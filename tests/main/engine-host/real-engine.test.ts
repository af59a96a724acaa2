import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FromEngine, ToEngine } from '#engine/port.ts';
import { childProcessLauncher } from '#main/engine-host/child-process.ts';
import { EngineSupervisor } from '#main/engine-host/supervisor.ts';
import { inherited } from './inherited.ts';

const engineFile = path.resolve(import.meta.dirname, '../../../src/main/engine/index.ts');
const launch = childProcessLauncher(process.execPath);
const key = new Uint8Array(32).fill(7);

let folder: string;
let file: string;
const supervisors: EngineSupervisor[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-engine-'));
  file = path.join(folder, 'commonwatt.db');
});
afterEach(async () => {
  await Promise.all(supervisors.splice(0).map((supervisor) => supervisor.stop()));
  await rm(folder, { recursive: true, force: true });
});

function supervise(): EngineSupervisor {
  const supervisor = new EngineSupervisor({
    launch: () => launch(engineFile, inherited),
    onState: () => undefined,
    onEvent: () => undefined,
    log: () => undefined,
    timing: { callWait: 20_000, drain: 20_000 },
  });
  supervisors.push(supervisor);
  return supervisor;
}

describe('the engine in a process of its own', () => {
  it('opens an encrypted cache, answers, closes it and opens it again', async () => {
    const supervisor = supervise();
    const opening = { file, key, deviceKey: null, role: 'viewer', appVersion: '1.0.0', demo: false } as const;
    expect(await supervisor.start(() => opening)).toEqual({ ok: true, value: null });
    expect(await supervisor.call('communities.list', {}, 'c1')).toEqual({ ok: true, value: [] });
    expect(await supervisor.call('demo.create', {}, 'c2')).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    expect(await supervisor.call('members.list', {}, 'c3')).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID' },
    });
    await supervisor.stop();
    expect((await readFile(file)).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
    expect(await supervisor.start(() => opening)).toEqual({ ok: true, value: null });
  });

  it('says that the key is wrong', async () => {
    const supervisor = supervise();
    await supervisor.start(() => ({ file, key, deviceKey: null, role: 'viewer', appVersion: '1.0.0', demo: false }));
    await supervisor.stop();
    const wrong = new Uint8Array(32).fill(8);
    expect(
      await supervisor.start(() => ({
        file,
        key: wrong,
        deviceKey: null,
        role: 'viewer',
        appVersion: '1.0.0',
        demo: false,
      })),
    ).toMatchObject({
      ok: false,
      error: { code: 'KEY_UNAVAILABLE' },
    });
  });

  it('closes the cache and ends by itself when main is gone', async () => {
    const engine = fork(engineFile, [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const exit = new Promise<number | null>((resolve) => engine.once('exit', resolve));
    await new Promise<void>((resolve) => {
      engine.on('message', (message: FromEngine) => {
        if (message.type === 'ready') {
          engine.send({
            type: 'open',
            file,
            key,
            deviceKey: null,
            role: 'viewer',
            appVersion: '1.0.0',
            demo: false,
            correlationId: 'open',
          } satisfies ToEngine);
        }
        if (message.type === 'opened') resolve();
      });
    });
    engine.disconnect();
    expect(await exit).toBe(1);
    // A closed cache has moved its write-ahead log into the file.
    expect(existsSync(`${file}-wal`)).toBe(false);
  });
});
