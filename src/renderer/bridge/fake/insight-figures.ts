import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import {
  type Board,
  boardNames,
  type BoardName,
  type InsightPeriod,
  measures,
  type Measure,
  type MemberGroup,
  type Peak,
} from '#shared/contract/insight-records.ts';
import type { MemberSummary } from '#shared/contract/members.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import { participationRate, peakReduction, share } from '#shared/stats/indicators.ts';
import { rankDescending } from '#shared/stats/ranks.ts';
import type { FakeCommunity } from './communities.ts';
import { chance } from './curves.ts';
import { fakeParticipation } from './insight-participation.ts';
import { fakeDays, fakeStepStart, fakeWholeDays } from './insight-steps.ts';
import { fakeMembers } from './members.ts';
import type { FakeState } from './state.ts';
import { fakeColumns } from './stats.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };
type Range = Input<'insights.indicators'>['range'];
type Days = ReturnType<typeof fakeDays>;

const valueOf: Readonly<Record<Measure, (days: Days, index: number) => number>> = {
  producedWh: ({ producedWh }, index) => producedWh[index],
  consumedWh: ({ consumedWh }, index) => consumedWh[index],
  selfConsumedWh: ({ selfConsumedWh }, index) => selfConsumedWh[index],
  importedWh: ({ importedWh }, index) => importedWh[index],
  exportedWh: ({ exportedWh }, index) => exportedWh[index],
  boughtWh: ({ tradedWh }, index) => tradedWh[index],
  soldWh: ({ tradedWh }, index) => tradedWh[index],
  savings: ({ savings }, index) => savings[index],
};

const everything = Object.fromEntries(measures.map((measure) => [measure, 1])) as Record<Measure, number>;

/** The part of each measure that a group has. */
const partOf: Readonly<Record<MemberGroup, Readonly<Record<Measure, number>>>> = {
  all: everything,
  prosumer: {
    producedWh: 1,
    consumedWh: 0.58,
    selfConsumedWh: 0.54,
    importedWh: 0.46,
    exportedWh: 1,
    boughtWh: 0.31,
    soldWh: 1,
    savings: 0.62,
  },
  consumer: {
    producedWh: 0,
    consumedWh: 0.42,
    selfConsumedWh: 0,
    importedWh: 0.54,
    exportedWh: 0,
    boughtWh: 0.69,
    soldWh: 0,
    savings: 0.38,
  },
};

/** On a few days nearly all is produced by one member: what follows from that is withheld too. */
const dependent: ReadonlySet<Measure> = new Set(['producedWh', 'selfConsumedWh', 'importedWh', 'exportedWh']);
const isWithheld = (measure: Measure, day: number): boolean => dependent.has(measure) && chance(day / HOUR) > 0.955;

/** A measure of a group over the days: step by step, and in all. */
function columnOf(days: Days, starts: readonly number[], measure: Measure, { step, group }: GroupedSteps) {
  const place = new Map(starts.map((at, index) => [at, index]));
  const values: (number | null)[] = starts.map(() => null);
  const withheldDays = starts.map(() => 0);
  for (const [index, day] of days.start.entries()) {
    const at = place.get(fakeStepStart(day, step))!;
    if (isWithheld(measure, day)) withheldDays[at]++;
    else values[at] = (values[at] ?? 0) + Math.round(valueOf[measure](days, index) * partOf[group][measure]);
  }
  const known = values.filter((value) => value !== null);
  const withheld = withheldDays.reduce((sum, count) => sum + count, 0);
  return {
    column: { values, withheldDays },
    total: {
      value: known.length === 0 && withheld > 0 ? null : known.reduce((sum, value) => sum + value, 0),
      withheldDays: withheld,
      reason: withheld > 0 ? ('one-member' as const) : null,
    },
  };
}

type GroupedSteps = Pick<Input<'insights.indicators'>, 'step' | 'group'>;

function periodOf(community: FakeCommunity, range: Range, grouped: GroupedSteps): InsightPeriod {
  const days = fakeDays(community, range);
  const start = [...new Set(days.start.map((day) => fakeStepStart(day, grouped.step)))];
  const found = measures.map((measure) => [measure, columnOf(days, start, measure, grouped)] as const);
  const columns = Object.fromEntries(found.map(([measure, { column }]) => [measure, column]));
  const totals = Object.fromEntries(found.map(([measure, { total }]) => [measure, total])) as InsightPeriod['totals'];
  const taking = fakeParticipation(community, {
    communityId: community.id,
    range,
    compareWith: null,
    ...grouped,
  });
  /** Over the days that the self-consumed covers, of a step or of all. */
  const shareOf = (measure: 'consumedWh' | 'producedWh', step: number | null): number | null => {
    const sumOf = (summed: Measure): number =>
      days.start.reduce(
        (sum, day, index) =>
          isWithheld('selfConsumedWh', day) || (step !== null && fakeStepStart(day, grouped.step) !== step)
            ? sum
            : sum + valueOf[summed](days, index) * partOf[grouped.group][summed],
        0,
      );
    return share(sumOf('selfConsumedWh'), sumOf(measure));
  };
  return {
    range,
    start,
    columns: columns as InsightPeriod['columns'],
    totals,
    activeMembers: taking.activeMembers,
    participants: taking.participants,
    shares: {
      selfSufficiency: start.map((step) => shareOf('consumedWh', step)),
      selfConsumption: start.map((step) => shareOf('producedWh', step)),
    },
    selfSufficiency: shareOf('consumedWh', null),
    selfConsumption: shareOf('producedWh', null),
    totalActiveMembers: taking.totals.activeMembers,
    totalParticipants: taking.totals.participants,
    participationRate: participationRate(taking.totals.participants, taking.totals.activeMembers),
  };
}

