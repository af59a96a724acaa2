import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backupMemorySchema, BackupSchedule, usualBackups } from '#main/app/backup-schedule.ts';
import { JsonFile } from '#main/app/json-file.ts';
import type { AskEngine } from '#main/bridge/engine-calls.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import { Failure } from '#shared/contract/errors.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let folder: string;
let now: number;
let idleSeconds: number;
let made: { reason: string; madeAt: number }[];
let communities: number;
let refusal: Failure | null;
let end: 'done' | 'cancelled';
let notes: NewEntry[];
let schedule: BackupSchedule;

/** An engine that makes every backup at once. */
const engine = ((method: string, input: { reason: string }) => {
  if (method === 'communities.list') return Promise.resolve(Array.from({ length: communities }, () => ({})));
  if (method === 'backups.list') return Promise.resolve(made.toReversed());
  if (method === 'tasks.list') return Promise.resolve([{ id: 't1', state: end, problem: null }]);
  if (refusal) return Promise.reject(refusal);
  if (end === 'done') made.push({ reason: input.reason, madeAt: now });
  return Promise.resolve({ taskId: 't1' });
}) as unknown as AskEngine;

const memoryFile = (): string => path.join(folder, 'backup-schedule.json');

function open(): BackupSchedule {
  const opened = new BackupSchedule({
    memory: new JsonFile(memoryFile(), backupMemorySchema, usualBackups, () => undefined),
    askEngine: engine,
    note: (entry) => Promise.resolve(notes.push(entry)),
    now: () => now,
    idleSeconds: () => idleSeconds,
    onChange: () => undefined,
    log: () => undefined,
  });
  opened.start();
  return opened;
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-backups-'));
  now = Date.parse('2026-10-10T10:00:00Z');
  idleSeconds = 0;
  [made, notes, communities, refusal, end] = [[], [], 1, null, 'done'];
  schedule = open();
});
afterEach(async () => {
  schedule.stop();
  await rm(folder, { recursive: true, force: true });
});

/** How many backups there are after a look. */
async function looked(): Promise<number> {
  await schedule.look();
  return made.length;
}

describe('backups by themselves', () => {
  it('are made once a day unless a person chose otherwise', async () => {
    expect(await looked()).toBe(1);
    now += 23 * HOUR;
    expect(await looked()).toBe(1);
    now += HOUR;
    expect(await looked()).toBe(2);
    expect(schedule.state()).toEqual({ every: 'day', lastAt: now, problem: null });
  });

  it('are made once a week, or never, when that was chosen; the log knows who chose', async () => {
    await schedule.set({ every: 'never' });
    expect(await looked()).toBe(0);
    await schedule.set({ every: 'week' });
    await schedule.look();
    expect(made).toHaveLength(1);
    now += 6 * DAY;
    expect(await looked()).toBe(1);
    now += DAY;
    expect(await looked()).toBe(2);
    expect(notes.map(({ details }) => details)).toEqual([
      { setting: 'backups', before: 'day', after: 'never' },
      { setting: 'backups', before: 'never', after: 'week' },
    ]);
  });

  it('count one by hand, but not one from before a restore or an update', async () => {
    made.push({ reason: 'by-hand', madeAt: now - HOUR });
    expect(await looked()).toBe(1);
    now += DAY;
    made.push({ reason: 'restore', madeAt: now }, { reason: 'migration', madeAt: now });
    expect(await looked()).toBe(4);
  });

  it('begin when there is something to lose', async () => {
    communities = 0;
    expect(await looked()).toBe(0);
    communities = 1;
    expect(await looked()).toBe(1);
  });

  it('are not put off by a clock that was put back', async () => {
    now += 400 * DAY;
    expect(await looked()).toBe(1);
    now -= 400 * DAY;
    expect(await looked()).toBe(2);
  });

  it('that fail say why until one is made', async () => {
    refusal = new Failure('DISK_FULL', 'The disk is full.');
    expect(await looked()).toBe(0);
    expect(schedule.state().problem).toMatchObject({ code: 'DISK_FULL' });
    refusal = null;
    now += HOUR;
    expect(await looked()).toBe(1);
    expect(schedule.state().problem).toBeNull();
  });

  it('that a person or a lock stopped are no failure, and come again', async () => {
    end = 'cancelled';
    expect(await looked()).toBe(0);
    expect(schedule.state()).toEqual({ every: 'day', lastAt: null, problem: null });
    end = 'done';
    expect(await looked()).toBe(1);
  });

  it('remember over a restart of the console', async () => {
    await schedule.look();
    schedule.stop();
    made = [];
    schedule = open();
    now += HOUR;
    expect(await looked()).toBe(0);
    expect(JSON.parse(await readFile(memoryFile(), 'utf8'))).toMatchObject({ every: 'day', lastAt: now - HOUR });
  });

  it('wait for a pause in the work of the person who has unlocked, half an hour at most', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    try {
      schedule.stop();
      schedule = open();
      const look = vi.spyOn(schedule, 'look').mockResolvedValue();
      const looksWithin = async (seconds: number): Promise<number> => {
        const before = look.mock.calls.length;
        for (let second = 0; second < seconds; second++) {
          now += 1000;
          await vi.advanceTimersByTimeAsync(1000);
        }
        return look.mock.calls.length - before;
      };
      expect(await looksWithin(60)).toBe(0);
      idleSeconds = 61;
      expect(await looksWithin(20)).toBe(1);
      // The hour's next look finds the person at work again.
      idleSeconds = 5;
      expect(await looksWithin(60 * 60)).toBe(0);
      expect(await looksWithin(32 * 60)).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
