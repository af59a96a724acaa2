import { hash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { chooseTarget, saveFile } from '#main/app/dialogs.ts';
import { mainTexts } from '#main/app/texts.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import { Failure } from '#shared/contract/errors.ts';

const downloads = path.join(path.sep, 'home', 'anna', 'Downloads');
const { answers, asked } = vi.hoisted(() => ({
  answers: [] as { canceled: boolean; filePath: string }[],
  asked: [] as unknown[],
}));
vi.mock('electron', () => ({
  app: { getPath: () => downloads },
  dialog: {
    showSaveDialog: async (_window: unknown, options: unknown) => {
      asked.push(options);
      return answers.shift();
    },
  },
}));

type Registered = [fileId: string, file: string, name: string, use: string];

/** Asks where to write, with this answer of the person; tells what the engine hears of it. */
async function choose(suggestedName: string, answer: { canceled: boolean; filePath: string }, hasWindow = true) {
  answers.push(answer);
  const registered: Registered[] = [];
  const target = await chooseTarget(
    {
      window: () => (hasWindow ? ({} as Electron.BrowserWindow) : null),
      texts: () => mainTexts.en,
      registerFile: (...file) => registered.push(file),
    },
    { suggestedName, type: 'xlsx' },
  );
  return { target, registered };
}

it('the page learns the name of the chosen place and an id, the engine its path and that it may be written', async () => {
  const file = path.join(downloads, 'June.xlsx');
  const { target, registered } = await choose('Trades of June', { canceled: false, filePath: file });
  expect(target).toEqual({ fileId: expect.any(String) as string, name: 'June.xlsx' });
  expect(registered).toEqual([[target!.fileId, file, 'June.xlsx', 'write']]);
});

it('the dialog suggests a safe name of the type among the downloads', async () => {
  asked.length = 0;
  await choose('../../.Trades: "June"', { canceled: true, filePath: '' });
  expect(asked).toEqual([
    {
      title: 'Save',
      defaultPath: path.join(downloads, 'Trades June.xlsx'),
      filters: [{ name: 'XLSX', extensions: ['xlsx'] }],
    },
  ]);
});

it.each([
  [true, ''],
  [true, '/home/anna/x.xlsx'],
  [false, ''],
])('a dialog that was closed (%s, "%s") registers nothing', async (canceled, filePath) => {
  expect(await choose('Trades', { canceled, filePath })).toEqual({ target: null, registered: [] });
});

it('without a window there is no dialog', async () => {
  await expect(choose('Trades', { canceled: true, filePath: '' }, false)).rejects.toMatchObject({ code: 'CANCELLED' });
});

describe('what the page saves', () => {
  const content = 'member;kWh\n';

  /** Saves a table in this file; `note` is told before the file is there. */
  async function save(file: string, note: (entry: NewEntry) => Promise<number | null>) {
    answers.splice(0, answers.length, { canceled: file === '', filePath: file });
    const parts = {
      window: () => ({}) as Electron.BrowserWindow,
      texts: () => mainTexts.en,
      registerFile: () => undefined,
    };
    return await saveFile(parts, note, { suggestedName: 'Changes', type: 'csv', content });
  }

  function temporaryFolder(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-save-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }

  it('is known to the audit log before it is there: name, size and fingerprint, never the path', async () => {
    const file = path.join(temporaryFolder(), 'changes.csv');
    const noted: NewEntry[] = [];
    const note = async (entry: NewEntry): Promise<number> => {
      expect(existsSync(file)).toBe(false);
      return noted.push(entry);
    };
    expect(await save(file, note)).toEqual({ saved: true });
    expect(readFileSync(file, 'utf8')).toBe(content);
    expect(noted).toEqual([
      {
        kind: 'export',
        method: 'files.save',
        outcome: 'asked',
        communityId: null,
        details: { file: 'changes.csv', type: 'csv', bytes: 11, sha256: hash('sha256', content) },
      },
    ]);
  });

  it('is not written when the audit log cannot be', async () => {
    const file = path.join(temporaryFolder(), 'changes.csv');
    const note = (): Promise<never> => Promise.reject(new Failure('DISK_FULL', 'Full.'));
    await expect(save(file, note)).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(existsSync(file)).toBe(false);
  });

  it('and could not be written is a second entry that names the first', async () => {
    const noted: NewEntry[] = [];
    const inNoFolder = path.join(temporaryFolder(), 'changes.csv', 'changes.csv');
    await save(path.dirname(inNoFolder), async () => null);
    await expect(save(inNoFolder, async (entry) => noted.push(entry))).rejects.toBeInstanceOf(Failure);
    expect(noted).toMatchObject([
      { outcome: 'asked' },
      { outcome: 'refused', of: 1, details: { code: 'INPUT_INVALID' } },
    ]);
  });

  it('is nothing to note when the person closed the dialog', async () => {
    const noted: NewEntry[] = [];
    expect(await save('', async (entry) => noted.push(entry))).toEqual({ saved: false });
    expect(noted).toEqual([]);
  });
});
