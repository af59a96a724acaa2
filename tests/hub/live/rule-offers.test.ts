import { describe, expect, it } from 'vitest';
import { arrivingReading } from '#hub/live/meter-troubles.ts';
import { ruleOffers, type RuleSlot } from '#hub/live/rule-offers.ts';
import { Random } from '#shared/domain/random.ts';
import type { MeterReading, Rule } from '#shared/domain/records.ts';
import { MINUTE } from '#shared/domain/slots.ts';

/** A Monday, noon in Berlin. */
const SLOT = Date.UTC(2026, 5, 15, 10);

function reading(values: Partial<MeterReading> = {}): MeterReading {
  return {
    memberId: 'a',
    slot: SLOT,
    producedWh: 900,
    consumedWh: 400,
    importedWh: 0,
    exportedWh: 500,
    batterySoc: null,
    quality: 'measured',
    revision: 0,
    ...values,
  };
}

function rule(values: Partial<Rule> = {}): Rule {
  return {
    id: 'rule',
    version: 3,
    memberId: 'a',
    type: 'sell',
    maxQuantityWh: null,
    maxPrice: null,
    minPrice: 100_000,
    minBatterySoc: null,
    timeWindows: ['* 00:00-24:00'],
    isEnabled: true,
    createdAt: 0,
    validFrom: 0,
    changedBy: null,
    changeReason: null,
    lastMatchedAt: null,
    ...values,
  };
}

function fire(rules: Rule[], ...readings: MeterReading[]) {
  return fireUntil(Infinity, rules, readings);
}

function fireUntil(until: number, rules: Rule[], readings: MeterReading[]) {
  const slot: RuleSlot = {
    slot: SLOT,
    slotLength: 15 * MINUTE,
    timeZone: 'Europe/Berlin',
    placedAt: SLOT - 15 * MINUTE,
    until,
    random: new Random(1),
  };
  return ruleOffers(rules, new Map(readings.map((one) => [one.memberId, one])), slot);
}

describe('the offers that rules place', () => {
  it('offers a surplus once, however many rules sell it', () => {
    const offers = fire([rule({ maxQuantityWh: 300 }), rule({ id: 'second', minPrice: 90_000 })], reading());
    expect(offers.map(({ quantityWh, price }) => [quantityWh, price])).toEqual([
      [300, 100_000],
      [200, 90_000],
    ]);
    expect(offers[0]).toMatchObject({ ruleId: 'rule', ruleVersion: 3, windowStart: SLOT, status: 'active' });
    expect(offers[0].createdAt).toBeLessThan(offers[1].createdAt);
  });

  it('places them all before the rules hold no more', () => {
    const until = SLOT - 15 * MINUTE + 2;
    const rules = [rule({ maxQuantityWh: 100 }), rule({ id: 'second', maxQuantityWh: 100 }), rule({ id: 'third' })];
    const offers = fireUntil(until, rules, [reading()]);
    expect(offers.map(({ createdAt }) => createdAt)).toEqual([until - 1, until - 1, until - 1]);
    expect(new Set(offers.map(({ id }) => id)).size).toBe(3);
  });

  it('buys what is needed, in the wall time of the community', () => {
    const buy = rule({ type: 'buy', minPrice: null, maxPrice: 250_000, timeWindows: ['Mo 12:00-12:15'] });
    const needs = reading({ importedWh: 70, exportedWh: 0 });
    expect(fire([buy], needs)).toMatchObject([{ type: 'buy', quantityWh: 70, price: 250_000 }]);
    expect(fire([{ ...buy, timeWindows: ['Mo 10:00-10:15'] }], needs)).toEqual([]);
  });

  it('places nothing for disabled rules, empty batteries and members without a reading', () => {
    expect(fire([rule({ isEnabled: false })], reading())).toEqual([]);
    expect(fire([rule({ minBatterySoc: 50 })], reading({ batterySoc: 49 }))).toEqual([]);
    expect(fire([rule({ memberId: 'b' })], reading())).toEqual([]);
  });
});

describe('the readings that arrive', () => {
  const readings = Array.from({ length: 40_000 }, (_, at) =>
    reading({ memberId: `member ${at % 100}`, slot: SLOT + Math.floor(at / 100) * 15 * MINUTE }),
  );
  const arrived = readings.map((one) => arrivingReading(one, 1));
  const troubled = arrived.filter((one, at) => one !== readings[at]);

  it('are troubled now and then, in each of the ways there are', () => {
    expect(troubled.length / readings.length).toBeGreaterThan(0.0005);
    expect(troubled.length / readings.length).toBeLessThan(0.01);
    expect(new Set(troubled.map(({ quality }) => quality))).toEqual(new Set(['missing', 'estimated', 'measured']));
  });

  it('keep their balance: what was not exported was not produced', () => {
    for (const { producedWh, consumedWh, exportedWh, importedWh, quality } of troubled) {
      const expected = quality === 'missing' ? 0 : producedWh - consumedWh;
      expect(exportedWh - importedWh).toBe(expected);
      expect(producedWh).toBeGreaterThanOrEqual(0);
    }
  });
});
