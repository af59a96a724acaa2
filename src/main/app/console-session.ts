import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { Answer } from '#shared/contract/errors.ts';
import type { Role } from '#shared/contract/method.ts';
import type { ParsedInput } from '#shared/contract/contract.ts';
import type { SessionState } from '#shared/contract/session.ts';
import { profileWriteFailure } from '#shared/contract/write-failures.ts';
import type { EngineSupervisor } from '../engine-host/supervisor.ts';
import type { Keystore } from '../keystore/keystore.ts';
import { makeDemoCache } from './demo-cache.ts';
import type { DemoCache } from './demo-cache.ts';
import type { UnlockFailures } from './unlock-failures.ts';

export interface ConsoleSessionParts {
  readonly keystore: Keystore;
  readonly engine: EngineSupervisor;
  readonly unlockFailures: UnlockFailures;
  /** Folder of the cache that is kept. */
  readonly cacheFolder: string;
  /** Folder for throwaway caches. */
  readonly demoFolder: string;
  /** The role of the person at this desk. */
  readonly role: Role;
  readonly appVersion: string;
  readonly platform: string;
  /** Hears the new state after every change. */
  readonly onChange: (state: SessionState) => void;
  /** The page is to be replaced by a fresh one at once: what it shows is no longer to be seen. */
  readonly onLock: () => void;
  readonly log: (line: string) => void;
}

/** Why the console locks. */
type LockReason = 'manual' | 'idle' | 'suspend' | 'screen' | 'quit';

