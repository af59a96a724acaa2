/** Invented rules: what the hub has said of them, what this desk has decided since, and what about them conflicts. */
import type { MemberSummary } from '#shared/contract/members.ts';
import type { RuleSummary, RuleVersion } from '#shared/contract/rule-records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { findAllRuleConflicts, type RuleSurroundings } from '#shared/rules/conflicts.ts';
import { slotPhases } from '#shared/rules/firing-minutes.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { unreadableWindows } from '#shared/rules/windows.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_FEED_IN, FAKE_RETAIL, FAKE_SLOT_MS } from './curves.ts';
import type { FakeDecision } from './decisions.ts';
import { fakeMembers } from './members.ts';

const DAY = 24 * HOUR;

export const FAKE_BAND = {
  floor: -1_000_000,
  cap: 1_000_000,
  retail: FAKE_RETAIL,
  feedIn: FAKE_FEED_IN,
  low: 142_500,
  median: 187_000,
  high: 246_500,
  slots: 318,
};

/** A rule as the hub has it. */
export interface FakeRule extends RuleDraft {
  readonly id: string;
  readonly memberId: string;
  readonly anonymizedId: string;
  readonly createdAt: number;
  readonly version: number;
  readonly lastMatchedAt: number | null;
}

/** The first members have rules; the others trade by hand. */
const MEMBERS_WITH_RULES = 20;

const sells: readonly Partial<RuleDraft>[] = [
  { minPrice: 105_000, timeWindows: ['Mo-Fr 06:00-22:00', 'Sa,Su 00:00-24:00'], maxQuantityWh: 2500 },
  { minPrice: 130_000, timeWindows: ['* 10:00-16:30'] },
  { minPrice: FAKE_FEED_IN, timeWindows: ['* 00:00-24:00'], maxQuantityWh: 500 },
  { minPrice: 165_000, timeWindows: ['Sa,Su 08:00-20:00'] },
  { minPrice: null, timeWindows: ['* 11:00-15:00'], maxQuantityWh: 1200 },
];

const buys: readonly Partial<RuleDraft>[] = [
  { maxPrice: 240_000, timeWindows: ['* 18:00-07:00'] },
  { maxPrice: 285_000, timeWindows: ['* 00:00-24:00'], maxQuantityWh: 1500 },
  { maxPrice: 205_000, timeWindows: ['Mo-Fr 11:30-14:15', 'Sa,Su 10:00-17:00'], maxQuantityWh: 800 },
];

/** What is wrong with the rules of some members, by their place: one of each kind of conflict, and one that buys above retail. */
const oddities: Readonly<Record<number, Partial<RuleDraft>>> = {
  2: { maxQuantityWh: 0, isEnabled: false },
  4: { timeWindows: ['Tu 02:01-02:14'] },
  7: { timeWindows: ['Mo-Fr 06:00-09:00', 'whenever the sun shines'] },
  9: { minPrice: 240_000, maxPrice: 180_000, isEnabled: false },
  11: { isEnabled: false },
  13: { maxPrice: 1_400_000, isEnabled: false },
  15: { maxPrice: 345_000 },
};

const blank = {
  maxQuantityWh: null,
  maxPrice: null,
  minPrice: null,
  minBatterySoc: null,
  timeWindows: [],
  isEnabled: true,
} as const;

function draftsOf(member: MemberSummary, place: number): RuleDraft[] {
  const sell: RuleDraft = {
    ...blank,
    type: 'sell',
    ...sells[place % sells.length],
    minBatterySoc: member.batteryCapacityWh > 0 || place % 7 === 3 ? 40 : null,
  };
  const buy: RuleDraft = { ...blank, type: 'buy', ...buys[place % buys.length] };
  const isProsumer = member.role === 'prosumer';
  const first = { ...(isProsumer ? sell : buy), ...oddities[place] };
  if (!isProsumer) return [first];
  if (place % 3 === 0) return [first, buy];
  // The first one sells everything, so that nothing is left for the second.
  return place % 5 === 1 ? [first, { ...sell, minPrice: 190_000, timeWindows: ['* 12:00-14:00'] }] : [first];
}

const endOf = ({ dataTo }: FakeCommunity): number => dataTo ?? 0;

/** The rules of a member as the hub has them; `place` is the member's among the members. */
function rulesOf(community: FakeCommunity, member: MemberSummary, place: number): FakeRule[] {
  if (place >= MEMBERS_WITH_RULES) return [];
  return draftsOf(member, place).map((draft, index) => {
    const seed = place * 10 + index;
    const isNew = chance(seed + 5) > 0.8;
    return {
      ...draft,
      id: `${member.id}-rule${index === 0 ? '' : `-${index + 1}`}`,
      memberId: member.id,
      anonymizedId: member.anonymizedId,
      createdAt: endOf(community) - (100 - place * 3 - index) * DAY,
      version: 1 + Math.floor(chance(seed) * 3),
      lastMatchedAt: isNew ? null : endOf(community) - Math.round(chance(seed + 3) ** 3 * 40 * DAY) - 20 * MINUTE,
    };
  });
}

