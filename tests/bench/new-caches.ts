import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Cache, openCache } from '#engine/cache/open.ts';
import { KEY } from '../engine/fixtures/keys.ts';

/** Encrypted caches of a folder that is deleted in the end. */
export class NewCaches {
  readonly folder: string;
  #made = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<NewCaches> {
    return new NewCaches(await mkdtemp(path.join(os.tmpdir(), 'commonwatt-bench-')));
  }

  /** An empty cache, the caller's to close. */
  open(): Cache {
    return openCache({ file: path.join(this.folder, `cache-${++this.#made}`), key: KEY });
  }

  /**
   * Does `fill` with an empty cache and answers its milliseconds; opening and closing do not count.
   * @throws Error when the cache does not hold so many trades afterwards: another job, whose time says nothing
   */
  async timeFilling(trades: number, fill: (cache: Cache) => unknown): Promise<number> {
    const cache = this.open();
    try {
      const started = performance.now();
      await fill(cache);
      const milliseconds = performance.now() - started;
      const [stored] = cache.read.pluck<number>('SELECT COUNT(*) FROM trade');
      if (stored !== trades) throw new Error(`The cache holds ${stored} trades instead of ${trades}.`);
      return milliseconds;
    } finally {
      cache.close();
      await Promise.all(['', '-wal', '-shm', '.check'].map((end) => rm(cache.file + end, { force: true })));
    }
  }

  async dispose(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
