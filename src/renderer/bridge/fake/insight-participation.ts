import type { Input, Output } from '#shared/contract/contract.ts';
import type { ParticipationPeriod } from '#shared/contract/insight-records.ts';
import type { CommunityAchievement, MemberAchievement } from '#shared/contract/achievement-records.ts';
import { addDays, HOUR, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_TIME_ZONE } from './curves.ts';
import { fakeDays, fakeStepStart } from './insight-steps.ts';
import { fakePseudonym } from './members.ts';

type Range = Input<'insights.participation'>['range'];

const partOfGroup = { all: 1, prosumer: 0.55, consumer: 0.45 } as const;

/** How many joined and left on a day. */
function joinsAndLeaves(day: number): { readonly joined: number; readonly left: number } {
  const seed = chance(day / HOUR / 24 + 11);
  return { joined: seed > 0.93 ? 3 : seed > 0.85 ? 1 : 0, left: seed < 0.06 ? 1 : 0 };
}

function participationOf(
  community: FakeCommunity,
  range: Range,
  { step, group }: Pick<Input<'insights.participation'>, 'step' | 'group'>,
): ParticipationPeriod {
  const days = fakeDays(community, range);
  const size = community.memberCount * partOfGroup[group];
  const steps = new Map<number, { active: number; participants: number; joined: number; left: number }>();
  const totals = { joined: 0, left: 0, traded: 0 };
  for (const [index, day] of days.start.entries()) {
    const at = fakeStepStart(day, step);
    const known = steps.get(at) ?? { active: 0, participants: 0, joined: 0, left: 0 };
    const moved = joinsAndLeaves(day);
    const traded = days.tradedWh[index];
    const [joined, left] = group === 'consumer' ? [0, 0] : [moved.joined, moved.left];
    const active = Math.round(size) - (chance(day) > 0.5 ? 1 : 0);
    steps.set(at, {
      active: Math.max(known.active, active),
      participants: traded === 0 ? known.participants : Math.max(known.participants, partOf(active, day, step)),
      joined: known.joined + joined,
      left: known.left + left,
    });
    totals.joined += joined;
    totals.left += left;
    totals.traded += traded;
  }
  const rows = [...steps.values()];
  const activeMembers = rows.length === 0 ? 0 : Math.round(size);
  const participants = totals.traded === 0 ? 0 : Math.round(size * 0.91);
  return {
    start: [...steps.keys()],
    activeMembers: rows.map(({ active }) => active),
    participants: rows.map((row) => row.participants),
    joined: rows.map(({ joined }) => joined),
    left: rows.map(({ left }) => left),
    totals: {
      activeMembers,
      participants,
      rate: activeMembers === 0 ? null : participants / activeMembers,
      joined: totals.joined,
      left: totals.left,
    },
  };
}

const partOf = (active: number, day: number, step: 'day' | 'month'): number =>
  Math.round(active * (step === 'month' ? 0.89 : 0.68 + 0.2 * chance(day + 3)));

/** `insights.participation` of the fake bridge. */
export function fakeParticipation(
  community: FakeCommunity,
  input: Input<'insights.participation'>,
): Output<'insights.participation'> {
  const { range, compareWith } = input;
  const current = participationOf(community, range, input);
  return { ...current, previous: compareWith === null ? null : participationOf(community, compareWith, input) };
}

/** Days before the end on which each was reached, or the value so far; and what is asked for. */
const ofCommunity: Readonly<
  Record<CommunityAchievement, { readonly daysAgo: number | null; readonly value: number; readonly target: number }>
> = {
  'traded-1-mwh': { daysAgo: 117, value: 8_420_300, target: 1_000_000 },
  'traded-10-mwh': { daysAgo: null, value: 8_420_300, target: 10_000_000 },
  'everybody-takes-part': { daysAgo: null, value: 0.938, target: 1 },
  'month-without-failure': { daysAgo: null, value: 11, target: 30 },
  'month-without-losses': { daysAgo: null, value: 3, target: 0 },
  'week-half-self-sufficient': { daysAgo: 64, value: 0.573, target: 0.5 },
  'co2-1-tonne': { daysAgo: 103, value: 6_297_000, target: 1_000_000 },
  'co2-10-tonnes': { daysAgo: null, value: 6_297_000, target: 10_000_000 },
};

const ofMembers: Readonly<Record<MemberAchievement, { readonly part: number; readonly target: number }>> = {
  'first-trade': { part: 0.96, target: 1 },
  'shared-100-kwh': { part: 0.41, target: 100_000 },
  'shared-1000-kwh': { part: 0.09, target: 1_000_000 },
  'bought-100-kwh': { part: 0.37, target: 100_000 },
  'week-self-sufficient': { part: 0.22, target: 0.8 },
  'month-of-trading': { part: 0.58, target: 30 },
  'saved-100': { part: 0.03, target: 100_000_000 },
};

const entries = <K extends string, V>(record: Readonly<Record<K, V>>) => Object.entries(record) as [K, V][];

/** `insights.achievements` of the fake bridge. */
export function fakeAchievements(
  { id, isDemo, dataTo, memberCount }: FakeCommunity,
  { until, limit }: Input<'insights.achievements'>,
): Output<'insights.achievements'> {
  const lastDay = localDay(Math.min(until, dataTo ?? until) - 1, FAKE_TIME_ZONE);
  const before = (days: number): number => startOfLocalDay(addDays(lastDay, -days), FAKE_TIME_ZONE);
  const kinds = entries(ofMembers).map(([kind]) => kind);
  return {
    community: entries(ofCommunity).map(([kind, { daysAgo, value, target }]) => ({
      kind,
      reachedAt: daysAgo === null ? null : before(daysAgo),
      value,
      target,
    })),
    membersLeftOut: isDemo ? 4 : 0,
    members: entries(ofMembers).map(([kind, { part, target }]) => ({
      kind,
      members: Math.round(memberCount * part),
      target,
    })),
    latest: Array.from({ length: Math.min(limit, 24, memberCount) }, (_, index) => {
      const member = Math.floor(chance(index + 70) * memberCount);
      return {
        kind: kinds[Math.floor(chance(index + 31) * kinds.length)],
        memberId: `${id}-${member + 1}`,
        anonymizedId: fakePseudonym(member),
        reachedAt: before(Math.floor(index * 0.7)),
      };
    }),
  };
}
