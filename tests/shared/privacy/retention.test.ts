import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockClasses, clockConflict, clockRules, type Clocks, cutoffOf } from '#shared/privacy/retention.ts';

const standard = Object.fromEntries(clockClasses.map((name) => [name, clockRules[name].standard])) as Clocks;
const BERLIN = 'Europe/Berlin';

describe('the cut-off of a clock', () => {
  it('is the start of a local day so many months ago', () => {
    const now = Date.UTC(2026, 9, 25, 11);
    // Midnight in Berlin is 22:00 UTC in summer.
    expect(cutoffOf('meter', 24, now, BERLIN)).toBe(Date.UTC(2024, 9, 24, 22));
  });

  it('is the last day of a month that is too short', () => {
    expect(cutoffOf('offer', 1, Date.UTC(2026, 2, 31, 12), 'UTC')).toBe(Date.UTC(2026, 1, 28));
    expect(cutoffOf('offer', 1, Date.UTC(2028, 2, 31, 12), 'UTC')).toBe(Date.UTC(2028, 1, 29));
  });

  it('counts days for the identity', () => {
    expect(cutoffOf('identity', 30, Date.UTC(2026, 2, 10, 12), 'UTC')).toBe(Date.UTC(2026, 1, 8));
  });

  it('only moves on with time, and back with a longer clock', () => {
    const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(instant, fc.nat(3e10), fc.integer({ min: 1, max: 359 }), (now, later, months) => {
        const cutoff = cutoffOf('meter', months, now, BERLIN);
        expect(cutoff).toBeLessThan(now);
        expect(cutoffOf('meter', months, now + later, BERLIN)).toBeGreaterThanOrEqual(cutoff);
        expect(cutoffOf('meter', months + 1, now, BERLIN)).toBeLessThan(cutoff);
      }),
    );
  });
});

it('the books stay at least as long as what proves them', () => {
  expect(clockConflict(standard)).toBeNull();
  expect(clockConflict({ ...standard, trade: 12 })).toBe('meter');
  expect(clockConflict({ ...standard, offer: 121 })).toBe('offer');
});
