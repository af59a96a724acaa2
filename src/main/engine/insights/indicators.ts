import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import {
  type InsightPeriod,
  type InsightStep,
  type Measure,
  type MemberGroup,
  measures,
} from '#shared/contract/insight-records.ts';
import { amountFor, PublishedRatio, PublishedSum } from '#shared/privacy/published-sums.ts';
import { participationRate, selfConsumption, selfSufficiency } from '#shared/stats/indicators.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { withBreaths } from '../ledger/scans.ts';
import type { Range } from '../stats/sums.ts';
import { insightSteps } from './insight-steps.ts';
import { periodMembers } from './member-counts.ts';
import { type CommunityValue, type PublishedDay, publishedDays } from './published-days.ts';

/** The indicators of DOMAIN.md section 5 over the local days of a period, step by step and in all. INPUT_INVALID without such a community. */
export async function insightsOf(
  db: ReadDb,
  { communityId, range, compareWith, step, group }: ParsedInput<'insights.indicators'>,
): Promise<Output<'insights.indicators'>> {
  const community = requireCommunity(db, communityId);
  const { period, hasGroups } = await withBreaths(insightPeriod(db, community, range, step, group));
  const previous = compareWith && (await withBreaths(insightPeriod(db, community, compareWith, step, group)));
  return { current: period, previous: previous && previous.period, hasGroups, dataTo: community.data_to };
}

function ofMeasures<T>(make: (measure: Measure) => T): Record<Measure, T> {
  return Object.fromEntries(measures.map((measure) => [measure, make(measure)])) as Record<Measure, T>;
}

function* insightPeriod(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  step: InsightStep,
  group: MemberGroup,
): Generator<void, { readonly period: InsightPeriod; readonly hasGroups: boolean }> {
  const steps = insightSteps(db, community, step, range);
  const columns = ofMeasures(() => steps.starts.map(() => new PublishedSum()));
  const totals = ofMeasures(() => new PublishedSum());
  const ofConsumed = new PublishedRatio();
  const ofProduced = new PublishedRatio();
  const stepsOfConsumed = steps.starts.map(() => new PublishedRatio());
  const stepsOfProduced = steps.starts.map(() => new PublishedRatio());
  let hasGroups = false;
  for (const day of publishedDays(db, community, range)) {
    const at = steps.placeOfDay(day.day);
    const values = ofMeasures((measure) => valueFor(day, measure, group));
    for (const measure of measures) {
      const { value, reason } = values[measure];
      hasGroups ||= day.of[measure].kind === 'parts';
      columns[measure][at].add(value, reason);
      totals[measure].add(value, reason);
    }
    const { selfConsumedWh, consumedWh, producedWh } = values;
    for (const ratio of [ofConsumed, stepsOfConsumed[at]]) ratio.add(selfConsumedWh.value, consumedWh.value);
    for (const ratio of [ofProduced, stepsOfProduced[at]]) ratio.add(selfConsumedWh.value, producedWh.value);
    yield;
  }
  const { ofSteps, inAll } = yield* periodMembers(db, community, range, steps, group);
  const period = {
    range,
    start: [...steps.starts],
    columns: ofMeasures((measure) => ({
      values: columns[measure].map(({ sum }) => sum.value),
      withheldDays: columns[measure].map(({ sum }) => sum.withheldDays),
    })),
    totals: ofMeasures((measure) => totals[measure].sum),
    activeMembers: ofSteps.map(({ activeMembers }) => activeMembers),
    participants: ofSteps.map(({ participants }) => participants),
    shares: {
      selfSufficiency: stepsOfConsumed.map(({ part, whole }) => selfSufficiency(part, whole)),
      selfConsumption: stepsOfProduced.map(({ part, whole }) => selfConsumption(part, whole)),
    },
    selfSufficiency: selfSufficiency(ofConsumed.part, ofConsumed.whole),
    selfConsumption: selfConsumption(ofProduced.part, ofProduced.whole),
    totalActiveMembers: inAll.activeMembers,
    totalParticipants: inAll.participants,
    participationRate: participationRate(inAll.participants, inAll.activeMembers),
  };
  return { period, hasGroups };
}

/** What a group has of a day. Self-consumed is the community's for all members, and the members' own for a role. */
function valueFor({ of, selfConsumedWh }: PublishedDay, measure: Measure, group: MemberGroup): CommunityValue {
  if (measure === 'selfConsumedWh' && group === 'all') return selfConsumedWh;
  const publication = of[measure];
  return { value: amountFor(publication, group), reason: publication.kind === 'parts' ? null : publication.reason };
}
