import canonicalize from 'canonicalize';
import type { AuditDetails } from '../contract/audit-records.ts';

/** SHA-256 over the UTF-8 bytes of a text: 32 bytes. Shared code has no cryptography of its own. */
export type Sha256 = (text: string) => Uint8Array;

/** What of an entry the chain seals, as it is stored: the facts are the canonical JSON that was written, to the byte. */
export interface SealedEntry {
  /** 1, 2, 3, ... */
  readonly number: number;
  /** UTC epoch milliseconds. */
  readonly at: number;
  readonly kind: string;
  readonly outcome: string;
  readonly of: number | null;
  readonly method: string | null;
  readonly actor: string | null;
  readonly role: string;
  readonly communityId: string | null;
  readonly details: string;
}

/** The hash that the first entry stands on. */
export const NO_HASH = '0'.repeat(64);

/** Facts of an entry as canonical JSON (RFC 8785). */
export function detailsText(details: AuditDetails): string {
  return canonicalize(details) ?? '{}';
}

/**
 * An entry as canonical JSON (RFC 8785), with the names of the contract: what its hash is made over. Written directly, because the facts go
 * in byte by byte: taken apart and put together again, a changed space would not be noticed.
 */
function entryText(entry: SealedEntry): string {
  const { number, at, kind, outcome, of, method, actor, role, communityId, details } = entry;
  return (
    `{"actor":${JSON.stringify(actor)},"at":${at},"communityId":${JSON.stringify(communityId)},"details":${details}` +
    `,"kind":${JSON.stringify(kind)},"method":${JSON.stringify(method)},"number":${number},"of":${of}` +
    `,"outcome":${JSON.stringify(outcome)},"role":${JSON.stringify(role)}}`
  );
}

/**
 * The hash of an entry: SHA-256 over the hash of the entry before and the canonical JSON of this one (DOMAIN.md section 8).
 * @param previous 64 hex digits; `NO_HASH` for the first entry
 */
export function entryHash(previous: string, entry: SealedEntry, sha256: Sha256): Uint8Array {
  return sha256(previous + entryText(entry));
}

/** The end of a log at one moment, which the device signs. */
export interface SignedHead {
  readonly number: number;
  /** Of that entry, 64 hex digits. */
  readonly hash: string;
  /** When it was signed; UTC epoch milliseconds. */
  readonly at: number;
}

/** What the signature of a checkpoint is made over: canonical JSON (RFC 8785). */
export function headText({ number, hash, at }: SignedHead): string {
  return `{"at":${at},"hash":"${hash}","number":${number}}`;
}
