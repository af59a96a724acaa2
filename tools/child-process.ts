import { constants, setPriority } from 'node:os';
import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';

/**
 * Runs a program to its end, passing on the signals that this process receives, and answers its exit code as a shell
 * counts it (128 + the signal's number when a signal ended it).
 * @param priority of the program and of what it starts, by `os.constants.priority`; this process's when absent
 */
export async function runToEnd(
  program: string,
  args: string[],
  options: SpawnOptions,
  priority?: number,
): Promise<number> {
  const child = spawn(program, args, options);
  if (priority !== undefined && child.pid !== undefined) setPriority(child.pid, priority);
  const forward = (signal: NodeJS.Signals): void => {
    // Ctrl-C in a terminal has already reached the child, and a second one would cut its orderly shutdown short.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  } finally {
    for (const signal of signals) process.off(signal, forward);
  }
}
