import { describe, expect, it } from 'vitest';
import { firedWh, type FiringRule, prepareRule } from '#shared/rules/firing.ts';
import { minuteOfWeek } from '#shared/rules/windows.ts';

const sellRule: FiringRule = {
  type: 'sell',
  isEnabled: true,
  timeWindows: ['Mo-Fr 06:00-20:00'],
  minBatterySoc: null,
  maxQuantityWh: null,
  minPrice: 120_000,
  maxPrice: null,
};
const buyRule: FiringRule = { ...sellRule, type: 'buy', minPrice: null, maxPrice: 280_000 };

const mondayNoon = { weekday: 0, hour: 12, minute: 0 };

interface Situation {
  readonly local?: typeof mondayNoon;
  /** Surplus of a rule that sells, need of one that buys. */
  readonly openWh?: number;
  readonly batterySoc?: number;
}

/** The Wh that a rule offers on a Monday at noon, of 500 Wh and without a battery unless said otherwise. */
function fired(rule: FiringRule, { local = mondayNoon, openWh = 500, batterySoc = 0 }: Situation = {}): number {
  return firedWh(prepareRule(rule), minuteOfWeek(local), openWh, batterySoc);
}

describe('the firing of a rule', () => {
  it('sells the surplus at the lowest price and buys the need at the highest', () => {
    expect([fired(sellRule), prepareRule(sellRule).price]).toEqual([500, 120_000]);
    expect([fired(buyRule, { openWh: 300 }), prepareRule(buyRule).price]).toEqual([300, 280_000]);
  });

  it('offers at most its quantity', () => {
    expect(fired({ ...sellRule, maxQuantityWh: 200 })).toBe(200);
    expect(fired({ ...sellRule, maxQuantityWh: 501 })).toBe(500);
    expect(fired({ ...sellRule, maxQuantityWh: 0 })).toBe(0);
  });

  it('places a market order without a limit', () => {
    expect(prepareRule({ ...sellRule, minPrice: null }).price).toBeNull();
  });

  it('does not happen when there is nothing to offer', () => {
    expect(fired(sellRule, { openWh: 0 })).toBe(0);
    expect(fired(buyRule, { openWh: 0 })).toBe(0);
  });

  it('does not happen while it is disabled or outside its windows', () => {
    expect(fired({ ...sellRule, isEnabled: false })).toBe(0);
    expect(fired(sellRule, { local: { ...mondayNoon, hour: 20 } })).toBe(0);
    expect(fired(sellRule, { local: { ...mondayNoon, weekday: 5 } })).toBe(0);
  });

  it('of a rule that sells waits for the charge it asks for; one that buys does not', () => {
    const halfFull = { ...sellRule, minBatterySoc: 50 };
    expect(fired(halfFull, { batterySoc: 49 })).toBe(0);
    expect(fired(halfFull, { batterySoc: 50 })).toBe(500);
    expect(fired(halfFull)).toBe(0);
    expect(fired({ ...sellRule, minBatterySoc: 0 })).toBe(500);
    expect(fired({ ...buyRule, minBatterySoc: 50 }, { openWh: 100, batterySoc: 10 })).toBe(100);
  });

  it('is refused when a window cannot be read', () => {
    expect(() => prepareRule({ ...sellRule, timeWindows: ['always'] })).toThrow(RangeError);
  });
});
