/**
 * The terms that pages, reports and help have in common. Their names, meanings and formulas stand in `resources/locales/<lang>/glossary.json`
 * and nowhere else: what a figure shows on hover and what the help says of it is one text.
 */

/** In what a figure is told, and what stands where its denominator is 0; null where it has none. */
interface FigureFacts {
  readonly unit: 'energy' | 'money' | 'price' | 'percent' | 'mass' | 'count' | 'score' | 'index';
  readonly zero: 'notAvailable' | 'nothing' | null;
}

/** Terms that are computed. */
export const figures = {
  produced: { unit: 'energy', zero: null },
  consumed: { unit: 'energy', zero: null },
  communitySelfConsumed: { unit: 'energy', zero: 'nothing' },
  selfSufficiency: { unit: 'percent', zero: 'notAvailable' },
  selfConsumption: { unit: 'percent', zero: 'notAvailable' },
  imported: { unit: 'energy', zero: null },
  exported: { unit: 'energy', zero: null },
  traded: { unit: 'energy', zero: null },
  averagePrice: { unit: 'price', zero: 'notAvailable' },
  savings: { unit: 'money', zero: null },
  savingsShare: { unit: 'percent', zero: 'notAvailable' },
  moneyKept: { unit: 'money', zero: null },
  co2Avoided: { unit: 'mass', zero: 'nothing' },
  peakImportExport: { unit: 'percent', zero: 'notAvailable' },
  activeMembers: { unit: 'count', zero: null },
  participants: { unit: 'count', zero: null },
  participationRate: { unit: 'percent', zero: 'notAvailable' },
  giniOfSavings: { unit: 'index', zero: 'notAvailable' },
  jainIndex: { unit: 'index', zero: 'notAvailable' },
  medianSavings: { unit: 'money', zero: 'notAvailable' },
  worseOffThanRetail: { unit: 'count', zero: 'nothing' },
  reputation: { unit: 'score', zero: null },
  amount: { unit: 'money', zero: null },
  communityPrice: { unit: 'price', zero: null },
  retailTariff: { unit: 'price', zero: null },
  feedInTariff: { unit: 'price', zero: null },
  forecast: { unit: 'price', zero: null },
  marginalFraction: { unit: 'percent', zero: null },
  midMarketRate: { unit: 'price', zero: null },
  supplyDemandRatio: { unit: 'price', zero: null },
  failedSettlements: { unit: 'count', zero: null },
} as const satisfies Record<string, FigureFacts>;

/** Terms that only have a meaning. */
const words = [
  'community',
  'member',
  'pseudonym',
  'slot',
  'offer',
  'trade',
  'rule',
  'clearing',
  'certificate',
  'priceInterval',
  'uniformPrice',
  'payAsBid',
  'tradeReduction',
  'signal',
  'settlement',
  'failureCode',
  'resolution',
  'approval',
  'conflict',
  'verdict',
  'leaderboard',
  'achievement',
  'counterfactual',
  'suppression',
  'consent',
  'retention',
  'accessPack',
  'auditLog',
  'fingerprint',
  'dataKey',
  'backup',
  'role',
] as const;

export type FigureName = keyof typeof figures;
export type TermName = FigureName | (typeof words)[number];

/** Every figure's name. */
export const figureNames = Object.keys(figures) as FigureName[];
/** Every term's name. */
export const termNames: readonly TermName[] = [...figureNames, ...words];

/** Whether a text names a term. */
export function isTerm(text: string): text is TermName {
  return termNames.some((name) => name === text);
}

/** Whether a term is computed. */
export function isFigure(term: TermName): term is FigureName {
  return Object.hasOwn(figures, term);
}
