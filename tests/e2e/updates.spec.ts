import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { ask, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { PASSPHRASE } from './protection.ts';
import { openUpdateServer } from './update-server.ts';
import type { TestRelease, UpdateServer } from './update-server.ts';

test.skip(process.platform !== 'linux', 'An AppImage is put in place on Linux alone.');
test.describe.configure({ mode: 'serial' });

let server: UpdateServer;
let elsewhere: UpdateServer;
let folder: string;
let appImage: string;

test.beforeAll(async () => {
  [server, elsewhere] = [await openUpdateServer(), await openUpdateServer()];
  folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-updates-'));
  appImage = path.join(folder, 'console.AppImage');
  await writeFile(appImage, 'the old version');
  await chmod(appImage, 0o755);
  await mkdir(path.join(folder, 'profile'));
  // A look of its own would come between.
  await writeFile(path.join(folder, 'profile', 'updates.json'), JSON.stringify({ isAutomatic: false }));
});
test.afterAll(async () => {
  await Promise.all([server.close(), elsewhere.close()]);
  await rm(folder, { recursive: true, force: true });
});

const open = (env: Record<string, string> = {}): Promise<OpenConsole> =>
  openConsole({
    profile: path.join(folder, 'profile'),
    env: {
      APPIMAGE: appImage,
      COMMONWATT_UPDATE_URL: server.url,
      COMMONWATT_UPDATE_PUBLIC_KEY: server.publicKey,
      ...env,
    },
  });

test('where an administrator has switched updates off, the server hears nothing', async () => {
  const policy = path.join(folder, 'policy.json');
  await writeFile(policy, JSON.stringify({ updates: 'off' }));
  server.offer({});
  const { page, close } = await open({ COMMONWATT_POLICY_FILE: policy });
  expect((await valueOf(page, 'updates.state', {})).policy).toEqual({ state: 'off', reason: 'managed' });
  for (const method of ['updates.check', 'updates.download', 'updates.install'] as const)
    expect(await ask(page, method, {})).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  await close();
  expect(server.requests).toEqual([]);
});

test('an update is found, fetched whole and signed or not at all, and put in place when the person says so', async () => {
  const { app, page, close } = await open();
  const look = async (release: TestRelease | null) => {
    server.offer(release);
    return (await valueOf(page, 'updates.check', {})).status;
  };
  const fetched = async (release: TestRelease) => {
    server.offer(release);
    await valueOf(page, 'updates.download', {});
    await expect.poll(async () => (await valueOf(page, 'updates.state', {})).status.state).not.toBe('downloading');
    return (await valueOf(page, 'updates.state', {})).status;
  };

  await valueOf(page, 'session.setUp', { passphrase: PASSPHRASE, keychain: false });

  await test.step('what must not be offered is not', async () => {
    expect(await look(null)).toMatchObject({ state: 'failed', problem: 'feed-missing' });
    expect(await look({ signedBy: 'nobody' })).toMatchObject({ state: 'failed', problem: 'signature-missing' });
    expect(await look({ signedBy: 'stranger' })).toMatchObject({ state: 'failed', problem: 'signature-wrong' });
    expect(await look({ version: '0.0.1' })).toMatchObject({ problem: 'downgrade', offered: '0.0.1' });
    expect(await look({ stagingPercentage: 0 })).toEqual({ state: 'idle' });
    const movedTo = { what: 'manifest', address: elsewhere.url } as const;
    expect(await look({ movedTo })).toMatchObject({ state: 'failed', problem: 'feed-elsewhere' });
    expect(server.requests.filter((one) => one.endsWith('.AppImage'))).toEqual([]);
  });

  await test.step('what is offered says what it is', async () => {
    const status = await look({});
    expect(status).toEqual({
      state: 'available',
      isPutOff: false,
      release: {
        version: '9.1.0',
        publishedAt: Date.UTC(2026, 10, 20, 9),
        notes: 'What is new\n\n• Faster ledger',
        bytes: server.content.length,
      },
    });
  });

  await test.step('a package that is not the signed one, or does not come whole, is refused', async () => {
    for (const served of ['changed', 'longer', 'without-length'] as const)
      expect(await fetched({ served })).toMatchObject({ state: 'failed', problem: 'checksum' });
    expect(await fetched({ stopsHalfWay: 'breaks' })).toMatchObject({ state: 'failed', problem: 'interrupted' });
    const movedTo = { what: 'package', address: elsewhere.url } as const;
    expect(await fetched({ movedTo })).toMatchObject({ state: 'failed', problem: 'feed-elsewhere' });
    expect(elsewhere.requests).toEqual([]);
    expect(await readFile(appImage, 'utf8')).toBe('the old version');
  });

  await test.step('a download can be stopped', async () => {
    server.offer({ stopsHalfWay: 'stalls' });
    await valueOf(page, 'updates.download', {});
    await expect
      .poll(async () => (await valueOf(page, 'updates.state', {})).status)
      .toMatchObject({ state: 'downloading' });
    await valueOf(page, 'updates.cancel', {});
    await expect.poll(async () => (await valueOf(page, 'updates.state', {})).status.state).toBe('available');
  });

  await test.step('after all that it comes whole, is put in place and started', async () => {
    expect(await fetched({})).toMatchObject({ state: 'ready' });
    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    expect(await valueOf(page, 'updates.install', {})).toEqual({ hindrance: null });
    await ended;
    expect((await readFile(appImage)).equals(server.content)).toBe(true);
    expect((await stat(appImage)).mode & 0o777).toBe(0o755);
    await expect.poll(() => existsSync(path.join(folder, 'started'))).toBe(true);
  });
  await close().catch(() => undefined);
});
