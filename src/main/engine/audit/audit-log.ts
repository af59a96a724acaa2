import { detailsText, entryHash, headText, NO_HASH, type SealedEntry, type SignedHead } from '#shared/audit/chain.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { AuditDetails, AuditLogFinding } from '#shared/contract/audit-records.ts';
import { failureOf } from '#shared/contract/dispatch.ts';
import type { ChangedArea } from '#shared/contract/events.ts';
import type { Role } from '#shared/contract/method.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import { cacheFailure, withCacheErrors } from '../cache/errors.ts';
import type { Cache } from '../cache/open.ts';
import { sha256 } from '../market/sha256.ts';
import { readConnection } from '../sync/connection.ts';
import type { DeviceKey } from './device-key.ts';
import { readMark, writeMark } from './mark.ts';

export interface AuditLogParts {
  readonly cache: Pick<Cache, 'file' | 'write'>;
  readonly device: DeviceKey;
  /** Of the person at the desk, at that moment. */
  readonly role: () => Role;
  readonly changed: (area: ChangedArea) => void;
  readonly log: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** A checkpoint at the latest after so many entries. */
const SIGNED_EVERY = 100;
/** Characters of a text among the facts: a reason and the ids of fifty trades fit, a file does not. */
const LONGEST_TEXT = 2_000;

/**
 * The audit log of an open cache: append-only, each entry on the hash of the one before, signed by the device now and then and when the
 * cache is closed, with a mark outside of the cache that tells how far it went (DOMAIN.md section 8).
 *
 * What a verification does not find: a log that was made anew, or emptied together with its mark, by somebody who holds the data key and with it the device key, which
 * is whoever has unlocked the profile; and an end cut off by somebody who also put back the mark of that time. Against both stands
 * the head that reports print: number and hash on paper, which no log that was made anew has.
 */
export class AuditLog {
  readonly #parts: AuditLogParts;
  readonly #now: () => number;
  #finding: AuditLogFinding | null;
  /** The missing end of the log, when this opening is the first that finds it: what was written since then is missing in the cache, too. */
  readonly newlyMissing: AuditLogFinding | null;

