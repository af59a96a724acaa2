import { describe, expect, it } from 'vitest';
import { type FailureCode, readingQualities, settlementStatuses } from '#shared/domain/records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { type DayPage, simulate, sum, tradedWh } from './simulated.ts';

const until = Date.parse('2026-10-20T12:00:00Z');
const { days } = simulate({ seed: 5, members: 70, days: 40, until });
const SLOT = 15 * MINUTE;

const PENDING = settlementStatuses.indexOf('pending');
const SETTLED = settlementStatuses.indexOf('settled');
const MISSING = readingQualities.indexOf('missing');

/** How many trades failed at first, by the code that the settlement gave, whatever has become of them. */
function failuresOf(all: readonly DayPage[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { settlements = [] } of all) {
    for (const { number, failureCode } of settlements) {
      if (number === 1) counts.set(failureCode!, (counts.get(failureCode!) ?? 0) + 1);
    }
  }
  return counts;
}

/** The codes with which the trades of a day failed at first, by row; null for those that did not. */
function firstCodes({ trades, settlements = [] }: DayPage): (FailureCode | null)[] {
  const codes = new Map(
    settlements.flatMap(({ number, tradeId, failureCode }) => (number === 1 ? [[tradeId, failureCode]] : [])),
  );
  return Array.from({ length: trades.count }, (_, row) => codes.get(uuidText(trades.id, row)) ?? null);
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

  it('leaves the trades of the last two days pending and settles all others, but for those that failed', () => {
    const wrong: string[] = [];
    for (const { trades, settlements = [] } of days) {
      const failed = new Set(settlements.map(({ tradeId }) => tradeId));
      for (let row = 0; row < trades.count; row++) {
        const id = uuidText(trades.id, row);
        const isLate = trades.slot[row] >= until - 48 * 60 * MINUTE;
        const [status, version] = isLate ? [PENDING, 1] : [SETTLED, 2];
        if (failed.has(id)) continue;
        if (trades.status[row] !== status || trades.version[row] !== version || trades.failureCode[row] !== -1) {
          wrong.push(id);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has for every missing reading a row without energy, and lets all trades of that meter in that slot fail', () => {
    let missing = 0;
    let estimated = 0;
    for (const day of days) {
      const { readings, trades } = day;
      const codes = firstCodes(day);
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
        if (isDead) expect(codes[row]).not.toBeNull();
      }
    }
    expect(missing).toBeGreaterThan(0);
    expect(estimated).toBeGreaterThan(0);
  });

  it('finds more sold than metered exactly where it says so', () => {
    let exceeding = 0;
    for (const day of days) {
      const { readings, trades, signals } = day;
      const codes = firstCodes(day);
      const traded = tradedWh(day);
      const active = readings.count / signals.count;
      for (let row = 0; row < trades.count; row++) {
        const code = codes[row];
        if (code !== 'QUANTITY_EXCEEDS_METER' && code !== 'METER_READING_REVISED') continue;
        const slot = (trades.slot[row] - signals.slot[0]) / SLOT;
        const reading = readings.member.indexOf(trades.seller[row], slot * active);
        const sold = sum(
          traded.filter((_, at) => trades.slot[at] === trades.slot[row] && trades.seller[at] === trades.seller[row]),
        );
        expect(readings.revision[reading]).toBeGreaterThan(0);
        expect(sold > readings.exportedWh[reading]).toBe(code === 'QUANTITY_EXCEEDS_METER');
        if (code === 'QUANTITY_EXCEEDS_METER') exceeding++;
      }
    }
    expect(exceeding).toBeGreaterThan(0);
  });
});
