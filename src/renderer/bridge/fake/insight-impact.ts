import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { ImpactPeriod, ImpactTotals, InsightStep } from '#shared/contract/insight-records.ts';
import type { Co2Factor } from '#shared/contract/stats.ts';
import { HOUR } from '#shared/domain/slots.ts';
import type { FakeCommunity } from './communities.ts';
import { chance } from './curves.ts';
import { fakeAchievements, fakeParticipation } from './insight-participation.ts';
import { fakeDays, fakeStepStart, fakeWholeDays } from './insight-steps.ts';
import { fakeMembers } from './members.ts';
import type { FakeState } from './state.ts';
import { FAKE_FACTOR } from './stats.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };
type Range = Input<'insights.impact'>['range'];

/** Micro-currency per Wh of a trade among members. */
const PAID = 178;

const nothing: ImpactTotals = {
  co2AvoidedG: null,
  moneyKept: null,
  selfConsumedWh: null,
  tradedWh: null,
  withheldDays: 0,
};

function withDay(sums: ImpactTotals, selfConsumedWh: number, tradedWh: number, gramsPerKwh: number): ImpactTotals {
  return {
    ...sums,
    co2AvoidedG: (sums.co2AvoidedG ?? 0) + Math.round((selfConsumedWh * gramsPerKwh) / 1000),
    moneyKept: (sums.moneyKept ?? 0) + tradedWh * PAID,
    selfConsumedWh: (sums.selfConsumedWh ?? 0) + selfConsumedWh,
    tradedWh: (sums.tradedWh ?? 0) + tradedWh,
  };
}

/** The sums of a range, and of each of its steps. Now and then a day is withheld. */
function impactIn(community: FakeCommunity, range: Range, step: InsightStep, gramsPerKwh: number): ImpactPeriod {
  const days = fakeDays(community, range);
  const steps = new Map<number, ImpactTotals>();
  let totals = nothing;
  for (const [index, day] of days.start.entries()) {
    const at = fakeStepStart(day, step);
    const isWithheld = chance(day / HOUR) > 0.955;
    const add = (sums: ImpactTotals): ImpactTotals =>
      isWithheld
        ? { ...sums, withheldDays: sums.withheldDays + 1 }
        : withDay(sums, days.selfConsumedWh[index], days.tradedWh[index], gramsPerKwh);
    steps.set(at, add(steps.get(at) ?? nothing));
    totals = add(totals);
  }
  const ofSteps = [...steps.values()];
  return {
    start: [...steps.keys()],
    co2AvoidedG: ofSteps.map(({ co2AvoidedG }) => co2AvoidedG),
    moneyKept: ofSteps.map(({ moneyKept }) => moneyKept),
    withheldDays: ofSteps.map(({ withheldDays }) => withheldDays),
    totals,
  };
}

function hourly(source: string, range: Range): Co2Factor {
  const hours = Math.round((range.to - range.from) / HOUR);
  return {
    kind: 'hourly',
    source,
    method: 'location-based average; not an offset',
    from: Date.UTC(2024, 11, 31, 23),
    to: Date.UTC(2026, 11, 31, 23),
    hours,
    coveredHours: hours - Math.min(22, hours),
    meanGramsPerKwh: 318.4,
    otherwise: FAKE_FACTOR,
  };
}

/** `insights.impact` of the fake bridge. @param source of hourly factors; null with the year's */
function fakeImpact(
  community: FakeCommunity,
  { range, compareWith, step }: Input<'insights.impact'>,
  source: string | null,
): Output<'insights.impact'> {
  const grams = source === null ? FAKE_FACTOR.gramsPerKwh : 297;
  return {
    ...impactIn(community, range, step, grams),
    previous: compareWith === null ? null : impactIn(community, compareWith, step, grams),
    factor: source === null ? { kind: 'year', factor: FAKE_FACTOR } : hourly(source, range),
    members: fakeMembers(community, fakeWholeDays(range)).map(({ id, anonymizedId, selfConsumedWh, boughtWh }) => ({
      memberId: id,
      anonymizedId,
      selfConsumedWh,
      boughtWh,
      co2AvoidedG: Math.round(((selfConsumedWh + boughtWh) * grams) / 1000),
    })),
  };
}

const FACTOR_HOURS = 8760;

/** `insights.inspectFactors` of the fake bridge: a year, of which the community's last days are not there. */
export function fakeFactors(fileId: string): Output<'insights.inspectFactors'> {
  return {
    fileId,
    name: 'grid-de-2026-hourly.csv',
    hours: FACTOR_HOURS,
    from: Date.UTC(2025, 11, 31, 23),
    to: Date.UTC(2026, 11, 31, 23),
    column: 'Carbon intensity gCO₂eq/kWh (Life cycle)',
    least: 96.4,
    mean: 338.7,
    most: 612.9,
    badRowCount: 0,
    badRows: [],
    hoursWithReadings: 2870,
    hoursCovered: 2848,
  };
}

/** What the community did for the climate and for its members, and the grid's factors. */
export function createFakeImpact(
  state: FakeState,
  communityOf: (id: string) => FakeCommunity,
): Handlers<
  | 'insights.impact'
  | 'insights.participation'
  | 'insights.achievements'
  | 'insights.inspectFactors'
  | 'insights.importFactors'
  | 'insights.removeFactors'
> {
  const sources = new Map<string, string>();
  return {
    'insights.impact': (input) =>
      fakeImpact(communityOf(input.communityId), input, sources.get(input.communityId) ?? null),
    'insights.participation': (input) => fakeParticipation(communityOf(input.communityId), input),
    'insights.achievements': (input) => fakeAchievements(communityOf(input.communityId), input),
    'insights.inspectFactors': ({ fileId }) => fakeFactors(fileId),
    'insights.importFactors': ({ communityId, source }) => {
      sources.set(communityId, source);
      state.emit('cache.changed', { areas: ['insights'] });
      return { hours: FACTOR_HOURS };
    },
    'insights.removeFactors': ({ communityId }) => {
      sources.delete(communityId);
      state.emit('cache.changed', { areas: ['insights'] });
      return {};
    },
  };
}
