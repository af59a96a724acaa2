import { inspect } from './inspect.ts';
import { rekey } from './rekey.ts';
import { restore } from './restore.ts';
import { startAnew } from './start-anew.ts';
import type { UpkeepHandlers } from './upkeep.ts';

/** All work on closed caches. */
export const upkeepHandlers: UpkeepHandlers = {
  rekey,
  inspect,
  restore,
  'start-anew': startAnew,
};
