import type { Verification } from '#shared/contract/market-records.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { type Difference, hex, replayClearing, type ReplayNames, type StoredTrade } from '#shared/market/replay.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { goneOffers, type GoneOffers } from '../privacy/cleared.ts';
import type { Range } from '../stats/sums.ts';
import { certificateNames } from './certificate-names.ts';
import { DamagedCertificateError } from './sealed-orders.ts';
import { sha256 } from './sha256.ts';
import { certificateOf, type ClearingRow, clearingRows, storedClearing, strayTrades } from './stored-clearings.ts';

/**
 * Replays every clearing of a range of slots, one after the other, as the caller asks for them (DOMAIN.md section 3, `replay`); at the end
 * come the certificates whose clearing is gone.
 */
export function* verifyClearings(db: ReadDb, community: CommunityRow, range: Range): Generator<Verification> {
  const names = certificateNames(db, community);
  const gone = goneOffers(db, community);
  const strays = strayTrades(db, community, range);
  for (const row of clearingRows(db, community, range)) {
    const about = { clearingId: uuidText(row.id), slot: row.slot };
    const differences = differencesOf(db, community, row, strays.get(about.clearingId) ?? [], names, gone);
    if (differences === null) yield { ...about, verdict: 'no-certificate', differences: [] };
    else yield { ...about, verdict: differences.length === 0 ? 'verified' : 'different', differences };
  }
  for (const { id, slot } of db.iterate<{ id: Uint8Array; slot: number }>(
    `SELECT clearing_id AS id, slot FROM certificate WHERE ${IS_LOST} ORDER BY slot`,
    inRange(community, range),
  )) {
    const clearingId = uuidText(id);
    const differences = [
      { record: 'clearing', id: null, field: 'record', stored: null, expected: clearingId } satisfies Difference,
    ];
    yield { clearingId, slot, verdict: 'different', differences };
  }
}

/** Of a certificate: that it has no clearing. */
const IS_LOST = `community_id = @community AND slot >= @from AND slot < @to AND NOT EXISTS (
  SELECT 1 FROM clearing
  WHERE clearing.community_id = certificate.community_id AND clearing.slot = certificate.slot AND id = clearing_id)`;

function inRange({ id }: CommunityRow, { from, to }: Range): { community: number; from: number; to: number } {
  return { community: id, from, to };
}

/** How many clearings `verifyClearings` goes through. */
export function countClearings(db: ReadDb, community: CommunityRow, range: Range): number {
  return db.get<{ clearings: number }>(
    `SELECT (SELECT COUNT(*) FROM clearing WHERE community_id = @community AND slot >= @from AND slot < @to)
          + (SELECT COUNT(*) FROM certificate WHERE ${IS_LOST}) AS clearings`,
    inRange(community, range),
  )!.clearings;
}

/** Null without a certificate. */
function differencesOf(
  db: ReadDb,
  community: CommunityRow,
  row: ClearingRow,
  strays: readonly StoredTrade[],
  names: ReplayNames,
  gone: GoneOffers,
): Difference[] | null {
  try {
    const certificate = certificateOf(row);
    return certificate && replayClearing(storedClearing(db, community, row, certificate, strays, gone), names, sha256);
  } catch (error) {
    if (!(error instanceof DamagedCertificateError)) throw error;
    // The sealed orders cannot even be read: there is nothing left to compute from.
    const stored = row.fingerprint && hex(row.fingerprint);
    return [{ record: 'certificate', id: null, field: 'record', stored, expected: null }];
  }
}
