import type { Finding } from '#shared/contract/health.ts';
import type { ParticipationTotals } from '#shared/contract/insight-records.ts';
import { type FindingFact, findingFact } from '#shared/reports/period/finding-facts.ts';
import type { CommunityRow } from '../../communities/community.ts';
import type { EngineContext } from '../../context.ts';
import type { Range } from '../../stats/sums.ts';
import { isSmall } from './period-figures.ts';

/** What says nothing about trade and money, and so may be said of few members too. */
const aboutData: ReadonlySet<Finding['kind']> = new Set(['missing-readings', 'stale-data', 'members-change']);

/** The health of a community in a period, most urgent first: the same whenever it is asked for. */
export async function periodFindings(
  { insights }: EngineContext,
  community: CommunityRow,
  range: Range,
  compareWith: Range | null,
  participation: ParticipationTotals,
): Promise<FindingFact[]> {
  const findings = await insights.query('health.findings', {
    communityId: community.uid,
    range,
    ...(compareWith && { compareWith }),
    ofPeriodOnly: true,
  });
  const mayTellAll = !isSmall(participation);
  return findings.filter(({ kind }) => mayTellAll || aboutData.has(kind)).map(findingFact);
}