/** The members of a community; who they are does not depend on the period. */
export function membersOf(community: FakeCommunity): MemberSummary[] {
  return fakeMembers(community, { from: endOf(community) - FAKE_SLOT_MS, to: endOf(community) });
}

/** The rules of one member as the hub has them. */
export function fakeRulesOf(community: FakeCommunity, member: MemberSummary): FakeRule[] {
  return rulesOf(community, member, Number(member.id.split('-').at(-1)) - 1);
}

export function surroundingsOf(community: FakeCommunity, member: MemberSummary): RuleSurroundings {
  return {
    limits: { priceFloor: FAKE_BAND.floor, priceCap: FAKE_BAND.cap },
    slotMinutes: community.slotMinutes,
    phases: slotPhases(community.timeZone, community.slotMinutes, endOf(community)),
    hasBattery: member.batteryCapacityWh > 0,
  };
}

/** The decisions about rules that the copy of the hub does not tell yet, newest first. */
function pendingOf(decisions: readonly FakeDecision[]) {
  return decisions.flatMap(({ item }) => {
    if (item.kind !== 'rule') return [];
    const { state } = item;
    return state === 'waiting' || state === 'sent' || state === 'accepted' ? [{ ...item, state }] : [];
  });
}

/** `rules.list` of the fake bridge. */
export function fakeRules(community: FakeCommunity, allDecisions: readonly FakeDecision[]): RuleSummary[] {
  const decisions = allDecisions.filter(({ communityId }) => communityId === community.id);
  return membersOf(community)
    .toSorted((a, b) => a.anonymizedId.localeCompare(b.anonymizedId))
    .flatMap((member) => {
      const rules = overlaid(community, member, decisions);
      const conflicts = findAllRuleConflicts(rules, surroundingsOf(community, member));
      return rules.map((rule, at) => ({ ...rule, conflicts: conflicts[at] }));
    });
}

/** The rules of a member with the decisions that wait. */
function overlaid(
  community: FakeCommunity,
  member: MemberSummary,
  decisions: readonly FakeDecision[],
): Omit<RuleSummary, 'conflicts'>[] {
  const pending = pendingOf(decisions.filter(({ memberId }) => memberId === member.id));
  const known = fakeRulesOf(community, member);
  const summary = (rule: FakeRule): Omit<RuleSummary, 'conflicts'> => {
    const own = pending.filter(({ ruleId }) => ruleId === rule.id);
    const latest = own.at(0);
    const drafted = { ...rule, ...latest?.draft, timeWindows: [...(latest?.draft ?? rule).timeWindows] };
    return {
      ...drafted,
      validFrom: fakeVersions(rule).at(0)?.validFrom ?? rule.createdAt,
      pending: latest === undefined ? null : { commandId: latest.id, state: latest.state },
      baseVersion: rule.version + own.length,
      unreadableWindows: unreadableWindows(drafted.timeWindows),
    };
  };
  const made = pending
    .filter(({ ruleId }, at) => pending.findLastIndex((other) => other.ruleId === ruleId) === at)
    .filter(({ ruleId }) => known.every(({ id }) => id !== ruleId))
    .map(({ ruleId, draft, createdAt }) => ({
      ...draft,
      id: ruleId,
      memberId: member.id,
      anonymizedId: member.anonymizedId,
      createdAt,
      version: 0,
      lastMatchedAt: null,
    }));
  return [...known, ...made].map(summary);
}

const people = ['Ada Berger', 'Noah Lindt', null] as const;
const reasons = [
  'The battery was often empty in the evening.',
  'Agreed at the meeting in spring: sell nearer to the community price.',
  null,
] as const;

/** `rules.versions` of the fake bridge: each version asks a little more than the one before. */
export function fakeVersions(rule: FakeRule): RuleVersion[] {
  const seed = Math.floor(chance(rule.createdAt / DAY) * 100);
  return Array.from({ length: rule.version }, (_, back) => ({
    type: rule.type,
    maxQuantityWh: rule.maxQuantityWh === null ? null : rule.maxQuantityWh + 500 * back,
    maxPrice: rule.maxPrice === null ? null : rule.maxPrice + 7_000 * back,
    minPrice: rule.minPrice === null ? null : rule.minPrice + 7_000 * back,
    minBatterySoc: rule.minBatterySoc,
    timeWindows: back === 2 ? ['* 00:00-24:00'] : [...rule.timeWindows],
    isEnabled: back === 0 ? rule.isEnabled : true,
    version: rule.version - back,
    validFrom: back === rule.version - 1 ? rule.createdAt : rule.createdAt + (rule.version - back) * 9 * DAY + 7 * HOUR,
    changedBy: people[(seed + back) % people.length],
    changeReason: back === rule.version - 1 ? null : reasons[(seed + back) % reasons.length],
  }));
}
