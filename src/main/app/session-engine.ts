import type { Answer } from '#shared/contract/errors.ts';
import { Failure } from '#shared/contract/errors.ts';
import { cacheFileIn } from './cache-place.ts';
import { makeDemoCache } from './demo-cache.ts';
import type { DemoCache } from './demo-cache.ts';
import type { ClosedForWork, ConsoleSessionParts } from './session-parts.ts';

/** The engine of a session with the file and the keys that it is given. */
export class SessionEngine {
  readonly #parts: ConsoleSessionParts;
  #demo: DemoCache | null = null;

  constructor(parts: ConsoleSessionParts) {
    this.#parts = parts;
  }

  /** The own cache, and its keys, which are wiped at a lock. @throws KEY_UNAVAILABLE while it is locked */
  own(): ClosedForWork {
    const { keystore, cacheFolder, appVersion } = this.#parts;
    const keys = { key: keystore.key(), formerKeys: keystore.formerKeys(), deviceKey: keystore.deviceKey() };
    return { file: cacheFileIn(cacheFolder), ...keys, appVersion };
  }

  /** Opens the own cache; the keystore is asked for the keys whenever an engine starts. */
  async startOwn(): Promise<Answer<null>> {
    const { engine, role } = this.#parts;
    return await engine.start(() => ({ ...this.own(), demo: false, role }));
  }

  /** Makes a throwaway cache and opens it. @throws what keeps it from being opened: nothing of it is left then */
  async startDemo(): Promise<void> {
    const { engine, role, appVersion, demoFolder } = this.#parts;
    const demo = await makeDemoCache(demoFolder);
    const { file, key } = demo;
    const answer = await engine.start(() => ({ file, key, deviceKey: null, demo: true, role, appVersion }));
    if (!answer.ok) {
      await demo.remove();
      throw Failure.of(answer.error);
    }
    this.#demo = demo;
  }

  /** Lets the engine finish and close the cache, wipes the keys, and deletes a demo. */
  async close(): Promise<void> {
    const { engine, keystore, log } = this.#parts;
    try {
      await engine.stop();
    } finally {
      keystore.lock();
      const demo = this.#demo;
      this.#demo = null;
      await demo?.remove().catch((error: unknown) => log(`the demo cache could not be deleted: ${String(error)}`));
    }
  }
}
