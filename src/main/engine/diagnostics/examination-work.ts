import { setImmediate } from 'node:timers/promises';
import { type CacheHealth, type CheckProgress, examineCache } from '../cache/check.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CacheFile } from '../cache/open.ts';
import { startWorkThread } from '../threads/work-thread.ts';
import { type Desk, type Work, workInProcess } from '../threads/work.ts';

interface Inputs {
  readonly examine: null;
}
interface Progress {
  readonly examine: { readonly at: CheckProgress } | { readonly found: CacheHealth };
}

/** Where the whole cache is read: pieces of it take seconds. */
export type ExaminationWork = Work<never, Inputs, Progress>;

/** Reads it over a connection. */
export function examinationDesk(db: ReadDb): Desk<never, Inputs, Progress> {
  return {
    answer: (method) => {
      throw new Error(`An examination answers no queries, and not ${String(method)}.`);
    },
    run: async (_job, _input, tell, isCancelled) => {
      const examination = examineCache(db);
      for (let step = examination.next(); ; step = examination.next()) {
        if (step.done) return tell({ found: step.value });
        tell({ at: step.value });
        // What was asked meanwhile comes in now.
        await setImmediate();
        if (isCancelled()) return;
      }
    },
  };
}

/** Reads it on the caller's thread. */
export function examinationInProcess(db: ReadDb): ExaminationWork {
  return workInProcess(examinationDesk(db));
}

/** Reads it in a thread that the first examination starts. */
export function startExaminationThread(cache: Pick<CacheFile, 'file' | 'key'>): ExaminationWork {
  return startWorkThread('examination', cache, { starts: 'when-asked' });
}
