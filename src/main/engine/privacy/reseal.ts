import { certificateText, clearAgain } from '#shared/market/certificate.ts';
import { UnknownMechanismError } from '#shared/market/mechanisms.ts';
import type { ReplayNames } from '#shared/market/replay.ts';
import { sealedText } from '#shared/market/sealed-text.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { DamagedCertificateError } from '../market/sealed-orders.ts';
import { sha256 } from '../market/sha256.ts';
import { certificateOf, type CertificateRow } from '../market/stored-clearings.ts';

/** A certificate with the fingerprint that it has under other names. */
interface Resealed {
  /** Row id. */
  readonly id: number;
  readonly fingerprint: Uint8Array;
}

/** What is known after some certificates: the last one looked at, and those that are sealed anew. */
export interface ResealStep {
  readonly last: number;
  readonly resealed: readonly Resealed[];
}

const AT_ONCE = 50;

/**
 * A certificate's fingerprint is made over the names of its members and rules. When a member gets another name, so do the certificates that
 * name it; all that they prove stays. One whose fingerprint was not right before is left as it is: it must not become right by this.
 * @param member row id
 * @param after row id of the last certificate that needs no look
 */
export function* resealedCertificates(
  db: ReadDb,
  community: CommunityRow,
  member: number,
  names: { readonly before: ReplayNames; readonly after: ReplayNames },
  after: number,
): Generator<ResealStep> {
  for (let last = after; ;) {
    const rows = db.all<CertificateRow & { row: number }>(
      `SELECT certificate.id AS row, clearing_id AS id, slot, cleared_at, mechanism, offer_order, price_floor, price_cap, marginal_order,
              orders, trade_ids, fingerprint
       FROM certificate WHERE community_id = ? AND certificate.id > ? ORDER BY certificate.id LIMIT ${AT_ONCE}`,
      [community.id, last],
    );
    if (rows.length === 0) return;
    last = rows[rows.length - 1].row;
    yield { last, resealed: rows.flatMap((row) => resealed(row, member, names) ?? []) };
  }
}

function resealed(
  row: CertificateRow & { row: number },
  member: number,
  { before, after }: { readonly before: ReplayNames; readonly after: ReplayNames },
): Resealed | null {
  try {
    const certificate = certificateOf(row);
    if (!certificate?.orders.member.includes(member)) return null;
    const outcome = clearAgain(certificate);
    const isRight =
      Buffer.compare(sha256(sealedText(certificate, outcome, before, sha256)), certificate.fingerprint) === 0;
    return isRight ? { id: row.row, fingerprint: sha256(certificateText(certificate, outcome, after)) } : null;
  } catch (error) {
    if (
      error instanceof DamagedCertificateError ||
      error instanceof RangeError ||
      error instanceof UnknownMechanismError
    )
      return null;
    throw error;
  }
}
