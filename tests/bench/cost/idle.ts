import { setTimeout } from 'node:timers/promises';
import type { ElectronApplication } from '@playwright/test';
import { buildWhenNeeded } from '#tools/build.ts';
import { type Display, openDisplay } from '#tools/electron-runtime/display.ts';
import { readyElectron } from '#tools/electron-runtime/ready.ts';
import { usageOf } from '#tools/processes.ts';
import { openConsole, openDemo, valueOf } from '../../e2e/console-window.ts';
import { pageAfterLock, protect } from '../../e2e/protection.ts';
import { bytes, type Cost } from './cost.ts';

/** Until what came before is over, milliseconds. */
const SETTLED_MS = 10_000;

/** What the console uses while nobody does anything with it: shown, hidden and locked. @param seconds for each */
export async function idle(seconds: number): Promise<Cost[]> {
  if (process.platform !== 'linux') return [{ what: 'idle', value: 'not measured: only Linux tells it without tools' }];
  await readyElectron();
  await buildWhenNeeded();
  const display = await openDisplay();
  try {
    return [...(await idleDemo(display, seconds)), await idleLocked(display, seconds)];
  } finally {
    await display.close();
  }
}

async function idleDemo({ env }: Display, seconds: number): Promise<Cost[]> {
  const { app, page, close } = await openDemo({ env });
  try {
    while ((await valueOf(page, 'tasks.list', {})).some(({ state }) => state === 'running')) await setTimeout(1000);
    const shown = await usedBy(app, 'the overview of the demo is shown', seconds);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].hide());
    return [shown, await usedBy(app, 'the window is hidden', seconds)];
  } finally {
    await close();
  }
}

async function idleLocked({ env }: Display, seconds: number): Promise<Cost> {
  const { app, page, close } = await openConsole({ env });
  try {
    await protect(page);
    await pageAfterLock(app, () => app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen')));
    return await usedBy(app, 'locked', seconds);
  } finally {
    await close();
  }
}

async function usedBy(app: ElectronApplication, state: string, seconds: number): Promise<Cost> {
  const pid = app.process().pid!;
  await setTimeout(SETTLED_MS);
  const before = usageOf(pid);
  await setTimeout(seconds * 1000);
  const after = usageOf(pid);
  const share = (((after.cpuS - before.cpuS) / seconds) * 100).toFixed(2);
  const wakeUps = ((after.wakeUps - before.wakeUps) / seconds).toFixed(1);
  return {
    what: `idle for ${seconds} s, ${state}`,
    value: `${share} % of a core, ${wakeUps} wake-ups a second, ${after.processes} processes, ${bytes(after.memory)}`,
  };
}
