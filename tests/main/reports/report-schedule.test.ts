import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JsonFile } from '#main/app/json-file.ts';
import type { AskEngine } from '#main/bridge/engine-calls.ts';
import { noSchedule, ReportSchedule, scheduleMemorySchema } from '#main/reports/report-schedule.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';

let folder: string;
let now: number;
let refusal: Failure | null;
let made: unknown[];
let notes: NewEntry[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-schedule-'));
  await mkdir(path.join(folder, 'out'));
  now = Date.parse('2026-10-10T10:00:00Z');
  refusal = null;
  made = [];
  notes = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** An engine that has one community and makes every report at once. */
const engine = ((method: string, input: { order?: unknown }) => {
  if (method === 'communities.list')
    return Promise.resolve([{ id: 'c1', name: 'Sonnental', timeZone: 'Europe/Berlin' }]);
  if (method === 'tasks.list') return Promise.resolve([{ id: 't1', state: 'done', problem: null }]);
  if (refusal) return Promise.reject(refusal);
  made.push(input);
  return Promise.resolve({ taskId: 't1', reportId: 'CW-0000-0000-0001' });
}) as unknown as AskEngine;

function open(): ReportSchedule {
  return new ReportSchedule({
    memory: new JsonFile(path.join(folder, 'schedule.json'), scheduleMemorySchema, noSchedule, () => undefined),
    askEngine: engine,
    desk: {
      saveAs: async (_id, place) => {
        const file = await place({} as never);
        await writeFile(file, '%PDF');
        return file;
      },
    },
    chooseFolder: () => Promise.resolve(path.join(folder, 'out')),
    note: (entry) => Promise.resolve(notes.push(entry)),
    now: () => now,
    onChange: () => undefined,
    log: () => undefined,
  });
}

const on = { isOn: true, communityId: 'c1', language: 'en', chooseFolder: true } as const;

async function switchedOn(): Promise<ReportSchedule> {
  const schedule = open();
  await schedule.set(on);
  schedule.start();
  await schedule.look();
  return schedule;
}

describe('the monthly report by itself', () => {
  it('writes nothing for the month in which it is switched on, until that is over', async () => {
    const schedule = await switchedOn();
    expect(await readdir(path.join(folder, 'out'))).toEqual([]);
    now = Date.parse('2026-11-01T00:00:00Z');
    await schedule.look();
    expect(await readdir(path.join(folder, 'out'))).toEqual(['Sonnental 2026-10 monthly report.pdf']);
    expect(schedule.state()).toMatchObject({ lastMonth: '2026-10', folder: 'out', problem: null });
    schedule.stop();
  });

  it('catches up what was missed while the console was closed, in order', async () => {
    (await switchedOn()).stop();
    now = Date.parse('2027-01-05T00:00:00Z');
    const later = open();
    later.start();
    await later.look();
    expect(made).toMatchObject(['2026-10', '2026-11', '2026-12'].map((month) => ({ order: { month } })));
    later.stop();
  });

  it('writes a month once, however often it looks and wherever the clock is set', async () => {
    const schedule = await switchedOn();
    for (const time of [
      '2026-11-01T08:00:00Z',
      '2026-11-01T09:00:00Z',
      '2026-10-15T00:00:00Z',
      '2026-11-02T00:00:00Z',
    ]) {
      now = Date.parse(time);
      await schedule.look();
    }
    expect(made).toHaveLength(1);
    schedule.stop();
  });

  it('never replaces a file that is there', async () => {
    await writeFile(path.join(folder, 'out', 'Sonnental 2026-10 monthly report.pdf'), 'old');
    const schedule = await switchedOn();
    now = Date.parse('2026-11-01T00:00:00Z');
    await schedule.look();
    expect(existsSync(path.join(folder, 'out', 'Sonnental 2026-10 monthly report (2).pdf'))).toBe(true);
    schedule.stop();
  });

  it('says what keeps it from writing, and tries again at the next look', async () => {
    const schedule = await switchedOn();
    now = Date.parse('2026-11-01T00:00:00Z');
    refusal = new Failure('FORBIDDEN', 'A viewer may not do this.', { remedy: 'Ask a manager.' });
    await schedule.look();
    expect(schedule.state()).toMatchObject({
      problem: { code: 'FORBIDDEN', message: 'A viewer may not do this.', remedy: 'Ask a manager.' },
      lastMonth: null,
    });
    refusal = null;
    await rm(path.join(folder, 'out'), { recursive: true });
    await schedule.look();
    expect(schedule.state().problem).toMatchObject({ code: 'INPUT_INVALID', details: { folder: 'out' } });
    await mkdir(path.join(folder, 'out'));
    await schedule.look();
    expect(schedule.state()).toMatchObject({ problem: null, lastMonth: '2026-10' });
    schedule.stop();
  });

  it('looks only while the console is unlocked', async () => {
    const schedule = await switchedOn();
    schedule.stop();
    now = Date.parse('2026-11-01T00:00:00Z');
    await schedule.look();
    expect(made).toEqual([]);
  });

  it('cannot be on without a folder or a community', async () => {
    const schedule = open();
    await expect(schedule.set({ ...on, chooseFolder: false })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(schedule.set({ ...on, communityId: null })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect(schedule.state().isOn).toBe(false);
  });

  it('is a setting that the audit log knows, without the path of the folder', async () => {
    (await switchedOn()).stop();
    expect(notes).toMatchObject([{ kind: 'settings', details: { isOn: true, folder: 'out' } }]);
    expect(JSON.stringify(notes)).not.toContain(folder);
  });
});
