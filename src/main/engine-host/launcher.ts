import { childProcessLauncher } from './child-process.ts';
import type { EngineLauncher } from './engine-process.ts';
import { launchUtilityProcess } from './utility-process.ts';

/** The variable by which the development tools name a Node for the engine; a packaged console does not look at it. */
const ENGINE_NODE_VARIABLE = 'COMMONWATT_ENGINE_NODE';

/** Electron's utility process, unless the development tools named a Node to run the engine under. */
export function chooseLauncher(env: NodeJS.ProcessEnv, isPackaged: boolean): EngineLauncher {
  const node = isPackaged ? undefined : env[ENGINE_NODE_VARIABLE];
  return node ? childProcessLauncher(node) : launchUtilityProcess;
}
