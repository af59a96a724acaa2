import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { EngineSupervisor } from '../engine-host/supervisor.ts';
import type { UnlockFailures } from './unlock-failures.ts';

export interface SessionNotesParts {
  readonly engine: Pick<EngineSupervisor, 'note' | 'state'>;
  readonly unlockFailures: UnlockFailures;
  readonly log: (line: string) => void;
}

/** Why the console locks. */
export type LockReason = 'manual' | 'idle' | 'suspend' | 'screen' | 'quit';

/** How an own cache was opened. */
export type OpenedBy = 'set-up' | 'passphrase' | 'keychain';

const ofSession = { outcome: 'done', communityId: null } as const;

/** What the session tells the audit log of the cache that is open, and what waits for that log while none is. */
export class SessionNotes {
  readonly #parts: SessionNotesParts;
  /** For the log of the cache that is kept, from while it was closed. */
  readonly #held: NewEntry[] = [];

  constructor(parts: SessionNotesParts) {
    this.#parts = parts;
  }

  /** Keeps an entry, in memory, until the cache that is kept is open again. */
  hold(entry: NewEntry): void {
    this.#held.push(entry);
  }

  /** The own cache is being opened; told once it is open. */
  unlockedBy(how: OpenedBy): void {
    const method = how === 'set-up' ? 'session.setUp' : 'session.unlock';
    this.hold({ ...ofSession, kind: 'unlock', method, details: { how } });
  }

  /** Tells the log, open now, what waited for it. Failed unlocks come first. */
  tellHeld(): void {
    const { unlockFailures } = this.#parts;
    const failures = unlockFailures.facts();
    if (failures) {
      this.#tell({ ...ofSession, kind: 'unlock-failed', method: 'session.unlock', details: { ...failures } }, () =>
        unlockFailures.clear(),
      );
    }
    for (const entry of this.#held.splice(0)) this.#tell(entry);
  }

  tellDemo(): void {
    this.#tell({ ...ofSession, kind: 'unlock', method: 'session.openDemo', details: { how: 'demo' } });
  }

  /** An engine that is not there is not waited for: the lock comes first. */
  tellLock(reason: LockReason): void {
    if (this.#parts.engine.state === 'ready') this.#tell({ ...ofSession, kind: 'lock', details: { reason } });
  }

  /** Notes what has happened already. The engine takes messages in order: what follows comes later in the log. */
  #tell(entry: NewEntry, onWritten: () => Promise<void> = async () => undefined): void {
    this.#parts.engine.note(entry).then(onWritten, (error: unknown) => {
      this.#parts.log(`"${entry.kind}" could not be written into the audit log: ${String(error)}`);
    });
  }
}
