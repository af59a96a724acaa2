import { Failure } from '#shared/contract/errors.ts';

const KEPT = 'Nothing that was saved before is lost.';

/** The text of an error's `code` (SQLite's and Node's errors carry one), or ''. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Whether the file could not be read as a database with this key: damaged, or another key. */
export function isUnreadable(error: unknown): boolean {
  return /^SQLITE_(NOTADB|CORRUPT)/.test(codeOf(error));
}

/** Right key, but the bytes are not what was written. Says nothing of deleting: the file may hold unsent decisions. */
export function corruptFailure(what: string, cause?: unknown): Failure {
  return new Failure('CACHE_CORRUPT', `${what} The file was left as it is.`, {
    remedy: 'Keep the file, close the console and restore the newest backup, or fetch the data again.',
    cause,
  });
}

/**
 * The one place that turns SQLite's and the file system's errors into the codes of the catalogue. What is no such error (a `Failure`, a
 * broken constraint, a fault in our SQL) comes back as it is.
 */
export function cacheFailure(error: unknown): unknown {
  const code = codeOf(error);
  if (error instanceof Failure || code === '') return error;
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new Failure('CACHE_LOCKED', `Another program is using the cache. ${KEPT}`, {
      remedy: 'Wait a moment, or close the other console or command line.',
      retryable: true,
      cause: error,
    });
  }
  if (/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/.test(code)) {
    return new Failure('DISK_FULL', `The disk is full; this change was not saved. ${KEPT}`, {
      remedy: 'Free some space on the disk that holds the data folder and try again.',
      retryable: true,
      cause: error,
    });
  }
  if (isUnreadable(error)) return corruptFailure('The cache is damaged.', error);
  if (/^(SQLITE_(IOERR|READONLY|CANTOPEN|PERM|AUTH)|EACCES|EPERM|EROFS|EIO)/.test(code)) {
    return new Failure('INTERNAL', `The cache file could not be read or written (${code}). ${KEPT}`, {
      remedy: 'Check that the disk works and that you may write in the data folder.',
      cause: error,
    });
  }
  return error;
}

/** Runs `work` with its errors mapped by `cacheFailure`. */
export function withCacheErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw cacheFailure(error);
  }
}
