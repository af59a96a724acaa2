import { setImmediate } from 'node:timers/promises';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { copyCache, discardCopy, keepCopy, type BackupWish } from '../cache/backup.ts';
import { type ReadDb, rawConnection } from '../cache/connection.ts';
import type { FormerKeys } from '../cache/backup-key.ts';
import type { CacheFile } from '../cache/open.ts';
import { startWorkThread } from '../threads/work-thread.ts';
import { type Desk, type Work, workInProcess } from '../threads/work.ts';
import { differenceTo } from './difference.ts';

type BackupsQuery = 'backups.preview';
interface Inputs {
  readonly make: { readonly file: string } & Pick<BackupWish, 'reason' | 'appVersion'>;
}
interface Progress {
  /** The path of the backup once it is kept. */
  readonly make: { readonly step: 'copied' } | { readonly step: 'kept'; readonly backup: string };
}

/** Where backups are made and compared with the cache: copying takes seconds in one statement. */
export type BackupsWork = Work<BackupsQuery, Inputs, Progress>;

/** Does it over a connection, whose key every copy has; what was brought back from elsewhere may have one of `keys`. */
export function backupsDesk(db: ReadDb, keys: FormerKeys = {}): Desk<BackupsQuery, Inputs, Progress> {
  const queries: { readonly [M in BackupsQuery]: (input: ParsedInput<M>) => Output<M> } = {
    'backups.preview': (input) => differenceTo(db, input, keys),
  };
  return {
    answer: (method, input) => queries[method](input),
    run: async (_job, { file, ...wish }, tell, isCancelled) => {
      const copy = copyCache(rawConnection(db), file, () => tell({ step: 'copied' }));
      // What was asked while the copy was made comes in now.
      await setImmediate();
      if (isCancelled()) discardCopy(copy);
      else tell({ step: 'kept', backup: keepCopy(file, copy, wish) });
    },
  };
}

/** Does it on the caller's thread, over its connection. */
export function backupsInProcess(db: ReadDb): BackupsWork {
  return workInProcess(backupsDesk(db));
}

/** Does it in a thread that the first of them starts. */
export function startBackupsThread(cache: Pick<CacheFile, 'file' | 'key'> & FormerKeys): BackupsWork {
  return startWorkThread('backups', cache, { starts: 'when-asked' });
}
