import type { RecoveryReport } from '#shared/contract/recovery.ts';
import type { FormerKeys } from '../cache/backup-key.ts';

/**
 * Work on a cache that nobody has open, done by an engine of its own. Keys come by message and are wiped after use. Main closes the cache
 * for it with `ConsoleSession.withCacheClosed`, and has it done by `RunUpkeep` inside.
 */
export interface UpkeepWork {
  /** Encrypts cache and backups anew, each on a copy that is verified before it is swapped. `isResumed` after one that was broken off: it
   * is carried on where every copy is there, and taken back otherwise. */
  readonly rekey: { readonly newKey: Uint8Array; readonly isResumed: boolean };
  /** What is wrong, and what could be saved. Changes nothing. */
  readonly inspect: object;
  /** Puts the cache aside and a backup in its place, with the decisions of the outbox that could be read. */
  readonly restore: {
    /** Out of trouble whoever has the key may do it; of a cache that is well, whom the hub lets. */
    readonly method: 'backups.restore' | 'recovery.restore';
    readonly backupId: string;
    /** The device's private key as PKCS #8 in DER, which signs the entry that the audit log gets. */
    readonly deviceKey: Uint8Array;
    readonly appVersion: string;
  };
  /** Puts the cache aside and makes an empty one, with the hub's address and the decisions that could be read. */
  readonly 'start-anew': { readonly deviceKey: Uint8Array; readonly appVersion: string };
}
export type UpkeepKind = keyof UpkeepWork;

export interface UpkeepResult {
  /** `isChanged`: the new key opens everything but what is left under the old one; otherwise the old key still does. */
  readonly rekey: { readonly isChanged: boolean; readonly leftUnderOldKey: number };
  readonly inspect: RecoveryReport;
  readonly restore: { readonly decisionsKept: number };
  readonly 'start-anew': { readonly decisionsKept: number };
}

/** Where and with what the work is done. */
export interface ClosedCache extends FormerKeys {
  /** Path of the cache file. */
  readonly file: string;
  /** The 32-byte data key. */
  readonly key: Uint8Array;
}

/** One piece of work as it is asked for. */
export type UpkeepRequest = {
  [K in UpkeepKind]: { readonly kind: K } & UpkeepWork[K];
}[UpkeepKind];
