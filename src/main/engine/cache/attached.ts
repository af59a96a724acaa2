import type { RawDatabase } from './connection.ts';
import { withPhraseOf } from './key.ts';

const NAME = 'beside';

/** Another file than the one that is open. */
interface Beside {
  readonly file: string;
  /** That of the open one when absent. */
  readonly key?: Uint8Array | undefined;
}

/**
 * Opens another file beside the one that is open, with its cipher, for as long as `work` runs; through a reading connection it is only read.
 * `work` is told the name that its tables go by.
 */
export function withAttached<T>(db: RawDatabase, { file, key }: Beside, work: (name: string) => T): T {
  if (key === undefined) db.prepare(`ATTACH ? AS ${NAME}`).run([file]);
  else withPhraseOf(key, (phrase) => db.prepare(`ATTACH ? AS ${NAME} KEY ?`).run([file, phrase]));
  try {
    return work(NAME);
  } finally {
    db.exec(`DETACH ${NAME}`);
  }
}
