import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fireRule, firedWh, type FiringRule, type FiringSituation, prepareRule } from '#shared/rules/firing.ts';
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

const mondayNoon = { year: 2026, month: 11, day: 23, hour: 12, minute: 0, weekday: 0 };
const situation: FiringSituation = { local: mondayNoon, surplusWh: 500, needWh: 0, batterySoc: null };

describe('the firing of a rule', () => {
  it('sells the surplus at the lowest price and buys the need at the highest', () => {
    expect(fireRule(sellRule, situation)).toEqual({ type: 'sell', wh: 500, price: 120_000 });
    expect(fireRule(buyRule, { ...situation, surplusWh: 0, needWh: 300 })).toEqual({
      type: 'buy',
      wh: 300,
      price: 280_000,
    });
  });

  it('offers at most its quantity', () => {
    expect(fireRule({ ...sellRule, maxQuantityWh: 200 }, situation)?.wh).toBe(200);
    expect(fireRule({ ...sellRule, maxQuantityWh: 501 }, situation)?.wh).toBe(500);
    expect(fireRule({ ...sellRule, maxQuantityWh: 0 }, situation)).toBeNull();
  });

  it('places a market order without a limit', () => {
    expect(fireRule({ ...sellRule, minPrice: null }, situation)?.price).toBeNull();
  });

  it('does not happen when there is nothing to offer', () => {
    expect(fireRule(sellRule, { ...situation, surplusWh: 0 })).toBeNull();
    expect(fireRule(buyRule, situation)).toBeNull();
  });

  it('does not happen while it is disabled or outside its windows', () => {
    expect(fireRule({ ...sellRule, isEnabled: false }, situation)).toBeNull();
    expect(fireRule(sellRule, { ...situation, local: { ...mondayNoon, hour: 20 } })).toBeNull();
    expect(fireRule(sellRule, { ...situation, local: { ...mondayNoon, weekday: 5 } })).toBeNull();
  });

  it('of a rule that sells waits for the charge it asks for; one that buys does not', () => {
    const halfFull = { ...sellRule, minBatterySoc: 50 };
    expect(fireRule(halfFull, { ...situation, batterySoc: 49 })).toBeNull();
    expect(fireRule(halfFull, { ...situation, batterySoc: 50 })?.wh).toBe(500);
    expect(fireRule(halfFull, situation)).toBeNull();
    expect(fireRule({ ...sellRule, minBatterySoc: 0 }, situation)?.wh).toBe(500);
    expect(fireRule({ ...buyRule, minBatterySoc: 50 }, { ...situation, needWh: 100, batterySoc: 10 })?.wh).toBe(100);
  });

  it('is the same for a prepared rule, slot after slot', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.option(fc.integer({ min: 0, max: 100 })),
        fc.option(fc.integer({ min: 0, max: 1000 })),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 100 }),
        (isEnabled, minBatterySoc, maxQuantityWh, weekday, hour, surplusWh, batterySoc) => {
          const rule = { ...sellRule, isEnabled, minBatterySoc, maxQuantityWh };
          const local = { ...mondayNoon, weekday, hour };
          const fired = fireRule(rule, { local, surplusWh, needWh: 0, batterySoc });
          expect(firedWh(prepareRule(rule), minuteOfWeek(local), surplusWh, batterySoc)).toBe(fired?.wh ?? 0);
        },
      ),
    );
  });

  it('is refused when a window cannot be read', () => {
    expect(() => fireRule({ ...sellRule, timeWindows: ['always'] }, situation)).toThrow(RangeError);
  });
});
