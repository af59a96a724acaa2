import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import type { ElectronApplication, JSHandle } from '@playwright/test';
import { build } from 'vite';
import { resolveElectron } from '#tools/electron-runtime/index.ts';
import { outFolder, repositoryRoot } from '#tools/paths.ts';
import { isAlive } from './engine-process.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import type { EngineHost } from './utility-process/main.ts';

// The launcher that every release uses. Where development falls back to an older Electron the console itself runs its engine under the
// toolchain's Node, so here a tiny app starts the fixture of the supervisor's tests in a real utility process.
test.describe.configure({ mode: 'serial' });

const folder = path.join(outFolder, 'e2e-utility-process');
let profile: string;
let app: ElectronApplication;
let host: JSHandle<EngineHost>;
test.beforeAll(async () => {
  profile = await makeFolder();
  await bundle();
  const runtime = await resolveElectron();
  app = await _electron.launch({
    executablePath: runtime.executable,
    args: [...runtime.args, folder, `--user-data-dir=${profile}`],
    chromiumSandbox: true,
  });
  host = await app.evaluateHandle(() => (globalThis as unknown as { engineHost: EngineHost }).engineHost);
});
test.afterAll(async () => {
  await host.dispose();
  await app.close();
  await removeFolder(profile);
  await rm(folder, { recursive: true, force: true });
});

async function bundle(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await build({
    configFile: false,
    logLevel: 'warn',
    root: repositoryRoot,
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      rolldownOptions: {
        external: ['electron'],
        input: {
          main: path.join(import.meta.dirname, 'utility-process/main.ts'),
          engine: path.join(repositoryRoot, 'tests/main/engine-host/fixtures/engine.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  await mkdir(folder, { recursive: true });
  const manifest = { name: 'utility-process-test', version: '0.0.0', type: 'module', main: 'main.js' };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
}

test('it starts the engine, hands the key over by message and relays calls, events and output', async () => {
  expect(await host.evaluate((main) => main.start())).toEqual({ ok: true, value: null });
  const answer = await host.evaluate(async (main) => {
    main.supervisor.registerFile('file-1', '/readings.csv', 'readings.csv');
    await main.supervisor.call('tell', { areas: ['stats'] }, 'c1');
    await main.supervisor.call('write', {}, 'c2');
    return await main.supervisor.call('opening', {}, 'c3');
  });
  expect(answer).toEqual({
    ok: true,
    value: { opening: { file: '/cache.db', key: Array(32).fill(7), demo: false }, files: ['file-1'] },
  });
  const heard = await host.evaluate((main) => main.heard);
  expect(heard.states).toEqual(['starting', 'ready']);
  expect(heard.events).toEqual([['cache.changed', { areas: ['stats'] }]]);
  await expect(async () =>
    expect((await host.evaluate((main) => main.heard)).lines).toContain('engine: a line'),
  ).toPass();
});

test('it is a utility process of its own', async () => {
  const found = await app.evaluate(({ app: electronApp }) =>
    electronApp.getAppMetrics().filter(({ type, serviceName, name }) => {
      return type === 'Utility' && `${serviceName} ${name}`.includes('Commonwatt engine');
    }),
  );
  expect(found.map(({ pid }) => pid)).toEqual([await host.evaluate((main) => main.supervisor.pid)]);
});

test('killed under load it leaves no call without an answer, and the next engine knows key and files again', async () => {
  const before = await host.evaluate((main) => main.supervisor.pid);
  const answers = await host.evaluate(async (main) => {
    const hanging = Array.from({ length: 200 }, (_, index) => main.supervisor.call('hang', { index }, `c${index}`));
    const working = Array.from({ length: 200 }, (_, index) => main.supervisor.call('echo', { index }, `w${index}`));
    process.kill(main.supervisor.pid!, 'SIGKILL');
    return { hanging: await Promise.all(hanging), working: await Promise.all(working) };
  });
  for (const [index, answer] of answers.hanging.entries()) {
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'ENGINE_GONE', retryable: true, correlationId: `c${index}` },
    });
  }
  for (const answer of answers.working) if (!answer.ok) expect(answer.error.code).toBe('ENGINE_GONE');
  expect(await host.evaluate((main) => main.supervisor.call('opening', {}, 'later'))).toMatchObject({
    ok: true,
    value: { opening: { key: Array(32).fill(7) }, files: ['file-1'] },
  });
  expect((await host.evaluate((main) => main.heard)).states).toEqual(['starting', 'ready', 'restarting', 'ready']);
  expect(await host.evaluate((main) => main.supervisor.pid)).not.toBe(before);
});

test('an engine that ends by itself is restarted too', async () => {
  expect(await host.evaluate((main) => main.supervisor.call('die', {}, 'c1'))).toMatchObject({
    ok: false,
    error: { code: 'ENGINE_GONE' },
  });
  expect(await host.evaluate((main) => main.supervisor.call('echo', { a: 1 }, 'c2'))).toEqual({
    ok: true,
    value: { a: 1 },
  });
});

test('stopping drains it: the cache is closed, the process is gone, and it can be started again', async () => {
  const pid = await host.evaluate((main) => main.supervisor.pid);
  await host.evaluate((main) => main.supervisor.stop());
  expect(isAlive(pid!)).toBe(false);
  expect(await host.evaluate((main) => main.supervisor.call('echo', {}, 'c1'))).toMatchObject({
    ok: false,
    error: { code: 'KEY_UNAVAILABLE' },
  });
  expect((await host.evaluate((main) => main.heard)).lines.join('\n')).not.toContain('did not close the cache in time');
  expect(await host.evaluate((main) => main.start())).toEqual({ ok: true, value: null });
});

test('given up after too many deaths, it starts again when asked to', async () => {
  await host.evaluate((main) => {
    main.fixture.mode = 'dies-at-open';
    void main.supervisor.call('die', {}, 'c1');
  });
  await expect(async () => expect(await host.evaluate((main) => main.supervisor.state)).toBe('failed')).toPass();
  await host.evaluate((main) => {
    main.fixture.mode = '';
    return main.supervisor.retry();
  });
  expect(await host.evaluate((main) => main.supervisor.call('echo', { a: 1 }, 'c2'))).toEqual({
    ok: true,
    value: { a: 1 },
  });
});

test('an engine that hangs is ended all the same', async () => {
  const pid = await host.evaluate((main) => main.supervisor.pid);
  process.kill(pid!, 'SIGSTOP');
  await host.evaluate((main) => main.supervisor.stop());
  expect(isAlive(pid!)).toBe(false);
  expect((await host.evaluate((main) => main.heard)).lines.join('\n')).toContain('did not close the cache in time');
});
