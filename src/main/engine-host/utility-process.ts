import { createInterface } from 'node:readline';
import { app, utilityProcess } from 'electron';
import type { Details, Event } from 'electron';
import type { FromEngine } from '#engine/port.ts';
import type { EngineLauncher } from './engine-process.ts';

const NAME = 'Commonwatt engine';
let launched = 0;

/** Whether a process that has gone was an engine, of whose end whoever launched it tells: some are ended on purpose. */
export function wasEngine({ name, serviceName }: Pick<Details, 'name' | 'serviceName'>): boolean {
  return [name, serviceName].some((one) => one?.startsWith(NAME));
}

/** Starts the engine as Electron's utility process: the way of every release. */
export const launchUtilityProcess: EngineLauncher = (file, env) => {
  launched += 1;
  // A name of its own, because `child-process-gone` tells only the name of what has gone.
  const serviceName = `${NAME} ${launched}`;
  const child = utilityProcess.fork(file, [], { serviceName, env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe'] });
  let running = true;
  const exited = new Promise<string>((resolve) => {
    const settle = (reason: string): void => {
      app.off('child-process-gone', gone);
      running = false;
      resolve(reason);
    };
    const gone = (_event: Event, details: Details): void => {
      if (details.name === serviceName || details.serviceName === serviceName) {
        settle(`${details.reason}, exit code ${details.exitCode}`);
      }
    };
    app.on('child-process-gone', gone);
    child.once('exit', (code) => settle(`exit code ${code}`));
  });
  return {
    get pid() {
      return child.pid;
    },
    exited,
    send: (message) => {
      if (running) child.postMessage(message);
    },
    onMessage: (listener) => void child.on('message', (message: FromEngine) => listener(message)),
    onOutput: (listener) => {
      for (const stream of ['stdout', 'stderr'] as const) {
        const input = child[stream];
        if (input) createInterface({ input }).on('line', (line) => listener(stream, line));
      }
    },
    kill: () => {
      // `child.kill()` only asks; an engine that hangs in a computation would not hear it.
      if (!running) return;
      if (child.pid === undefined) {
        child.kill();
        return;
      }
      try {
        process.kill(child.pid, 'SIGKILL');
      } catch {
        // It ended by itself a moment ago; `exited` tells.
      }
    },
  };
};
