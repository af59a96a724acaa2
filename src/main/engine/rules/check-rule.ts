import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { ReadDb } from '../cache/connection.ts';
import { requireCommunity } from '../communities/community.ts';
import { checkDraftOfRule } from './draft-check.ts';
import { priceBand } from './price-band.ts';

/**
 * What is wrong with a draft, what it conflicts with, and the prices around it (see `rules.check`).
 * @param now the desk's clock, epoch milliseconds
 */
export function checkRule(
  db: ReadDb,
  { communityId, ...request }: ParsedInput<'rules.check'>,
  now: number,
): Output<'rules.check'> {
  const community = requireCommunity(db, communityId);
  const { problems, conflicts } = checkDraftOfRule(db, community, request, now);
  return { problems: [...problems], conflicts: [...conflicts], band: priceBand(db, community) };
}
