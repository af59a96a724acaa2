import { describe, expect, it } from 'vitest';
import { failureCodes, readingQualities, settlementStatuses } from '#shared/domain/records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { type DayPage, simulate, sum } from './simulated.ts';

const until = Date.parse('2026-10-20T12:00:00Z');
const { days } = simulate({ seed: 5, members: 70, days: 40, until });
const SLOT = 15 * MINUTE;

const PENDING = settlementStatuses.indexOf('pending');
const FAILED = settlementStatuses.indexOf('failed');
const MISSING = readingQualities.indexOf('missing');

function failuresOf(all: readonly DayPage[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { trades } of all) {
    for (let row = 0; row < trades.count; row++) {
      if (trades.status[row] !== FAILED) continue;
      const code = failureCodes[trades.failureCode[row]];
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  return counts;
}

describe('simulated settlement', () => {
  it('lets one to two percent of trades fail, for many reasons', () => {
    const trades = sum(days.map((day) => day.trades.count));
    const failures = failuresOf(days);
    expect(sum(failures.values()) / trades).toBeGreaterThan(0.01);
    expect(sum(failures.values()) / trades).toBeLessThan(0.02);
    expect(failures.size).toBeGreaterThanOrEqual(6);
    expect(Math.max(...failures.values())).toBeLessThan(0.6 * sum(failures.values()));
  });

  it.each([1, 2, 3, 4])('keeps to that share in a small community too (seed %i)', (seed) => {
    const small = simulate({ seed, members: 16, days: 40, until: Date.parse('2026-07-20T22:00:00Z') });
    const trades = sum(small.days.map((day) => day.trades.count));
    const share = sum(failuresOf(small.days).values()) / trades;
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.02);
  });

  it('leaves the trades of the last two days pending and settles all others', () => {
    const wrong: string[] = [];
    for (const { trades } of days) {
      for (let row = 0; row < trades.count; row++) {
        const isLate = trades.slot[row] >= until - 48 * 60 * MINUTE;
        const status = trades.status[row];
        const hasCode = trades.failureCode[row] !== -1;
        const version = status === PENDING ? 1 : 2;
        if (hasCode !== (status === FAILED) || trades.version[row] !== version) wrong.push(uuidText(trades.id, row));
        else if (status !== FAILED && (status === PENDING) !== isLate) wrong.push(uuidText(trades.id, row));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has for every missing reading a row without energy, and lets all trades of that meter in that slot fail', () => {
    let missing = 0;
    let estimated = 0;
    for (const { readings, trades } of days) {
      const dead = new Set<string>();
      for (let row = 0; row < readings.count; row++) {
        if (readings.quality[row] === readingQualities.indexOf('estimated')) estimated++;
        if (readings.quality[row] !== MISSING) continue;
        missing++;
        dead.add(`${readings.slot[row]} ${readings.member[row]}`);
        const wh =
          readings.producedWh[row] + readings.consumedWh[row] + readings.importedWh[row] + readings.exportedWh[row];
        expect(wh).toBe(0);
      }
      for (let row = 0; row < trades.count; row++) {
        const isDead = [trades.buyer[row], trades.seller[row]].some((member) =>
          dead.has(`${trades.slot[row]} ${member}`),
        );
        if (isDead) expect(trades.status[row]).toBe(FAILED);
      }
    }
    expect(missing).toBeGreaterThan(0);
    expect(estimated).toBeGreaterThan(0);
  });

  it('finds more sold than metered exactly where it says so', () => {
    let exceeding = 0;
    for (const { readings, trades, signals } of days) {
      const active = readings.count / signals.count;
      for (let row = 0; row < trades.count; row++) {
        const code = failureCodes[trades.failureCode[row]];
        if (code !== 'QUANTITY_EXCEEDS_METER' && code !== 'METER_READING_REVISED') continue;
        const slot = (trades.slot[row] - signals.slot[0]) / SLOT;
        const reading = readings.member.indexOf(trades.seller[row], slot * active);
        const sold = sum(
          trades.quantityWh.filter(
            (_, at) => trades.slot[at] === trades.slot[row] && trades.seller[at] === trades.seller[row],
          ),
        );
        expect(readings.revision[reading]).toBeGreaterThan(0);
        expect(sold > readings.exportedWh[reading]).toBe(code === 'QUANTITY_EXCEEDS_METER');
        if (code === 'QUANTITY_EXCEEDS_METER') exceeding++;
      }
    }
    expect(exceeding).toBeGreaterThan(0);
  });
});
