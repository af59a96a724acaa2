/** Rules to begin with, one for each thing that members commonly want. When each fits is told by the pages. */
import type { Tariff } from '../domain/tariff.ts';
import type { RuleDraft } from './rule-draft.ts';

export const ruleTemplateNames = [
  'sell-surplus',
  'night-buyer',
  'keep-battery-half-full',
  'share-first',
  'price-ceiling',
  'weekend-seller',
] as const;
export type RuleTemplateName = (typeof ruleTemplateNames)[number];

/** People think in tenths of a cent. */
const PRICE_STEP = 1000;

/** A price that lies the share `share` (0..1) of the way from feed-in to retail, in whole tenths of a cent but never outside the two. */
function priceBetween({ feedIn, retail }: Tariff, share: number): number {
  const price = Math.round((feedIn + share * (retail - feedIn)) / PRICE_STEP) * PRICE_STEP;
  return Math.min(Math.max(price, Math.min(feedIn, retail)), Math.max(feedIn, retail));
}

const always = ['* 00:00-24:00'];
const none = { maxQuantityWh: null, maxPrice: null, minPrice: null, minBatterySoc: null, isEnabled: true } as const;

const templates: Readonly<Record<RuleTemplateName, (tariff: Tariff) => RuleDraft>> = {
  'sell-surplus': (tariff) => ({ ...none, type: 'sell', minPrice: priceBetween(tariff, 0.1), timeWindows: always }),
  'night-buyer': (tariff) => ({
    ...none,
    type: 'buy',
    maxPrice: priceBetween(tariff, 0.9),
    timeWindows: ['* 18:00-07:00'],
  }),
  'keep-battery-half-full': (tariff) => ({
    ...none,
    type: 'sell',
    minPrice: priceBetween(tariff, 0.1),
    minBatterySoc: 50,
    timeWindows: always,
  }),
  'share-first': (tariff) => ({
    ...none,
    type: 'sell',
    minPrice: tariff.feedIn,
    maxQuantityWh: 500,
    timeWindows: always,
  }),
  'price-ceiling': (tariff) => ({ ...none, type: 'buy', maxPrice: priceBetween(tariff, 0.8), timeWindows: always }),
  'weekend-seller': (tariff) => ({
    ...none,
    type: 'sell',
    minPrice: priceBetween(tariff, 0.1),
    timeWindows: ['Sa,Su 08:00-20:00'],
  }),
};

/** A rule of a template under the tariffs of the community, micro-currency per kWh. It is switched on. */
export function ruleFromTemplate(name: RuleTemplateName, tariff: Tariff): RuleDraft {
  return templates[name](tariff);
}

/** What a member needs for a template to make sense. */
export const templateNeeds: Readonly<Record<RuleTemplateName, 'panels' | 'battery' | null>> = {
  'sell-surplus': 'panels',
  'night-buyer': null,
  'keep-battery-half-full': 'battery',
  'share-first': 'panels',
  'price-ceiling': null,
  'weekend-seller': 'panels',
};
