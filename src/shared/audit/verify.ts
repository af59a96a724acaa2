import type { AuditLogFinding } from '../contract/audit-records.ts';
import { entryHash, headText, NO_HASH, type SealedEntry, type Sha256, type SignedHead } from './chain.ts';

/** An entry with the hashes that stand beside it, 64 hex digits each. */
export interface StoredEntry extends SealedEntry {
  readonly previous: string;
  readonly hash: string;
}

/** A signature of the device over an entry, as it is stored. */
export interface StoredCheckpoint {
  readonly number: number;
  readonly at: number;
  /** Hex digits. */
  readonly publicKey: string;
  readonly signature: Uint8Array;
}

export interface ChainCheckOptions {
  readonly sha256: Sha256;
  /** The device's public key, hex digits. */
  readonly publicKey: string;
  /** Whether the device signed this text. */
  readonly isMine: (text: string, signature: Uint8Array) => boolean;
  /** By number, ascending. */
  readonly checkpoints: readonly StoredCheckpoint[];
  /** How many entries there are: an entry that stood elsewhere is looked for among so many numbers, and as many again. */
  readonly entries: number;
}

/**
 * Walks a log entry by entry, in the order of their numbers, until something is not as it was written. What comes after that is not judged:
 * every later entry stands on it.
 */
export class ChainCheck {
  readonly #options: ChainCheckOptions;
  #last: SignedHead | null = null;
  #nextCheckpoint = 0;

  constructor(options: ChainCheckOptions) {
    this.#options = options;
  }

  /** The last entry that is as it was. */
  get head(): SignedHead | null {
    return this.#last;
  }

  /** Checkpoints that hold so far. */
  get checkpoints(): number {
    return this.#nextCheckpoint;
  }

  /** Takes the next entry; a finding ends the walk. */
  take(entry: StoredEntry): AuditLogFinding | null {
    const expected = (this.#last?.number ?? 0) + 1;
    const before = this.#last?.hash ?? NO_HASH;
    if (entry.number !== expected) return { kind: 'entry-missing', number: expected, at: this.#last?.at ?? null };
    if (entry.previous !== before || this.#hashAs(entry, entry.number) !== entry.hash) {
      return { kind: this.#kindOf(entry), number: entry.number, at: told(entry.at) };
    }
    this.#last = { number: entry.number, hash: entry.hash, at: entry.at };
    return this.#checkpointOf(this.#last);
  }

  /** To be called after the last entry: what the device has signed beyond it. */
  end(): AuditLogFinding | null {
    const beyond = this.#options.checkpoints.at(this.#nextCheckpoint);
    return beyond ? { kind: 'end-missing', number: (this.#last?.number ?? 0) + 1, at: told(beyond.at) } : null;
  }

  /** An entry that is whole in itself stood elsewhere; otherwise something in it was changed. */
  #kindOf(entry: StoredEntry): 'order-broken' | 'entry-changed' {
    const farthest = 2 * Math.max(this.#options.entries, entry.number);
    for (let number = 1; number <= farthest; number++) {
      if (this.#hashAs(entry, number) === entry.hash) return 'order-broken';
    }
    return 'entry-changed';
  }

  #checkpointOf(head: SignedHead): AuditLogFinding | null {
    const { checkpoints, publicKey, isMine } = this.#options;
    const checkpoint = checkpoints.at(this.#nextCheckpoint);
    if (!checkpoint || checkpoint.number > head.number) return null;
    const holds =
      checkpoint.number === head.number &&
      checkpoint.publicKey === publicKey &&
      isMine(headText({ ...head, at: checkpoint.at }), checkpoint.signature);
    if (!holds) return { kind: 'checkpoint-broken', number: head.number, at: told(checkpoint.at) };
    this.#nextCheckpoint++;
    return null;
  }

  #hashAs(entry: StoredEntry, number: number): string {
    let text = '';
    for (const byte of entryHash(entry.previous, { ...entry, number }, this.#options.sha256)) text += HEX[byte];
    return text;
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A time that was changed may be none. */
function told(at: number): number | null {
  return Number.isSafeInteger(at) ? at : null;
}
