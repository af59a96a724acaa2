import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';

/** The process ids of all engines that this profile's console started, the newest last: the log names each. */
export async function engineProcesses(profile: string): Promise<number[]> {
  const log = await readFile(path.join(profile, 'logs', 'main.log'), 'utf8').catch(() => '');
  return [...log.matchAll(/engine started, process (\d+)/g)].map(([, pid]) => Number(pid));
}

/** The engine that runs now. */
export async function engineProcess(profile: string): Promise<number> {
  let pid: number | undefined;
  await expect(async () => {
    pid = (await engineProcesses(profile)).at(-1);
    expect(pid !== undefined && isAlive(pid)).toBe(true);
  }).toPass({ timeout: 20_000, intervals: [50] });
  return pid!;
}

/** Ends the engine at once, as a fault of the system would, and answers which process that was. */
export async function killEngine(profile: string): Promise<number> {
  const pid = await engineProcess(profile);
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
