/**
 * Encrypts a cache anew and kills itself before the given step (1, 2, 3, ...) that changes the name or rights of a file; says `done` when
 * there is no such step. Arguments: cache file, new key in base64, step.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { rekey } from '#engine/upkeep/rekey.ts';
import { KEY } from '../fixtures/keys.ts';

const [file, newKey, step] = process.argv.slice(2);
let count = 0;
for (const name of ['renameSync', 'rmSync', 'chmodSync'] as const) {
  const real = fs[name] as (...given: unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...given: unknown[]): unknown => {
      count += 1;
      if (count === Number(step)) process.kill(process.pid, 'SIGKILL');
      return real(...given);
    },
  });
}
syncBuiltinESMExports();

rekey({ file, key: Uint8Array.from(KEY) }, { newKey: Buffer.from(newKey, 'base64'), isResumed: false });
fs.writeSync(1, 'done\n');
