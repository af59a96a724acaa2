import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { FromEngine } from '#engine/port.ts';
import type { EngineLauncher } from './engine-process.ts';

/**
 * Starts the engine as a child process of the Node at `execPath`: for development and tests on a runtime whose own Node
 * is too old for the engine's SQLite module.
 */
export function childProcessLauncher(execPath: string): EngineLauncher {
  return (file, env) => {
    const child = fork(file, [], {
      execPath,
      execArgv: [],
      env,
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return {
      pid: child.pid,
      exited: new Promise((resolve) => {
        child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
        child.on('error', (error) => {
          // A process that could not be started has no pid and never exits.
          if (child.pid === undefined) resolve(error.message);
        });
      }),
      send: (message) => {
        if (child.connected) child.send(message, undefined, undefined, () => undefined);
      },
      onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
      onOutput: (listener) => {
        for (const stream of ['stdout', 'stderr'] as const) {
          const input = child[stream];
          if (input) createInterface({ input }).on('line', (line) => listener(stream, line));
        }
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
