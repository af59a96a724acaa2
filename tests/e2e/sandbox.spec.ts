import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { openSandboxed } from './sandboxed-console.ts';
import type { SandboxedConsole } from './sandboxed-console.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// The console as everybody but root runs it: with Chromium's sandbox on.
let folder: string;
let opened: SandboxedConsole;
let page: Page;
test.beforeAll(async () => {
  folder = await makeFolder();
  opened = await openSandboxed(folder);
  page = await opened.app.firstWindow();
});
test.afterAll(async () => {
  await opened.close();
  await removeFolder(folder);
});

test('the console works: the demo shows its figures', async () => {
  const cards = page.getByRole('list', { name: 'Figures of the period' }).getByRole('listitem');
  await expect(cards).toHaveCount(9, { timeout: 60_000 });
  await expect(cards.first()).toContainText(/Produced.*\d/);
});

test('the page’s process is locked in', async () => {
  const { pid, sandboxed, isOff } = await opened.app.evaluate(({ app, BrowserWindow }) => {
    const own = BrowserWindow.getAllWindows()[0].webContents.getOSProcessId();
    return {
      pid: own,
      sandboxed: app.getAppMetrics().find((one) => one.pid === own)?.sandboxed,
      isOff: app.commandLine.hasSwitch('no-sandbox'),
    };
  });
  expect(isOff).toBe(false);
  if (process.platform !== 'linux') {
    expect(sandboxed).toBe(true);
    return;
  }
  // System calls are filtered (2), and no program that it starts could gain rights.
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  expect(status).toMatch(/^Seccomp:\s*2$/m);
  expect(status).toMatch(/^NoNewPrivs:\s*1$/m);
});
