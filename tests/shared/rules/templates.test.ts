import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRuleConflicts } from '#shared/rules/conflicts.ts';
import { ruleFromTemplate, ruleTemplateNames, templateNeeds } from '#shared/rules/templates.ts';

const tariff = { retail: 311_900, feedIn: 79_200 };

describe('a template', () => {
  it.each(ruleTemplateNames)('%s makes an enabled rule without a conflict for whom it is meant', (name) => {
    const rule = ruleFromTemplate(name, tariff);
    expect(rule.isEnabled).toBe(true);
    const surroundings = {
      limits: { priceFloor: -1_000_000, priceCap: 1_000_000 },
      slotMinutes: 60,
      phases: [0],
      hasBattery: templateNeeds[name] === 'battery',
    };
    expect(findRuleConflicts([{ ...rule, id: null }], 0, surroundings)).toEqual([]);
  });

  it.each(ruleTemplateNames)(
    '%s has its limit on the side of its type, between the tariffs of the community',
    (name) => {
      const prices = fc.integer({ min: -500_000, max: 1_000_000 });
      fc.assert(
        fc.property(prices, prices, (one, two) => {
          const { type, minPrice, maxPrice } = ruleFromTemplate(name, { retail: one, feedIn: two });
          const limit = type === 'sell' ? minPrice : maxPrice;
          expect(type === 'sell' ? maxPrice : minPrice).toBeNull();
          expect(limit).toBeGreaterThanOrEqual(Math.min(one, two));
          expect(limit).toBeLessThanOrEqual(Math.max(one, two));
          expect(Number.isInteger(limit)).toBe(true);
        }),
      );
    },
  );

  it('says what its name says', () => {
    expect(ruleFromTemplate('sell-surplus', tariff)).toMatchObject({ type: 'sell', minPrice: 102_000 });
    expect(ruleFromTemplate('night-buyer', tariff)).toMatchObject({
      type: 'buy',
      timeWindows: ['* 18:00-07:00'],
      maxPrice: 289_000,
    });
    expect(ruleFromTemplate('keep-battery-half-full', tariff)).toMatchObject({ type: 'sell', minBatterySoc: 50 });
    expect(ruleFromTemplate('share-first', tariff)).toMatchObject({
      type: 'sell',
      minPrice: 79_200,
      maxQuantityWh: 500,
    });
    expect(ruleFromTemplate('price-ceiling', tariff)).toMatchObject({ type: 'buy', maxPrice: 265_000 });
    expect(ruleFromTemplate('weekend-seller', tariff)).toMatchObject({
      type: 'sell',
      timeWindows: ['Sa,Su 08:00-20:00'],
    });
  });
});
