import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { chooseTarget } from '#main/app/dialogs.ts';
import { mainTexts } from '#main/app/texts.ts';

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
