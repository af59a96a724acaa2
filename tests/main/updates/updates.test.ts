import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JsonFile } from '#main/app/json-file.ts';
import { UpdateFailure } from '#main/updates/update-failure.ts';
import { updateMemorySchema, usualUpdates } from '#main/updates/update-memory.ts';
import type { UpdateMemory } from '#main/updates/update-memory.ts';
import type { UpdateDecision } from '#main/updates/update-source.ts';
import type { Found, Updater } from '#main/updates/updater.ts';
import { Updates } from '#main/updates/updates.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { Hindrance, UpdateChannel } from '#shared/contract/updates.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const on: UpdateDecision = { state: 'on', source: { folder: 'https://example.org/', publicKey: 'PEM' } };
const release = { version: '0.2.0', publishedAt: null, notes: 'New', bytes: 1000 };

let folder: string;
let found: Found;
let looks: UpdateChannel[];
let failure: { check?: Error; download?: Error; prepare?: Error; backUp?: Error };
let hindrance: Hindrance | null;
let order: string[];
let notes: NewEntry[];
let progress: ((done: number) => void) | null;
let finish: (() => void) | null;
let isInstalled: boolean;

const updater: Updater = {
  check: async (channel) => {
    looks.push(channel);
    if (failure.check) throw failure.check;
    return found;
  },
  download: (onProgress, signal) =>
    new Promise((resolve, reject) => {
      progress = onProgress;
      finish = () => (failure.download ? reject(failure.download) : resolve());
      signal.addEventListener('abort', () => reject(new Error('cancelled')));
    }),
  prepare: async () => {
    order.push('prepare');
    if (failure.prepare) throw failure.prepare;
  },
  install: (restart) => {
    order.push(restart ? 'install and start' : 'install');
    return isInstalled;
  },
};

function open({ decision = on, memory = {} }: { decision?: UpdateDecision; memory?: Partial<UpdateMemory> } = {}) {
  const file = path.join(folder, `updates-${Math.random()}.json`);
  return new Updates({
    decision,
    version: '0.1.0',
    memory: new JsonFile(file, updateMemorySchema, { ...usualUpdates, ...memory }, () => undefined),
    updater: async () => updater,
    hindrance: async () => hindrance,
    backUp: async () => {
      order.push('back up');
      if (failure.backUp) throw failure.backUp;
    },
    note: async (entry) => notes.push(entry),
    quit: () => order.push('quit'),
    startAgain: () => order.push('start again'),
    now: () => Date.now(),
    onChange: () => undefined,
    log: () => undefined,
  });
}

/** Waits for what was begun without being waited for. */
const settled = () => vi.advanceTimersByTimeAsync(0);

async function ready(options: Parameters<typeof open>[0] = {}): Promise<Updates> {
  const updates = open(options);
  await updates.check();
  updates.download();
  await settled();
  finish?.();
  await settled();
  expect(updates.state().status).toEqual({ state: 'ready', release });
  return updates;
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 20, 10), toFake: ['setTimeout', 'setInterval', 'setImmediate', 'Date'] });
  folder = mkdtempSync(path.join(os.tmpdir(), 'commonwatt-updates-'));
  found = { kind: 'newer', release };
  [looks, order, notes, failure] = [[], [], [], {}];
  [hindrance, progress, finish] = [null, null, null];
  isInstalled = true;
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

