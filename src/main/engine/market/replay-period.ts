import type { ParsedInput } from '#shared/contract/contract.ts';
import type { Verification } from '#shared/contract/market-records.ts';
import type { ReadDb } from '../cache/connection.ts';
import { requireCommunity } from '../communities/community.ts';
import { Breath } from './breath.ts';
import { countClearings, verifyClearings } from './verify.ts';

/** How far a replay is. */
export interface ReplayProgress {
  readonly total: number;
  readonly verified: number;
  readonly different: number;
  readonly withoutCertificate: number;
  /** The clearings that differ and have not been told yet. */
  readonly findings: readonly Verification[];
}

/**
 * Replays the clearings of a period and tells how far it is, again and again and at the end. In between others get their turn.
 * @param isCancelled asked after each telling; true ends the replay there
 */
export async function replayPeriod(
  db: ReadDb,
  { communityId, range }: ParsedInput<'market.replay'>,
  tell: (progress: ReplayProgress) => void,
  isCancelled: () => boolean,
): Promise<void> {
  const community = requireCommunity(db, communityId);
  const counts = { verified: 0, different: 0, 'no-certificate': 0 };
  let findings: Verification[] = [];
  const total = countClearings(db, community, range);
  const tellAll = (): void => {
    const { verified, different, 'no-certificate': withoutCertificate } = counts;
    tell({ total, verified, different, withoutCertificate, findings });
    findings = [];
  };
  tellAll();
  const breath = new Breath(tellAll, isCancelled);
  for (const verification of verifyClearings(db, community, range)) {
    counts[verification.verdict]++;
    if (verification.verdict === 'different') findings.push(verification);
    if (await breath.take()) return;
  }
  tellAll();
}