/** Which cache is open, and the only way to open and close one: key, engine and page follow each other in order. */
export class ConsoleSession {
  readonly #parts: ConsoleSessionParts;
  #open: 'nothing' | 'cache' | 'demo' = 'nothing';
  #demo: DemoCache | null = null;
  /** For the audit log of the cache that is kept, from while it was locked. */
  readonly #held: NewEntry[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ConsoleSessionParts) {
    this.#parts = parts;
  }

  state(): SessionState {
    const { keystore, engine, appVersion, platform } = this.#parts;
    const { available, backend } = keystore.keychain;
    const closed = keystore.state === 'none' ? 'first-run' : 'locked';
    return {
      state: this.#open === 'demo' ? 'demo' : this.#open === 'cache' ? 'unlocked' : closed,
      protection: keystore.protection,
      keychain: { available, backend },
      engine: engine.state,
      appVersion,
      platform,
    };
  }

  /** First run: see `Keystore.setUp`; then opens an empty cache. */
  setUp(chosen: ParsedInput<'session.setUp'>): Promise<SessionState> {
    return this.#inTurn(async () => {
      this.#refuseWhileDemo();
      if (this.#parts.keystore.state === 'none') await this.#setKeylessCacheAside();
      await this.#parts.keystore.setUp(chosen);
      return await this.#openCache('set-up');
    });
  }

  /** Opens the cache; when it is open already, has a failed engine try again. */
  unlock(how: ParsedInput<'session.unlock'>): Promise<SessionState> {
    return this.#inTurn(async () => {
      this.#refuseWhileDemo();
      if (this.#open === 'cache') return await this.#retry();
      const { keystore } = this.#parts;
      try {
        if (how.with === 'passphrase') await keystore.unlockWithPassphrase(how.passphrase);
        else await keystore.unlockWithKeychain();
      } catch (error) {
        if (keystore.state !== 'none') await this.#parts.unlockFailures.add(Date.now());
        throw error;
      }
      return await this.#openCache(how.with);
    });
  }

  /** Opens a throwaway cache with the demo community; touches neither the keystore nor the cache that is kept. */
  openDemo(): Promise<SessionState> {
    return this.#inTurn(async () => {
      if (this.#open === 'demo') return await this.#retry();
      if (this.#open === 'cache') {
        throw new Failure('FORBIDDEN', 'Your own cache is open. Nothing was changed.', {
          remedy: 'Lock the console, then open the demo community.',
        });
      }
      const demo = await makeDemoCache(this.#parts.demoFolder);
      const answer = await this.#start({ file: demo.file, key: demo.key, demo: true });
      if (!answer.ok) await demo.remove();
      passOn(answer);
      this.#demo = demo;
      this.#open = 'demo';
      this.#tell({ ...ofSession, kind: 'unlock', method: 'session.openDemo', details: { how: 'demo' } });
      return this.#announce();
    });
  }

  /**
   * Replaces the page at once, then lets the engine finish and close the cache, and wipes the key. The demo is deleted.
   * Does nothing when nothing is open.
   */
  lock(reason: LockReason): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#open === 'nothing') return;
      this.#tellLock(reason);
      this.#open = 'nothing';
      this.#parts.onLock();
      await this.#close();
      this.#announce();
    });
  }

  /** Like `lock`, for good and without a new page. */
  quit(): Promise<void> {
    return this.#inTurn(async () => {
      this.#tellLock('quit');
      this.#open = 'nothing';
      await this.#close();
    });
  }

  /**
   * Has something written into the audit log before it is done. While nothing is open it waits, in memory, for the cache that is kept.
   * @returns the entry's number; null while it waits
   * @throws Failure when it could not be written
   */
  async note(entry: NewEntry): Promise<number | null> {
    if (this.#open !== 'nothing') return await this.#parts.engine.note(entry);
    this.#held.push(entry);
    return null;
  }

  /** Has a failed engine try again; otherwise does nothing. */
  retryEngine(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#open !== 'nothing') await this.#parts.engine.retry();
    });
  }

  /** Tells the page what holds now. */
  #announce(): SessionState {
    const state = this.state();
    this.#parts.onChange(state);
    return state;
  }

  async #retry(): Promise<SessionState> {
    await this.#parts.engine.retry();
    return this.state();
  }

  async #openCache(how: 'set-up' | 'passphrase' | 'keychain'): Promise<SessionState> {
    const { keystore, cacheFolder } = this.#parts;
    await mkdir(cacheFolder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      keystore.lock();
      throw profileWriteFailure(error, 'cache');
    });
    const answer = await this.#start({ file: cacheFileIn(cacheFolder), demo: false });
    if (!answer.ok) keystore.lock();
    passOn(answer);
    this.#open = 'cache';
    this.#tellUnlock(how);
    return this.#announce();
  }

  /** What befell the cache while it was locked comes first. */
  #tellUnlock(how: 'set-up' | 'passphrase' | 'keychain'): void {
    const { unlockFailures } = this.#parts;
    const method = how === 'set-up' ? 'session.setUp' : 'session.unlock';
    const failures = unlockFailures.facts();
    if (failures) {
      this.#tell({ ...ofSession, kind: 'unlock-failed', method: 'session.unlock', details: { ...failures } }, () =>
        unlockFailures.clear(),
      );
    }
    for (const entry of this.#held.splice(0)) this.#tell(entry);
    this.#tell({ ...ofSession, kind: 'unlock', method, details: { how } });
  }

  /** An engine that is not there is not waited for: the lock comes first. */
  #tellLock(reason: LockReason): void {
    if (this.#open === 'nothing' || this.#parts.engine.state !== 'ready') return;
    this.#tell({ ...ofSession, kind: 'lock', details: { reason } });
  }

  /** Notes what has happened already. The engine takes messages in order: what follows comes later in the log. */
  #tell(entry: NewEntry, onWritten: () => Promise<void> = async () => undefined): void {
    this.#parts.engine.note(entry).then(onWritten, (error: unknown) => {
      this.#parts.log(`"${entry.kind}" could not be written into the audit log: ${String(error)}`);
    });
  }

  /** @param key only for a demo; otherwise the keystore is asked whenever an engine starts. */
  async #start(opening: { file: string; demo: boolean; key?: Uint8Array }): Promise<Answer<null>> {
    const { keystore, engine, role, appVersion } = this.#parts;
    return await engine.start(() => ({
      ...opening,
      key: opening.key ?? keystore.key(),
      deviceKey: opening.key ? null : keystore.deviceKey(),
      role,
      appVersion,
    }));
  }

  async #close(): Promise<void> {
    try {
      await this.#parts.engine.stop();
    } finally {
      this.#parts.keystore.lock();
      const demo = this.#demo;
      this.#demo = null;
      await demo
        ?.remove()
        .catch((error: unknown) => this.#parts.log(`the demo cache could not be deleted: ${String(error)}`));
    }
  }

  /** A cache whose key is gone cannot be opened again, but it is not ours to delete: the new one starts beside it. */
  async #setKeylessCacheAside(): Promise<void> {
    const { cacheFolder, log } = this.#parts;
    if (!existsSync(cacheFileIn(cacheFolder))) return;
    const aside = `${cacheFolder}.without-key-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    await rename(cacheFolder, aside);
    log(`there was a cache without its key file; it is kept in ${aside}`);
  }

  #refuseWhileDemo(): void {
    if (this.#open !== 'demo') return;
    throw new Failure('FORBIDDEN', 'The demo community is open. Nothing was changed.', {
      remedy: 'Leave the demo first: lock the console.',
    });
  }

  /** One after the other: an unlock never meets a lock that is still closing the cache. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

const ofSession = { outcome: 'done', communityId: null } as const;

/** The cache's file in its folder; backups stand beside it. */
export function cacheFileIn(folder: string): string {
  return path.join(folder, 'commonwatt.db');
}

/** Throws the problem of a failed answer as the failure it was. */
function passOn(answer: Answer<null>): void {
  if (answer.ok) return;
  throw Failure.of(answer.error);
}