describe('looking for updates', () => {
  it('happens by itself a while after the start, then once a day', async () => {
    const updates = open();
    updates.start();
    await vi.advanceTimersByTimeAsync(MINUTE - 1);
    expect(looks).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(looks).toHaveLength(1);
    await vi.waitFor(() => expect(updates.state().status.state).toBe('available'));
    await vi.advanceTimersByTimeAsync(DAY - MINUTE);
    expect(looks).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(120 * MINUTE);
    expect(looks).toHaveLength(2);
    updates.stop();
    await vi.advanceTimersByTimeAsync(3 * DAY);
    expect(looks).toHaveLength(2);
  });

  it.each([
    ['an administrator switched updates off', { decision: { state: 'off', reason: 'managed' } }],
    ['an administrator leaves it to the person', { decision: { ...on, state: 'manual' } }],
    ['the person does not want it', { memory: { isAutomatic: false } }],
  ] as const)('does not happen by itself where %s', async (_why, options) => {
    const updates = open(options);
    updates.start();
    expect(vi.getTimerCount()).toBe(0);
    expect(updates.state().isAutomatic).toBe(false);
  });

  it('tells what is newer, that nothing is, and that the feed has gone back', async () => {
    const updates = open();
    expect((await updates.check()).status).toEqual({ state: 'available', release, isPutOff: false });
    found = { kind: 'nothing' };
    expect((await updates.check()).status).toEqual({ state: 'idle' });
    found = { kind: 'older', version: '0.0.9' };
    expect((await updates.check()).status).toEqual({
      state: 'failed',
      problem: 'downgrade',
      release: null,
      offered: '0.0.9',
    });
  });

  it('keeps the time of the last one that succeeded', async () => {
    const updates = open();
    failure = { check: new Error('net::ERR_INTERNET_DISCONNECTED') };
    expect(await updates.check()).toMatchObject({ checkedAt: null, status: { state: 'failed', problem: 'offline' } });
    failure = {};
    expect((await updates.check()).checkedAt).toBe(Date.now());
  });

  it('follows the channel that the person chooses, which the audit log knows of', async () => {
    const updates = open();
    await updates.check();
    expect((await updates.choose({ channel: 'beta' })).status).toEqual({ state: 'idle' });
    await updates.check();
    expect(looks).toEqual(['latest', 'beta']);
    await updates.choose({ isAutomatic: false });
    expect(notes.map(({ details }) => details)).toEqual([
      { setting: 'updateChannel', before: 'latest', after: 'beta' },
      { setting: 'updatesAutomatic', before: true, after: false },
    ]);
  });

  it('is refused where updates are off', async () => {
    const updates = open({ decision: { state: 'off', reason: 'package-manager' } });
    await expect(updates.check()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(updates.install()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(updates.choose({ channel: 'beta' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(() => updates.download()).toThrow(Failure);
    expect(looks).toEqual([]);
  });
});

describe('a version that the person puts off', () => {
  it('is not announced for a week, but the next one is', async () => {
    const updates = open();
    await updates.check();
    await updates.later();
    const isPutOff = () => (updates.state().status as { isPutOff: boolean }).isPutOff;
    expect(isPutOff()).toBe(true);
    vi.setSystemTime(Date.now() + 7 * DAY - 1);
    expect(isPutOff()).toBe(true);
    vi.setSystemTime(Date.now() + 1);
    expect(isPutOff()).toBe(false);
    await updates.later();
    found = { kind: 'newer', release: { ...release, version: '0.3.0' } };
    await updates.check();
    expect(isPutOff()).toBe(false);
  });
});

describe('a download', () => {
  it('begins when the person says so, and tells bytes and time left', async () => {
    const updates = open();
    expect(() => updates.download()).toThrow(Failure);
    await updates.check();
    await vi.advanceTimersByTimeAsync(2 * DAY);
    expect(progress).toBeNull();
    expect(updates.download().status).toEqual({ state: 'downloading', release, done: 0, remainingMs: null });
    await settled();
    vi.setSystemTime(Date.now() + 4000);
    progress?.(250);
    expect(updates.state().status).toEqual({ state: 'downloading', release, done: 250, remainingMs: 12_000 });
  });

  it('that is stopped leaves the version on offer, and can begin anew', async () => {
    const updates = open();
    await updates.check();
    updates.download();
    await settled();
    updates.cancel();
    await settled();
    expect(updates.state().status).toEqual({ state: 'available', release, isPutOff: false });
    expect(updates.download().status.state).toBe('downloading');
  });

  it('that fails says why until the person tries it again', async () => {
    const updates = open();
    await updates.check();
    updates.download();
    await settled();
    failure = { download: Object.assign(new Error('full'), { code: 'ENOSPC' }) };
    finish?.();
    await settled();
    updates.start();
    await vi.advanceTimersByTimeAsync(2 * DAY);
    expect(updates.state().status).toEqual({ state: 'failed', problem: 'disk-full', release, offered: null });
    updates.stop();
    failure = {};
    updates.download();
    await settled();
    finish?.();
    await settled();
    expect(updates.state().status.state).toBe('ready');
  });
});

describe('putting in place', () => {
  it('makes sure of a backup, lays the version ready, closes everything, and only then replaces the program', async () => {
    const updates = await ready();
    expect(await updates.install()).toEqual({ hindrance: null });
    await vi.runOnlyPendingTimersAsync();
    const last = await updates.beforeQuit();
    order.push('closed');
    await last?.();
    expect(order).toEqual(['back up', 'prepare', 'quit', 'closed', 'install and start']);
  });

  it.each(['task', 'sending', 'upkeep'] as const)('is never in the middle of work: %s', async (what) => {
    const updates = await ready();
    hindrance = what;
    expect(await updates.install()).toEqual({ hindrance: what });
    await vi.runOnlyPendingTimersAsync();
    expect(order).toEqual([]);
    expect(updates.state().status.state).toBe('ready');
  });

  it('happens when the person quits, without a new start', async () => {
    const updates = await ready();
    await (
      await updates.beforeQuit()
    )?.();
    expect(order).toEqual(['back up', 'prepare', 'install']);
  });

  it('does not happen without a wish: a quit while a version is on offer or being downloaded leaves everything', async () => {
    const updates = open();
    await updates.check();
    expect(await updates.beforeQuit()).toBeNull();
    updates.download();
    await settled();
    expect(await updates.beforeQuit()).toBeNull();
    expect(order).toEqual([]);
  });

  it.each([
    ['backup', { backUp: new Failure('DISK_FULL', 'No room') }],
    ['disk-full', { prepare: Object.assign(new Error('full'), { code: 'ENOSPC' }) }],
    ['no-rights', { prepare: Object.assign(new Error('no'), { code: 'EACCES' }) }],
    ['checksum', { prepare: new UpdateFailure('checksum') }],
  ] as const)('does not happen when that fails: %s', async (problem, because) => {
    const updates = await ready();
    failure = because;
    await updates.install();
    await vi.runOnlyPendingTimersAsync();
    expect(order).not.toContain('quit');
    expect(updates.state().status).toEqual({ state: 'failed', problem, release, offered: null });
    expect(await updates.beforeQuit()).toBeNull();
  });

  it('that fails after everything was closed has the old version start again', async () => {
    const updates = await ready();
    isInstalled = false;
    await updates.install();
    await (
      await updates.beforeQuit()
    )?.();
    expect(order).toEqual(['back up', 'prepare', 'install and start', 'start again']);
  });
});
