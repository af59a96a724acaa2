import { ulid } from 'ulid';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import { failureOf } from '#shared/contract/dispatch.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { Problem } from '#shared/contract/errors.ts';
import type { ParsedInput } from '#shared/contract/contract.ts';
import type { SessionState } from '#shared/contract/session.ts';
import { cacheFileIn, makeCacheFolder, setKeylessCacheAside } from './cache-place.ts';
import { SessionEngine } from './session-engine.ts';
import type { ClosedForWork, ConsoleSessionParts } from './session-parts.ts';
import { SessionNotes, type LockReason, type OpenedBy } from './session-notes.ts';
import {
  refuseWhileDemo,
  requireOpenCache,
  requireOwnCache,
  requireTrouble,
  type WhatIsOpen,
} from './session-refusals.ts';

/** Which cache is open, and the only way to open and close one: key, engine and page follow each other in order. */
export class ConsoleSession {
  readonly #parts: ConsoleSessionParts;
  readonly #notes: SessionNotes;
  readonly #engine: SessionEngine;
  #open: WhatIsOpen = 'nothing';
  #problem: Problem | null = null;
  #upkeep: SessionState['upkeep'] = null;
  #upkeepShare: number | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ConsoleSessionParts) {
    this.#parts = parts;
    this.#notes = new SessionNotes(parts);
    this.#engine = new SessionEngine(parts);
  }

  state(): SessionState {
    const { keystore, engine, appVersion, platform } = this.#parts;
    const { available, backend } = keystore.keychain;
    const closed = keystore.state === 'none' ? 'first-run' : 'locked';
    const states = { nothing: closed, cache: 'unlocked', demo: 'demo', trouble: 'trouble' } as const;
    return {
      state: states[this.#open],
      problem: this.#problem,
      upkeep: this.#upkeep,
      upkeepShare: this.#upkeepShare,
      protection: keystore.protection,
      keychain: { available, backend },
      engine: engine.state,
      appVersion,
      platform,
    };
  }

  /** Whether neither a cache is open nor one is in trouble. */
  get isClosed(): boolean {
    return this.#open === 'nothing';
  }

  /** First run: see `Keystore.setUp`; then opens an empty cache. */
  setUp(chosen: ParsedInput<'session.setUp'>): Promise<SessionState> {
    return this.#inTurn(async () => {
      refuseWhileDemo(this.#open);
      const { keystore, cacheFolder, log } = this.#parts;
      if (keystore.state === 'none') await setKeylessCacheAside(cacheFolder, log);
      await keystore.setUp(chosen);
      return await this.#openCache('set-up');
    });
  }

  /** Opens the cache; when it is open already, has a failed engine try again. One that does not open although the key is there is in trouble. */
  unlock(how: ParsedInput<'session.unlock'>): Promise<SessionState> {
    return this.#inTurn(async () => {
      refuseWhileDemo(this.#open);
      if (this.#open === 'cache') return await this.#retry();
      if (this.#open === 'trouble') return await this.#openOwn();
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
      if (this.#open !== 'nothing') {
        throw new Failure('FORBIDDEN', 'Your own cache is open. Nothing was changed.', {
          remedy: 'Lock the console, then open the demo community.',
        });
      }
      await this.#engine.startDemo();
      this.#open = 'demo';
      this.#notes.tellDemo();
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
      this.#notes.tellLock(reason);
      this.#leave();
      this.#parts.onLock();
      await this.#engine.close();
      this.#announce();
    });
  }

  /** Like `lock`, for good and without a new page. */
  quit(): Promise<void> {
    return this.#inTurn(async () => {
      this.#notes.tellLock('quit');
      this.#leave();
      await this.#engine.close();
    });
  }

  /**
   * Has something written into the audit log before it is done. While no log is open it waits, in memory, for the cache that is kept.
   * @returns the entry's number; null while it waits
   * @throws Failure when it could not be written
   */
  async note(entry: NewEntry): Promise<number | null> {
    if (this.#hasEngine() && this.#upkeep === null) return await this.#parts.engine.note(entry);
    this.#notes.hold(entry);
    return null;
  }

  /** Has a failed engine try again; otherwise does nothing. */
  retryEngine(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#hasEngine()) await this.#parts.engine.retry();
    });
  }

  /**
   * For work on the own cache that needs it closed: in turn with locks and unlocks it says so to the page, lets the engine finish, does the
   * work and opens the cache again, also when the work failed. What is noted meanwhile waits for the log to be open again.
   *
   * @throws FORBIDDEN when the own cache is neither open nor in trouble; what `work` throws. A cache that does not open afterwards is no
   *   error here: the session is in trouble then.
   */
  withCacheClosed<T>(
    kind: 'rekey' | 'restore',
    work: (cache: ClosedForWork, tell: (share: number) => void) => Promise<T>,
  ): Promise<T> {
    return this.#inTurn(async () => {
      requireOwnCache(this.#open);
      this.#upkeep = kind;
      this.#announce();
      try {
        await this.#parts.engine.stop();
        return await work(this.#engine.own(), (share) => {
          this.#upkeepShare = share;
          this.#announce();
        });
      } finally {
        this.#upkeepShare = undefined;
        await this.#openOwn();
      }
    });
  }

  /** For a change of what protects the own cache, which stays open: in turn with locks. @throws FORBIDDEN unless it is open; what `work` throws */
  whileOpen(work: () => Promise<void>): Promise<SessionState> {
    return this.#inTurn(async () => {
      requireOpenCache(this.#open);
      await work();
      return this.#announce();
    });
  }

  /** For a look at the cache in trouble, which stays as it is. @throws FORBIDDEN unless the session is in trouble; what `work` throws */
  inTrouble<T>(work: (cache: ClosedForWork) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      requireTrouble(this.#open);
      return await work(this.#engine.own());
    });
  }

  /** Tries once more to open the cache that is in trouble. @throws FORBIDDEN unless it is */
  retryCache(): Promise<SessionState> {
    return this.#inTurn(async () => {
      requireTrouble(this.#open);
      return await this.#openOwn();
    });
  }

  /** Closes an own cache that is open but does not give its data: the session is in trouble for this reason. */
  beginTrouble(problem: Problem): Promise<SessionState> {
    return this.#inTurn(async () => {
      requireOwnCache(this.#open);
      await this.#parts.engine.stop();
      return this.#enterTrouble(problem);
    });
  }

  /** An engine that could not open the own cache again says what is wrong with it; one that only ended too often says nothing of the cache. */
  followEngine(): Promise<void> {
    return this.#inTurn(async () => {
      const { engine } = this.#parts;
      const { problem } = engine;
      if (this.#open !== 'cache' || problem === null || problem.code === 'ENGINE_GONE') return;
      await engine.stop();
      this.#enterTrouble(problem);
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

  async #openCache(how: OpenedBy): Promise<SessionState> {
    const { keystore, cacheFolder } = this.#parts;
    await makeCacheFolder(cacheFolder).catch((error: unknown) => {
      keystore.lock();
      throw error;
    });
    this.#notes.unlockedBy(how);
    return await this.#openOwn();
  }

  /** Opens the own cache: after an unlock, after work that needed it closed, and out of trouble. */
  async #openOwn(): Promise<SessionState> {
    const { keyChange } = this.#parts;
    const file = cacheFileIn(this.#parts.cacheFolder);
    try {
      await keyChange.resume(file);
    } catch (error) {
      return this.#enterTrouble(failureOf(error).toProblem(ulid()));
    }
    const answer = await this.#engine.startOwn();
    if (!answer.ok) return this.#enterTrouble(answer.error);
    await keyChange.settle();
    this.#upkeep = null;
    this.#open = 'cache';
    this.#problem = null;
    this.#notes.tellHeld();
    return this.#announce();
  }

  /** The keys stay: what is to be done about it needs them, and a lock still wipes them. */
  #enterTrouble(problem: Problem): SessionState {
    this.#upkeep = null;
    this.#open = 'trouble';
    this.#problem = problem;
    return this.#announce();
  }

  #leave(): void {
    this.#open = 'nothing';
    this.#problem = null;
  }

  #hasEngine(): boolean {
    return this.#open === 'cache' || this.#open === 'demo';
  }

  /** One after the other: an unlock never meets a lock that is still closing the cache. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
