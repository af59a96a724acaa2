import type { AuditLogFinding } from '../contract/audit-records.ts';
import type { SessionState } from '../contract/session.ts';
import type { SyncState } from '../contract/sync.ts';

/** What an examination of the whole cache found. */
export interface ExaminationResult {
  /** Epoch milliseconds of its end. */
  readonly at: number;
  readonly isSound: boolean;
  /** Rollup rows that differ from what the records add up to; null when the file was too damaged to add up. */
  readonly rollupDifferences: number | null;
  /** What was found wrong with the chain of the audit log; null for an intact one. */
  readonly chain: AuditLogFinding['kind'] | null;
}

/** What the engine knows of the cache and of itself. Times are epoch milliseconds. */
export interface EngineFacts {
  readonly now: number;
  readonly versions: {
    readonly schema: number;
    readonly sqlite: string;
    readonly cipher: string;
    readonly node: string;
  };
  readonly file: {
    readonly bytes: number;
    /** Of pages that hold nothing any more. */
    readonly emptyBytes: number;
    /** Of the write-ahead log. */
    readonly logBytes: number;
    readonly isEncrypted: boolean;
    readonly hasKeyCheck: boolean;
    /** Whether only this user of the computer may read it; null where the system has no such rights. */
    readonly isPrivate: boolean | null;
  };
  readonly examination: ExaminationResult | null;
  readonly audit: {
    readonly entries: number;
    /** The newest verification of the chain, by itself or in an examination. */
    readonly verified: { readonly at: number; readonly isIntact: boolean } | null;
    /** What the mark beside the cache told at the opening. */
    readonly finding: AuditLogFinding['kind'] | null;
  };
  readonly exchange: {
    readonly state: SyncState;
    /** The community that was complete the longest time ago. */
    readonly completeAt: number | null;
    readonly waiting: number;
    readonly needsPerson: number;
    /** When the oldest decision that waits was made. */
    readonly waitingSince: number | null;
    /** Since when single records are here, of the community with the fewest; null where all of them are. */
    readonly rawFrom: number | null;
  };
  /** Free on the disk of the cache; null when the system does not tell. */
  readonly freeBytes: number | null;
  /** Null for the demo, which has none. */
  readonly backups: { readonly count: number; readonly newestAt: number | null } | null;
  readonly memory: { readonly bytes: number; readonly heapBytes: number };
  /** The latest time that the cache knows to be past. */
  readonly newestAt: number | null;
  readonly timeZones: { readonly system: string; readonly communities: readonly string[] };
  readonly calls: { readonly count: number; readonly slowestMs: number; readonly slowest: string | null };
}

/** What only main knows. */
export interface RuntimeFacts {
  readonly console: string;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  readonly platform: string;
  readonly engine: { readonly state: SessionState['engine']; readonly restarts: number };
  /** How often the page and the drawing process ended and were started again. */
  readonly page: { readonly crashes: number; readonly gpuCrashes: number };
  /** Of all processes of the console together, the engine's own apart. */
  readonly processes: { readonly count: number; readonly bytes: number };
}
