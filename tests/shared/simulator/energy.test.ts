import { getPosition } from 'suncalc';
import { describe, expect, it } from 'vitest';
import { readingQualities } from '#shared/domain/records.ts';
import { localTime, MINUTE } from '#shared/domain/slots.ts';
import { type DayPage, simulate, sum } from './simulated.ts';

const summer = simulate({ seed: 21, members: 60, days: 13, until: Date.parse('2026-06-28T22:00:00Z') });
const winter = simulate({ seed: 21, members: 60, days: 13, until: Date.parse('2026-01-11T23:00:00Z') });
const MISSING = readingQualities.indexOf('missing');

/** Sum over members for each slot. */
function bySlot({ readings, signals }: DayPage, column: 'producedWh' | 'consumedWh'): number[] {
  const members = readings.count / signals.count;
  return Array.from({ length: signals.count }, (_, slot) =>
    sum(readings[column].subarray(slot * members, (slot + 1) * members)),
  );
}

describe('simulated readings', () => {
  it('balance: to the Wh without a battery, and with one the difference is what the battery took', () => {
    const wrong: string[] = [];
    let withBattery = 0;
    for (const { opening, days, memberIds } of [summer, winter]) {
      const capacity = new Map(opening.members?.map(({ id, batteryCapacityWh }) => [id, batteryCapacityWh]));
      const chargeBefore = new Map<number, number>();
      for (const { readings } of days) {
        for (let row = 0; row < readings.count; row++) {
          const member = readings.member[row];
          const held = capacity.get(memberIds[member]) ?? 0;
          const charge =
            readings.producedWh[row] + readings.importedWh[row] - readings.consumedWh[row] - readings.exportedWh[row];
          const soc = readings.batterySoc[row];
          if (readings.quality[row] === MISSING || held === 0) {
            if (charge !== 0 || soc !== -1) wrong.push(`row ${row}: ${charge} Wh left, charge ${soc} %`);
            chargeBefore.delete(member);
            continue;
          }
          withBattery++;
          // What went in or out changes the charge by as much, but for losses of 4 % and the rounding to percent.
          const before = chargeBefore.get(member);
          const stored = charge > 0 ? charge * 0.96 : charge / 0.96;
          if (before !== undefined && Math.abs((soc - before) * held - stored * 100) > 1.001 * held)
            wrong.push(`row ${row}: ${charge} Wh`);
          if (soc < 5 || soc > 100) wrong.push(`row ${row}: ${soc} %`);
          chargeBefore.set(member, soc);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(withBattery).toBeGreaterThan(10_000);
  });

  it('are never negative, and never import and export at once', () => {
    for (const { days } of [summer, winter]) {
      for (const { readings } of days) {
        const least = Math.min(
          ...[readings.producedWh, readings.consumedWh, readings.importedWh, readings.exportedWh].map((column) =>
            column.reduce((low, wh) => Math.min(low, wh), 0),
          ),
        );
        expect(least).toBe(0);
        expect(readings.importedWh.some((wh, row) => wh > 0 && readings.exportedWh[row] > 0)).toBe(false);
      }
    }
  });

  it('show no production while the sun is down, and some on every day', () => {
    let nightWh = 0;
    for (const day of [...summer.days, ...winter.days]) {
      const produced = bySlot(day, 'producedWh');
      for (const [slot, wh] of produced.entries()) {
        const middle = new Date(day.signals.slot[slot] + 7.5 * MINUTE);
        if (getPosition(middle, 48, 7.87).altitude < -0.5) nightWh += wh;
      }
      expect(sum(produced)).toBeGreaterThan(0);
    }
    expect(nightWh).toBe(0);
  });

  it('show several times as much sun in summer as in winter, and more use in winter', () => {
    const total = (days: readonly DayPage[], column: 'producedWh' | 'consumedWh') =>
      sum(days.map((day) => sum(day.readings[column])));
    const ratio = total(summer.days, 'producedWh') / total(winter.days, 'producedWh');
    expect(ratio).toBeGreaterThan(3);
    expect(ratio).toBeLessThan(16);
    expect(total(winter.days, 'consumedWh')).toBeGreaterThan(1.1 * total(summer.days, 'consumedWh'));
  });

  it('show an evening peak, a quiet night, and the most sun around noon', () => {
    const useByHour = Array.from({ length: 24 }, () => 0);
    const sunByHour = Array.from({ length: 24 }, () => 0);
    for (const day of summer.days) {
      const [consumed, produced] = [bySlot(day, 'consumedWh'), bySlot(day, 'producedWh')];
      for (const [slot, time] of day.signals.slot.entries()) {
        const { hour } = localTime(time, 'Europe/Berlin');
        useByHour[hour] += consumed[slot];
        sunByHour[hour] += produced[slot];
      }
    }
    expect(useByHour[19]).toBeGreaterThan(1.5 * useByHour[2]);
    expect(sunByHour.indexOf(Math.max(...sunByHour))).toBeGreaterThanOrEqual(11);
    expect(sunByHour.indexOf(Math.max(...sunByHour))).toBeLessThanOrEqual(15);
  });

  it('add up to plausible amounts for homes and firms', () => {
    const { days, memberIds } = winter;
    const yearly = memberIds.map(() => 0);
    for (const { readings } of days) {
      for (let row = 0; row < readings.count; row++)
        yearly[readings.member[row]] += readings.consumedWh[row] * (365 / 13 / 1000);
    }
    expect(Math.min(...yearly)).toBeGreaterThan(500);
    expect(Math.max(...yearly)).toBeLessThan(60_000);
    const middle = yearly.sort((a, b) => a - b)[30];
    expect(middle).toBeGreaterThan(2000);
    expect(middle).toBeLessThan(5500);
  });
});
