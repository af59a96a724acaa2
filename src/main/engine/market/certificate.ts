import type { Output } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { clearAgain } from '#shared/market/certificate.ts';
import { hex } from '#shared/market/replay.ts';
import { sealedText } from '#shared/market/sealed-text.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { certificateNames } from './certificate-names.ts';
import { sha256 } from './sha256.ts';
import type { ClearingRow } from './stored-clearings.ts';
import { certificateOf } from './stored-clearings.ts';

/**
 * A clearing's certificate as canonical JSON, from its sealed orders.
 * @throws INPUT_INVALID when it has none
 */
export function certificateOutput(db: ReadDb, community: CommunityRow, row: ClearingRow): Output<'market.certificate'> {
  const certificate = certificateOf(row);
  if (certificate === null) {
    throw new Failure('INPUT_INVALID', 'This clearing was stored without a certificate.', {
      remedy: 'Only clearings that this version or a newer one has stored can be proven.',
    });
  }
  const text = sealedText(certificate, clearAgain(certificate), certificateNames(db, community), sha256);
  return { text, fingerprint: hex(certificate.fingerprint) };
}
