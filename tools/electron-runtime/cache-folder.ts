import os from 'node:os';
import path from 'node:path';

/** Where the runtimes are kept: outside the repository, so that `npm ci` does not remove them. */
export function runtimeCacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');
  return path.join(base, 'commonwatt-electron-runtime');
}
