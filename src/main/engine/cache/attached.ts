import type { RawDatabase } from './connection.ts';

const NAME = 'beside';

/**
 * Opens another file beside the one that is open, with its cipher and key, for as long as `work` runs; through a reading connection it is
 * only read. `work` is told the name that its tables go by.
 */
export function withAttached<T>(db: RawDatabase, file: string, work: (name: string) => T): T {
  db.prepare(`ATTACH ? AS ${NAME}`).run([file]);
  try {
    return work(NAME);
  } finally {
    db.exec(`DETACH ${NAME}`);
  }
}
