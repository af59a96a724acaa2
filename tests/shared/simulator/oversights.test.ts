import { expect, it } from 'vitest';
import type { Rule } from '#shared/domain/records.ts';
import { findRuleConflicts, severityOf } from '#shared/rules/conflicts.ts';
import { COMMUNITY_LIMITS } from '#shared/simulator/community-record.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';

const options = { seed: 7, members: 160, days: 1, until: Date.UTC(2026, 5, 15, 10) };

/** The kinds of warnings about the rules of a community as it is founded. */
function warningsOf(violations: boolean): string[] {
  const [opening] = simulateCommunity({ ...options, violations });
  const batteries = new Map(opening.members!.map(({ id, batteryCapacityWh }) => [id, batteryCapacityWh > 0]));
  const ofMember = Map.groupBy(opening.rules!, ({ memberId }) => memberId);
  return [...ofMember].flatMap(([memberId, rules]) => {
    const ordered = rules.toSorted((a: Rule, b: Rule) => a.createdAt - b.createdAt);
    const surroundings = {
      limits: COMMUNITY_LIMITS,
      slotMinutes: 15,
      phases: [0],
      hasBattery: batteries.get(memberId)!,
    };
    return ordered
      .flatMap((_, at) => findRuleConflicts(ordered, at, surroundings))
      .flatMap(({ kind }) => (severityOf[kind] === 'warning' ? [kind] : []));
  });
}

it('a demo has a rule of each kind that never does anything, and a community without violations has none', () => {
  expect(new Set(warningsOf(true))).toEqual(new Set(['NEVER_FIRES', 'SOC_UNREACHABLE', 'SHADOWED']));
  expect(warningsOf(true).length).toBeLessThan(8);
  expect(warningsOf(false)).toEqual([]);
});
