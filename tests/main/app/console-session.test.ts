import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConsoleSession } from '#main/app/console-session.ts';
import { KeyChange } from '#main/app/key-change.ts';
import { removeLeftoverDemos } from '#main/app/demo-cache.ts';
import { UnlockFailures } from '#main/app/unlock-failures.ts';
import { childProcessLauncher } from '#main/engine-host/child-process.ts';
import { EngineSupervisor } from '#main/engine-host/supervisor.ts';
import type { Keychain } from '#main/keystore/keychain.ts';
import { Keystore } from '#main/keystore/keystore.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { SessionState } from '#shared/contract/session.ts';
import { inherited } from '../engine-host/inherited.ts';

const engineFile = path.join(import.meta.dirname, '../engine-host/fixtures/engine.ts');
const passphrase = 'correct horse battery';
/** It wraps nothing away, so that the tests do not spend their time on scrypt. */
const keychain: Keychain = {
  available: true,
  backend: 'kwallet6',
  wrap: async (secret) => Buffer.from(secret),
  unwrap: async (wrapped) => wrapped,
};

let folder: string;
let running: EngineSupervisor[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-session-'));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((engine) => engine.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function startConsole() {
  const fixture = { mode: '' };
  const states: string[] = [];
  const happened: string[] = [];
  const launch = childProcessLauncher(process.execPath);
  const engine = new EngineSupervisor({
    launch: () => launch(engineFile, { ...inherited, FIXTURE: fixture.mode }),
    onState: () => undefined,
    onEvent: () => undefined,
    log: () => undefined,
    timing: { backoff: [5], callWait: 20_000, drain: 20_000 },
  });
  running.push(engine);
  const keystore = new Keystore(path.join(folder, 'keystore.json'), keychain);
  await keystore.load();
  const session = new ConsoleSession({
    keystore,
    engine,
    keyChange: new KeyChange({
      keystore,
      runUpkeep: () => Promise.reject(new Error('nothing to do')),
      log: () => undefined,
    }),
    unlockFailures: new UnlockFailures(path.join(folder, 'unlock-failures.json'), (line) => happened.push(line)),
    cacheFolder: path.join(folder, 'cache'),
    demoFolder: path.join(folder, 'demo'),
    role: 'admin',
    appVersion: '1.2.3',
    platform: 'linux',
    onChange: (state: SessionState) => states.push(state.state),
    onLock: () => happened.push(`page replaced, key ${keystore.state}, engine ${engine.state}`),
    log: (line) => happened.push(line),
  });
  const opened = async () => {
    const answer = await engine.call('opening', {}, 'c');
    if (!answer.ok) throw new Error(answer.error.message);
    return (answer.value as { opening: { file: string; key: number[]; demo: boolean } }).opening;
  };
  /** What the audit log was told, in order. */
  const noted = async (): Promise<[kind: string, details: unknown][]> => {
    const answer = await engine.call('notes', {}, 'c');
    return answer.ok ? (answer.value as NewEntry[]).map(({ kind, details }) => [kind, details]) : [];
  };
  return { session, engine, keystore, fixture, states, happened, opened, noted };
}