/** The part that trading among members takes off each slot at least. */
const TAKEN_OFF = { import: 0.11, export: 0.16 } as const;

function peakOf(community: FakeCommunity, range: Range, side: 'import' | 'export'): Peak {
  const slots = fakeColumns(community, fakeWholeDays(range), 'slot');
  const baseline = side === 'import' ? slots.importedWh : slots.exportedWh;
  const withTrading = baseline.map((wh, index) =>
    Math.round(wh * (1 - TAKEN_OFF[side] - 0.1 * chance(slots.start[index] / HOUR))),
  );
  const highest = (values: readonly number[]): number =>
    values.reduce((best, wh, index) => (wh > values[best] ? index : best), 0);
  if (slots.start.length === 0) {
    return { wh: null, at: null, baselineWh: null, baselineAt: null, reduction: null, withheld: null };
  }
  const [own, other] = [highest(withTrading), highest(baseline)];
  return {
    wh: withTrading[own],
    at: slots.start[own],
    baselineWh: baseline[other],
    baselineAt: slots.start[other],
    reduction: peakReduction(withTrading[own], baseline[other]),
    withheld: null,
  };
}

const peaksOf = (community: FakeCommunity, range: Range): Output<'insights.peaks'>['current'] => ({
  import: peakOf(community, range, 'import'),
  export: peakOf(community, range, 'export'),
});

const boardValue: Readonly<Record<BoardName, (member: MemberSummary) => number | null>> = {
  traded: ({ boughtWh, soldWh }) => boughtWh + soldWh || null,
  savings: ({ tradeCount, savings }) => (tradeCount === 0 ? null : savings),
  selfSufficiency: ({ role, selfSufficiency }) => (role === 'consumer' ? null : selfSufficiency),
  sharedSurplus: ({ soldWh }) => soldWh || null,
};

interface Valued {
  readonly member: MemberSummary;
  readonly value: number;
  readonly rank: number;
}

/** Members with a value on a board, best first; a little different for every period. */
function rankingOf(community: FakeCommunity, range: Range, group: MemberGroup, name: BoardName): Valued[] {
  const isShare = name === 'selfSufficiency';
  const valued = fakeMembers(community, fakeWholeDays(range)).flatMap((member, index) => {
    const value = group === 'all' || member.role === group ? boardValue[name](member) : null;
    if (value === null) return [];
    const other = value * (0.82 + 0.36 * chance(index + range.from / HOUR));
    return [{ member, value: isShare ? Math.min(Math.round(other * 100) / 100, 1) : Math.round(other) }];
  });
  const ranks = rankDescending(valued.map(({ value }) => value));
  return valued.map((one, at) => ({ ...one, rank: ranks[at] })).sort((a, b) => a.rank - b.rank);
}

function boardOf(community: FakeCommunity, input: Input<'insights.leaderboards'>, name: BoardName): Board {
  const { range, compareWith, group, limit } = input;
  const ranked = rankingOf(community, range, group, name);
  if (ranked.length < DEFAULT_K) return { members: ranked.length, isWithheld: true, rows: [] };
  const before = compareWith === null ? [] : rankingOf(community, compareWith, group, name);
  // Now and then somebody had no rank yet.
  const ranksBefore = new Map(before.flatMap(({ member, rank }) => (rank % 9 === 5 ? [] : [[member.id, rank]])));
  return {
    members: ranked.length,
    isWithheld: false,
    rows: ranked.slice(0, limit).map(({ member, value, rank }) => ({
      rank,
      rankBefore: ranksBefore.get(member.id) ?? null,
      memberId: member.id,
      anonymizedId: member.anonymizedId,
      value,
    })),
  };
}

/** Indicators, peaks and leaderboards of the fake bridge. */
export function createFakeFigures(
  _state: FakeState,
  communityOf: (id: string) => FakeCommunity,
): Handlers<'insights.indicators' | 'insights.peaks' | 'insights.leaderboards'> {
  return {
    'insights.indicators': ({ communityId, range, compareWith, ...grouped }) => {
      const community = communityOf(communityId);
      return {
        current: periodOf(community, range, grouped),
        previous: compareWith === null ? null : periodOf(community, compareWith, grouped),
        hasGroups: community.memberCount >= 4 * DEFAULT_K,
        dataTo: community.dataTo,
      };
    },
    'insights.peaks': ({ communityId, range, compareWith }) => {
      const community = communityOf(communityId);
      return {
        current: peaksOf(community, range),
        previous: compareWith === null ? null : peaksOf(community, compareWith),
      };
    },
    'insights.leaderboards': (input) => {
      const community = communityOf(input.communityId);
      const boards = Object.fromEntries(boardNames.map((name) => [name, boardOf(community, input, name)])) as Record<
        BoardName,
        Board
      >;
      return { ...boards, membersLeftOut: community.isDemo ? 4 : 0 };
    },
  };
}
