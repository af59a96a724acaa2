import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { parentOf, usageOf } from '#tools/processes.ts';

/** Says its number after a tenth of a second of work, and then waits to be ended. */
const WORKER = `
const start = process.cpuUsage().user;
while (process.cpuUsage().user - start < 100_000);
console.log(process.pid);
setInterval(() => undefined, 1000);
`;

it.runIf(process.platform === 'linux')('what a process has started counts as its own, work and memory', async () => {
  const before = usageOf(process.pid);
  const child = spawn(process.execPath, ['-e', WORKER], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [pid] = (await once(createInterface(child.stdout), 'line')) as [string];
    const after = usageOf(process.pid);
    const own = usageOf(Number(pid));
    expect(own.processes).toBe(1);
    expect(own.cpuS).toBeGreaterThanOrEqual(0.1);
    expect(own.memory).toBeGreaterThan(1024 * 1024);
    expect(own.wakeUps).toBeGreaterThan(0);
    expect(after.processes).toBe(before.processes + 1);
    expect(after.cpuS - before.cpuS).toBeGreaterThanOrEqual(own.cpuS);
    expect(parentOf(Number(pid))).toBe(process.pid);
  } finally {
    child.kill('SIGKILL');
  }
});