  /** Compares the log with its mark, and signs what was left unsigned when the console was killed. */
  constructor(parts: AuditLogParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
    const { cache, device } = parts;
    const mark = readMark(cache.file, device);
    this.#finding = endFinding(cache.write, mark);
    const isKnown = mark !== null && mark !== 'broken' && mark.finding !== null;
    this.newlyMissing = !isKnown && this.#finding?.kind === 'end-missing' ? this.#finding : null;
    withCacheErrors(() => this.#sign(1));
    this.#mark();
  }

  get device(): DeviceKey {
    return this.#parts.device;
  }

  /** What the mark told when the cache was opened, or an earlier time: it is found for ever. */
  get endFinding(): AuditLogFinding | null {
    return this.#finding;
  }

  /**
   * Writes an entry, durably, before it returns its number.
   * @throws DISK_FULL and what else can befall the cache; an error inside a transaction, which could take the entry back
   */
  append(entry: NewEntry): number {
    const [number] = this.appendAll([entry]);
    return number;
  }

  /** As `append`, all of them in one step. */
  appendAll(entries: readonly NewEntry[]): number[] {
    const { cache, changed } = this.#parts;
    if (entries.length === 0) return [];
    if (cache.write.isInTransaction)
      throw new Error('An audit entry is written before or after a transaction, not in it.');
    const numbers = cache.write.transaction(() => entries.map((entry) => this.#write(entry)));
    this.#mark();
    changed('audit');
    return numbers;
  }

  /** As `append`, for what is over: what keeps the entry from being written cannot stop it any more and goes into the console's log. */
  appendAfterwards(entry: NewEntry): void {
    try {
      this.append(entry);
    } catch (error) {
      const { code } = failureOf(cacheFailure(error));
      this.#parts.log(`"${entry.kind}" (${entry.outcome}) could not be written into the audit log: ${code}`);
    }
  }

  #write(entry: NewEntry): number {
    const { cache, role } = this.#parts;
    const last = readHead(cache.write);
    const sealed: SealedEntry = {
      number: (last?.number ?? 0) + 1,
      at: this.#now(),
      kind: entry.kind,
      outcome: entry.outcome,
      of: entry.of ?? null,
      method: entry.method ?? null,
      actor: readConnection(cache.write)?.name.toWellFormed() ?? null,
      role: role(),
      communityId: entry.communityId?.toWellFormed() ?? null,
      details: detailsText(storable(entry.details)),
    };
    insert(cache.write, sealed, last?.hash ?? NO_HASH);
    this.#sign(SIGNED_EVERY);
    return sealed.number;
  }

  /** Signs what is not signed yet, before the cache is closed. */
  close(): void {
    try {
      this.#sign(1);
    } catch {
      // The disk may be full: the entries are safe, and signed when the cache is opened again.
    }
  }

  /** Writes a checkpoint over the last entry when at least `count` stand after the last one. */
  #sign(count: number): void {
    const { cache, device } = this.#parts;
    const head = readHead(cache.write);
    if (!head) return;
    const [signed] = cache.write.pluck<number>('SELECT COALESCE(MAX(number), 0) FROM audit_checkpoint');
    if (head.number - signed < count) return;
    const at = this.#now();
    cache.write.run('INSERT INTO audit_checkpoint VALUES (?, ?, ?, ?)', [
      head.number,
      at,
      device.publicKey,
      device.sign(headText({ ...head, at })),
    ]);
  }

  #mark(): void {
    const { cache, device } = this.#parts;
    // A log without an entry is marked too: a console that is killed between its first entry and the mark would seem to have lost it.
    const head = readHead(cache.write) ?? { number: 0, hash: NO_HASH, at: 0 };
    withCacheErrors(() => writeMark(cache.file, head, this.#finding, device));
  }
}

/** The last entry; null in an empty log. */
export function readHead(db: ReadDb): SignedHead | null {
  const row = db.get<{ number: number; at: number; hash: Uint8Array }>(
    'SELECT number, at, hash FROM audit_entry ORDER BY number DESC LIMIT 1',
  );
  return row ? { number: row.number, at: row.at, hash: hex(row.hash) } : null;
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** What the mark says of the end of the log: null when the log goes at least as far as the mark, and through the same entry. */
export function endFinding(db: ReadDb, mark: ReturnType<typeof readMark>): AuditLogFinding | null {
  const head = readHead(db);
  if (mark === 'broken') return { kind: 'mark-broken', number: head?.number ?? 1, at: head?.at ?? null };
  if (mark === null) return head && { kind: 'mark-broken', number: head.number, at: head.at };
  if (mark.finding || mark.number === 0) return mark.finding;
  const marked = db.get<{ hash: Uint8Array }>('SELECT hash FROM audit_entry WHERE number = ?', [mark.number]);
  if (marked && hex(marked.hash) === mark.hash) return null;
  return { kind: 'end-missing', number: marked ? mark.number : (head?.number ?? 0) + 1, at: mark.at };
}

function insert(db: WriteDb, entry: SealedEntry, previous: string): void {
  db.run(
    `INSERT INTO audit_entry (number, at, kind, outcome, of, method, actor, role, community_uid, details, previous, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      entry.number,
      entry.at,
      entry.kind,
      entry.outcome,
      entry.of,
      entry.method,
      entry.actor,
      entry.role,
      entry.communityId,
      entry.details,
      Buffer.from(previous, 'hex'),
      entryHash(previous, entry, sha256),
    ],
  );
}

/** Half of a character would come back from the database as another one, and the entry would not give its hash any more. */
function storable(details: AuditDetails): AuditDetails {
  const texts = (value: AuditDetails[string]): AuditDetails[string] => {
    if (typeof value !== 'string') return value;
    return (value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT - 1)}…` : value).toWellFormed();
  };
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, texts(value)]));
}
