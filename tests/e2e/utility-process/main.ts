// The main process of a tiny app that does nothing but supervise an engine in Electron's utility process, as a release does.
// The test reaches the supervisor and what it heard through `globalThis.engineHost`.
import path from 'node:path';
import { app } from 'electron';
import { engineEnvironment } from '#main/engine-host/environment.ts';
import { EngineSupervisor } from '#main/engine-host/supervisor.ts';
import { launchUtilityProcess } from '#main/engine-host/utility-process.ts';

const engineFile = path.join(import.meta.dirname, 'engine.js');
const heard = { states: [] as string[], events: [] as unknown[], lines: [] as string[] };
const fixture = { mode: '' };

const supervisor = new EngineSupervisor({
  launch: () => launchUtilityProcess(engineFile, { ...engineEnvironment(process.env, true), FIXTURE: fixture.mode }),
  onState: (state) => heard.states.push(state),
  onEvent: (event, payload) => heard.events.push([event, payload]),
  log: (_level, line) => heard.lines.push(line),
  timing: { backoff: [5, 10], callWait: 20_000 },
});

const engineHost = {
  supervisor,
  heard,
  fixture,
  start: () =>
    supervisor.start(() => ({
      file: '/cache.db',
      key: new Uint8Array(32).fill(7),
      deviceKey: null,
      role: 'admin',
      appVersion: '1.0.0',
      demo: false,
    })),
};
export type EngineHost = typeof engineHost;

Object.assign(globalThis, { engineHost });
app.on('window-all-closed', () => undefined);
