import { describe, expect, it } from 'vitest';
import { offerStatuses, offerTypes } from '#shared/domain/records.ts';
import { localTime, MINUTE } from '#shared/domain/slots.ts';
import { firedWh, prepareRule } from '#shared/rules/firing.ts';
import { minuteOfWeek } from '#shared/rules/windows.ts';
import { simulate } from './simulated.ts';

const until = Date.parse('2026-06-20T11:00:00Z');
const SLOT = 15 * MINUTE;
const community = simulate({ seed: 5, members: 70, days: 8, until });
const { openBook: offers, days, memberIds, members, ruleVersions } = community;
const rows = Array.from({ length: offers.count }, (_, row) => row);
const byHand = rows.filter((row) => offers.rule[row] < 0);
const byRule = rows.filter((row) => offers.rule[row] >= 0);

describe('the offers that are open at the end of a simulation', () => {
  it('are active with all they were placed with, and can still trade in the next slot', () => {
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows) {
      expect(offerStatuses[offers.status[row]]).toBe('active');
      expect(offers.remainingWh[row]).toBe(offers.quantityWh[row]);
      expect(offers.windowStart[row]).toBe(until);
      expect(offers.createdAt[row]).toBeLessThan(until);
    }
  });

  it('are on both sides at noon in June', () => {
    expect(new Set(rows.map((row) => offerTypes[offers.type[row]]))).toEqual(new Set(['buy', 'sell']));
  });

  it('of rules are what the rule makes of the meter as it stands, for one slot', () => {
    const { readings, ruleIds } = days.at(-1)!;
    const last = new Map(Array.from(readings.member, (member, row) => [member, row] as const).slice(-readings.count));
    expect(byRule.length).toBeGreaterThan(20);
    for (const row of byRule) {
      const version = ruleVersions.get(ruleIds[offers.rule[row]])![offers.ruleVersion[row] - 1];
      const reading = last.get(offers.member[row])!;
      const openWh = version.type === 'sell' ? readings.exportedWh[reading] : readings.importedWh[reading];
      const soc = Math.max(readings.batterySoc[reading], 0);
      const minute = minuteOfWeek(localTime(until, 'Europe/Berlin'));
      expect(offers.windowEnd[row]).toBe(until + SLOT);
      expect(offers.quantityWh[row]).toBeLessThanOrEqual(firedWh(prepareRule(version), minute, openWh, soc));
    }
  });

  it('placed by hand run on for several slots, and only who has panels sells', () => {
    expect(byHand.length).toBeGreaterThan(2);
    for (const row of byHand) {
      expect(offers.windowEnd[row]).toBeGreaterThan(until + SLOT);
      expect((offers.windowEnd[row] - until) % SLOT).toBe(0);
      if (offerTypes[offers.type[row]] === 'sell')
        expect(members.get(memberIds[offers.member[row]])!.role).toBe('prosumer');
    }
  });
});
