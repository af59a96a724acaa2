/**
 * Restores a backup and kills itself before the given step (1, 2, 3, ...) that moves, copies or deletes a file beside the cache; says `done`
 * when there is no such step. Arguments: cache file, name of the backup, device key in base64, step.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';
import { restore } from '#engine/upkeep/restore.ts';
import { KEY } from '../fixtures/keys.ts';

const [file, backupId, deviceKey, step] = process.argv.slice(2);
let count = 0;
for (const name of ['renameSync', 'copyFileSync', 'rmSync'] as const) {
  const real = fs[name] as (...given: unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...given: unknown[]): unknown => {
      if (given.some((one) => typeof one === 'string' && dirname(one) === dirname(file))) count += 1;
      if (count === Number(step)) process.kill(process.pid, 'SIGKILL');
      return real(...given);
    },
  });
}
syncBuiltinESMExports();

fs.writeSync(1, 'restoring\n');
await restore(
  { file, key: Uint8Array.from(KEY) },
  { method: 'backups.restore', backupId, deviceKey: Buffer.from(deviceKey, 'base64'), appVersion: '1.0.0' },
);
fs.writeSync(1, 'done\n');
