import type { RunUpkeep } from '../engine-host/upkeep-runner.ts';
import type { Keystore } from '../keystore/keystore.ts';

export interface KeyChangeParts {
  readonly keystore: Keystore;
  readonly runUpkeep: RunUpkeep;
  readonly log: (line: string) => void;
}

/**
 * One data key in the place of another. While it lasts the keystore opens both keys, so that whatever befalls console, engine or machine, the
 * next opening finds out which of them the files have, and carries the change on or takes it back.
 */
export class KeyChange {
  readonly #parts: KeyChangeParts;

  constructor(parts: KeyChangeParts) {
    this.#parts = parts;
  }

  /**
   * Encrypts the closed cache and its backups with a new data key.
   * @param passphrase of now, where there is one
   * @param tell hears how much of it is done, 0 to 1
   * @throws what the keystore or the engine's work throws; `resume` has to find out then what holds
   */
  async begin(file: string, passphrase: string | null, tell?: (share: number) => void): Promise<void> {
    await this.#parts.keystore.beginRekey(passphrase);
    await this.#carryOut(file, false, tell);
  }

  /** Before the cache is opened: carries on, or takes back, what was broken off. Does nothing when nothing was. @throws as `begin` */
  async resume(file: string): Promise<void> {
    if (this.#parts.keystore.nextKey === null) return;
    this.#parts.log('a change of the data key was broken off; it is carried on or taken back');
    if (!(await this.#carryOut(file, true))) await this.#parts.keystore.takeBackNextKey();
  }

  /** The cache is open: the keystore is of its key alone now. */
  async settle(): Promise<void> {
    // Nothing is lost by keeping both keys until the next opening.
    await this.#parts.keystore
      .settle()
      .catch((error: unknown) => this.#parts.log(`the key of before still opens the keystore: ${String(error)}`));
  }

  async #carryOut(file: string, isResumed: boolean, tell?: (share: number) => void): Promise<boolean> {
    const { keystore, runUpkeep, log } = this.#parts;
    const newKey = keystore.nextKey;
    if (newKey === null) return false;
    const { isChanged, leftUnderOldKey } = await runUpkeep(
      'rekey',
      { file, key: keystore.key() },
      { newKey, isResumed },
      tell,
    );
    if (!isChanged) return false;
    if (leftUnderOldKey > 0)
      log(`${leftUnderOldKey} files or folders are left under the data key of before, which is kept`);
    keystore.adoptNextKey();
    return true;
  }
}