describe('the console’s own cache', () => {
  it('is set up once, opened again after a restart with the same key, and keeps everything in the profile', async () => {
    const first = await startConsole();
    expect(first.session.state()).toMatchObject({ state: 'first-run', engine: 'stopped', appVersion: '1.2.3' });
    expect(await first.session.setUp({ keychain: true })).toMatchObject({ state: 'unlocked', engine: 'ready' });
    const { key, file, demo } = await first.opened();
    expect([file, demo]).toEqual([path.join(folder, 'cache', 'commonwatt.db'), false]);
    await first.session.quit();

    const second = await startConsole();
    expect(second.session.state()).toMatchObject({
      state: 'locked',
      protection: { passphrase: false, keychain: true },
    });
    await second.session.unlock({ with: 'keychain' });
    expect((await second.opened()).key).toEqual(key);
    expect(second.states).toEqual(['unlocked']);
  });

  it('locks: the page goes first, then the engine, then the key', async () => {
    const { session, engine, keystore, states, happened } = await startConsole();
    await session.setUp({ keychain: true });
    const key = keystore.key();
    await session.lock('manual');
    expect(happened).toEqual(['page replaced, key unlocked, engine ready']);
    expect(key.every((byte) => byte === 0)).toBe(true);
    expect([engine.state, session.state().state]).toEqual(['stopped', 'locked']);
    expect(await engine.call('echo', {}, 'c')).toMatchObject({ ok: false, error: { code: 'KEY_UNAVAILABLE' } });
    await session.lock('manual');
    expect(states).toEqual(['unlocked', 'locked']);
    expect(happened).toHaveLength(1);
  });

  it('waits with an unlock until the lock before it is done', async () => {
    const { session, opened } = await startConsole();
    await session.setUp({ keychain: true });
    const { key } = await opened();
    const [, state] = await Promise.all([session.lock('manual'), session.unlock({ with: 'keychain' })]);
    expect(state).toMatchObject({ state: 'unlocked', engine: 'ready' });
    expect((await opened()).key).toEqual(key);
  });

  it('stays locked with the wrong passphrase', async () => {
    const { session, engine } = await startConsole();
    await session.setUp({ passphrase, keychain: false });
    await session.lock('manual');
    await expect(session.unlock({ with: 'passphrase', passphrase: 'wrong horse battery' })).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
    });
    expect([session.state().state, engine.state]).toEqual(['locked', 'stopped']);
    expect(await session.unlock({ with: 'passphrase', passphrase })).toMatchObject({ state: 'unlocked' });
  });

  it('is in trouble, with its key, when the engine cannot open the cache, and opens once it can', async () => {
    const { session, keystore, engine, fixture, noted } = await startConsole();
    fixture.mode = 'wrong-key';
    expect(await session.setUp({ keychain: true })).toMatchObject({
      state: 'trouble',
      problem: { code: 'KEY_UNAVAILABLE', message: 'wrong key' },
    });
    expect([keystore.state, engine.state]).toEqual(['unlocked', 'stopped']);
    fixture.mode = '';
    expect(await session.retryCache()).toMatchObject({ state: 'unlocked', problem: null });
    expect(await noted()).toEqual([['unlock', { how: 'set-up' }]]);
  });

  it('is in trouble when a restarted engine cannot open the cache any more, but not when the engine only keeps dying', async () => {
    const { session, engine, fixture } = await startConsole();
    await session.setUp({ keychain: true });
    fixture.mode = 'wrong-key';
    await engine.call('die', {}, 'c');
    await vi.waitFor(() => expect(engine.state).toBe('failed'), { timeout: 10_000 });
    await session.followEngine();
    expect(session.state()).toMatchObject({
      state: 'trouble',
      engine: 'stopped',
      problem: { code: 'KEY_UNAVAILABLE' },
    });

    fixture.mode = '';
    await session.retryCache();
    fixture.mode = 'dies-at-open';
    await engine.call('die', {}, 'c');
    await vi.waitFor(() => expect(engine.state).toBe('failed'), { timeout: 20_000 });
    await session.followEngine();
    expect(session.state()).toMatchObject({ state: 'unlocked', engine: 'failed' });
  });

  it('locks out of trouble as out of an open cache', async () => {
    const { session, keystore, fixture, happened } = await startConsole();
    fixture.mode = 'wrong-key';
    await session.setUp({ keychain: true });
    const key = keystore.key();
    await session.lock('idle');
    expect(key.every((byte) => byte === 0)).toBe(true);
    expect(happened).toEqual(['page replaced, key unlocked, engine stopped']);
    expect(session.state()).toMatchObject({ state: 'locked', problem: null });
    fixture.mode = '';
    expect(await session.unlock({ with: 'keychain' })).toMatchObject({ state: 'unlocked' });
  });

  it('has a failed engine try again at the next unlock or page load', async () => {
    const { session, engine, fixture } = await startConsole();
    await session.setUp({ keychain: true });
    fixture.mode = 'dies-at-open';
    await engine.call('die', {}, 'c');
    while (engine.state !== 'failed') await new Promise((resolve) => setTimeout(resolve, 5));
    expect(session.state()).toMatchObject({ state: 'unlocked', engine: 'failed' });
    fixture.mode = '';
    await session.retryEngine();
    expect(session.state()).toMatchObject({ state: 'unlocked', engine: 'ready' });
  });

  it('keeps a cache whose key file is gone beside the new one', async () => {
    await mkdir(path.join(folder, 'cache'));
    await writeFile(path.join(folder, 'cache', 'commonwatt.db'), 'old');
    const { session, happened } = await startConsole();
    await session.setUp({ keychain: true });
    const kept = (await readdir(folder)).filter((name) => name.startsWith('cache.without-key-'));
    expect(kept).toHaveLength(1);
    expect(existsSync(path.join(folder, kept[0], 'commonwatt.db'))).toBe(true);
    expect(happened.join()).toContain('without its key file');
  });
});

