import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AskEngine } from '#main/bridge/engine-calls.ts';
import { ReportDesk } from '#main/reports/report-desk.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import { Failure } from '#shared/contract/errors.ts';

const reportId = 'CW-7K2M-9QX4-T5BN';
const sha256 = createHash('sha256').update('%PDF').digest('hex');

let folder: string;
let happened: string[];
let notes: NewEntry[];
let place: string | null;
let isRefused: boolean;
let isPrinted: boolean;
let layingOut: (signal: AbortSignal) => Promise<Buffer>;
let desk: ReportDesk;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-desk-'));
  happened = [];
  notes = [];
  place = path.join(folder, 'report.pdf');
  isRefused = false;
  isPrinted = true;
  layingOut = () => Promise.resolve(Buffer.from('%PDF'));
  desk = new ReportDesk({
    askEngine: ((_method: string, input: { reportId: string }) =>
      isRefused
        ? Promise.reject(new Failure('FORBIDDEN', 'no'))
        : Promise.resolve({
            report: { id: input.reportId, order: { kind: 'ledger', communityId: 'c1' }, fingerprint: 'ab' },
            suggestedName: 'Ledger.pdf',
          })) as unknown as AskEngine,
    layOut: async (_pages, signal) => {
      happened.push('laid out');
      return { bytes: await layingOut(signal), pages: 1 };
    },
    print: () => Promise.resolve(isPrinted),
    choosePlace: () => Promise.resolve(place),
    note: (entry) => {
      happened.push(`noted ${entry.outcome}`);
      return Promise.resolve(notes.push(entry));
    },
    saved: (id, digest) => {
      happened.push(`kept ${id} ${digest}`);
      return Promise.resolve();
    },
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a report at the desk', () => {
  it('is laid out once, however often it is shown and saved', async () => {
    await desk.pdf(reportId);
    await desk.save(reportId);
    await desk.pdf(reportId);
    expect(happened.filter((one) => one === 'laid out')).toHaveLength(1);
  });

  it('is in the audit log and known by its digest before the file is there', async () => {
    expect(await desk.save(reportId)).toEqual({ saved: true });
    expect(happened).toEqual(['laid out', 'noted asked', `kept ${reportId} ${sha256}`]);
    expect(notes[0]).toMatchObject({
      kind: 'export',
      communityId: 'c1',
      details: { report: reportId, file: 'report.pdf', sha256 },
    });
    expect(await readFile(place!, 'utf8')).toBe('%PDF');
  });

  it('whose file cannot be written is noted as refused', async () => {
    place = folder;
    await expect(desk.save(reportId)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect(notes).toMatchObject([{ outcome: 'asked' }, { outcome: 'refused', of: 1 }]);
  });

  it('is not saved when the dialog is closed, and nothing is noted', async () => {
    place = null;
    expect(await desk.save(reportId)).toEqual({ saved: false });
    expect(notes).toEqual([]);
  });

  it('is not shown from memory to whom the engine refuses it', async () => {
    await desk.pdf(reportId);
    isRefused = true;
    await expect(desk.pdf(reportId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is noted when it is printed, and that the dialog was closed', async () => {
    expect(await desk.print(reportId)).toEqual({ printed: true });
    isPrinted = false;
    expect(await desk.print(reportId)).toEqual({ printed: false });
    expect(notes.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'print asked',
      'print asked',
      'print refused',
    ]);
  });

  it('is forgotten by a lock, also while it is being laid out', async () => {
    await desk.pdf(reportId);
    layingOut = (signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Failure('CANCELLED', 'locked'))),
      );
    const other = desk.pdf('CW-0000-0000-0002');
    await new Promise((resolve) => setImmediate(resolve));
    desk.forget();
    await expect(other).rejects.toMatchObject({ code: 'CANCELLED' });
    layingOut = () => Promise.resolve(Buffer.from('%PDF'));
    await desk.pdf(reportId);
    expect(happened.filter((one) => one === 'laid out')).toHaveLength(3);
  });
});
