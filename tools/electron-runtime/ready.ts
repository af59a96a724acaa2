import { reportStep } from '../report.ts';
import { resolveElectron } from './index.ts';
import type { ElectronRuntime } from './index.ts';
import { officialVersion } from './official.ts';
import { ensureSystemLibraries } from './system-libraries.ts';

/**
 * Makes everything ready that an Electron app needs to start on this machine: the runtime and its system libraries.
 *
 * @throws an error that says what is missing and what to do.
 */
export async function readyElectron(): Promise<ElectronRuntime> {
  const runtime = await resolveElectron();
  if (runtime.source === 'fallback') {
    reportStep(
      `Electron ${officialVersion()} cannot be downloaded here; using Electron ${runtime.version} in its place`,
    );
  }
  await ensureSystemLibraries(runtime.executable);
  return runtime;
}