describe('work that needs the cache closed', () => {
  const setting = { kind: 'settings', outcome: 'done', communityId: null, details: { setting: 'x' } } as const;

  it('has it closed and the page told, is given the keys, and finds it open again afterwards', async () => {
    const { session, engine, keystore, states, opened, noted } = await startConsole();
    await session.setUp({ keychain: true });
    const { key } = await opened();
    const seen = await session.withCacheClosed('restore', async (cache) => {
      expect([engine.state, session.state().upkeep]).toEqual(['stopped', 'restore']);
      expect([[...cache.key], cache.deviceKey]).toEqual([key, keystore.deviceKey()]);
      await session.note(setting);
      return path.basename(cache.file);
    });
    expect(seen).toBe('commonwatt.db');
    expect(session.state()).toMatchObject({ state: 'unlocked', upkeep: null, engine: 'ready' });
    expect(states).toEqual(['unlocked', 'unlocked', 'unlocked']);
    expect(await noted()).toEqual([['settings', { setting: 'x' }]]);
  });

  it('tells the page how far it is, until it is over', async () => {
    const { session } = await startConsole();
    await session.setUp({ keychain: true });
    await session.withCacheClosed('rekey', (_, tell) => {
      tell(0.5);
      expect(session.state().upkeepShare).toBe(0.5);
      return Promise.resolve();
    });
    expect(session.state().upkeepShare).toBeUndefined();
  });

  it('fails with what it throws, and the cache is open again', async () => {
    const { session } = await startConsole();
    await session.setUp({ keychain: true });
    await expect(session.withCacheClosed('rekey', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(session.state()).toMatchObject({ state: 'unlocked', upkeep: null, engine: 'ready' });
  });

  it('leaves the session in trouble when the cache does not open afterwards', async () => {
    const { session, fixture } = await startConsole();
    await session.setUp({ keychain: true });
    await session.withCacheClosed('rekey', async () => (fixture.mode = 'wrong-key'));
    expect(session.state()).toMatchObject({ state: 'trouble', upkeep: null, problem: { message: 'wrong key' } });
    const looked = await session.inTrouble(async ({ file }) => path.basename(file));
    expect([looked, session.state().state]).toEqual(['commonwatt.db', 'trouble']);
  });

  it('is not for the demo, nor for a locked console', async () => {
    const { session } = await startConsole();
    const nothing = (): Promise<void> => Promise.resolve();
    await expect(session.withCacheClosed('rekey', nothing)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await session.openDemo();
    await expect(session.withCacheClosed('rekey', nothing)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(session.inTrouble(nothing)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the audit log is told by the session', () => {
  it('of failed unlocks with their times once one succeeds, although the console was ended in between, and only once', async () => {
    const first = await startConsole();
    await first.session.setUp({ passphrase, keychain: true });
    expect(await first.noted()).toEqual([['unlock', { how: 'set-up' }]]);
    await first.session.lock('manual');
    const before = Date.now();
    const wrong = { with: 'passphrase', passphrase: 'wrong horse battery' } as const;
    await expect(first.session.unlock(wrong)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });

    const second = await startConsole();
    await expect(second.session.unlock(wrong)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    await second.session.unlock({ with: 'keychain' });
    const [[kind, details], unlock] = await second.noted();
    expect([kind, unlock]).toEqual(['unlock-failed', ['unlock', { how: 'keychain' }]]);
    const { count, times } = details as { count: number; times: string };
    expect(count).toBe(2);
    const told = times.split(' ').map((time) => Date.parse(time));
    expect(told).toHaveLength(2);
    for (const time of told) expect(time).toBeGreaterThanOrEqual(before);

    await second.session.lock('manual');
    await second.session.unlock({ with: 'keychain' });
    expect(await second.noted()).toEqual([['unlock', { how: 'keychain' }]]);
  });

  it('of nothing that was typed, in the file where failures wait', async () => {
    const { session } = await startConsole();
    await session.setUp({ passphrase, keychain: true });
    await session.lock('manual');
    await expect(session.unlock({ with: 'passphrase', passphrase: 'wrong horse battery' })).rejects.toThrow();
    const kept = JSON.parse(await readFile(path.join(folder, 'unlock-failures.json'), 'utf8')) as object;
    expect(kept).toEqual({ count: 1, times: [expect.any(Number)] });
  });

  it('of a change that was made while it was locked, at the next unlock and not in the demo', async () => {
    const { session, noted } = await startConsole();
    await session.setUp({ keychain: true });
    await session.lock('idle');
    const change = { kind: 'settings', outcome: 'asked', communityId: null, details: { after: 5 } } as const;
    expect(await session.note(change)).toBeNull();
    await session.openDemo();
    expect(await noted()).toEqual([['unlock', { how: 'demo' }]]);
    await session.lock('manual');
    await session.unlock({ with: 'keychain' });
    expect(await noted()).toEqual([
      ['settings', { after: 5 }],
      ['unlock', { how: 'keychain' }],
    ]);
  });

  it('of what is about to be done, and answers the number of the entry', async () => {
    const { session } = await startConsole();
    await session.setUp({ keychain: true });
    const asked = { kind: 'export', outcome: 'asked', communityId: null, details: {} } as const;
    const first = await session.note(asked);
    expect(await session.note(asked)).toBe(first! + 1);
  });
});

describe('the demo', () => {
  it('lives in a folder that only its owner can enter, with a key of its own, and is gone after the lock', async () => {
    const { session, opened } = await startConsole();
    expect(await session.openDemo()).toMatchObject({ state: 'demo', engine: 'ready' });
    const { file, demo, key } = await opened();
    expect(demo).toBe(true);
    expect(key.some((byte) => byte !== 0)).toBe(true);
    if (process.platform !== 'win32') expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
    expect(existsSync(path.join(folder, 'keystore.json'))).toBe(false);
    await session.lock('manual');
    expect(existsSync(path.dirname(file))).toBe(false);
    expect(session.state()).toMatchObject({ state: 'first-run' });
  });

  it('is gone after quitting too, and what a crash left is removed at the next start', async () => {
    const { session } = await startConsole();
    await session.openDemo();
    await session.quit();
    const demos = path.join(folder, 'demo');
    expect(await readdir(demos)).toEqual([]);
    await mkdir(path.join(demos, 'demo-crashed'));
    await removeLeftoverDemos(demos);
    expect(existsSync(demos)).toBe(false);
  });

  it('leaves the own cache alone: neither opens over the other', async () => {
    const { session } = await startConsole();
    await session.openDemo();
    await expect(session.setUp({ keychain: true })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await session.lock('manual');
    await session.setUp({ keychain: true });
    await expect(session.openDemo()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(session.state()).toMatchObject({ state: 'unlocked' });
  });
});
