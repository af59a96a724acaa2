/** What is compared of two scenarios. Pure. */
import type { Scenario } from '#shared/contract/counterfactual-records.ts';
import type { FigureName } from '#shared/glossary/terms.ts';
import type { Format } from '#shared/format/format.ts';

export interface ComparedFigure {
  readonly key: string;
  /** In the glossary; without one the formula stands with the page's texts. */
  readonly term?: FigureName;
  readonly kind: 'money' | 'energy' | 'count' | 'index';
  /** Null where it is withheld or cannot be told. */
  readonly value: (scenario: Scenario) => number | null;
  /** Whether it is told of how savings are spread, and so withheld with that. */
  readonly isOfSpread?: boolean;
  /** Whether it is a sum over days, some of which may be withheld. */
  readonly isOfDays?: boolean;
  /** Compared with what was already, and so without a difference. */
  readonly isChange?: boolean;
  /** Whether below zero is a loss. */
  readonly isSavings?: boolean;
}

const unlessWithheld =
  (read: (spread: Scenario['spread']) => number | null) =>
  ({ spread }: Scenario): number | null =>
    spread.withheld === null ? read(spread) : null;

/** The rows, in groups: of the community together, of its members, of how savings are spread. */
export const figureGroups: readonly (readonly ComparedFigure[])[] = [
  [
    {
      key: 'savings',
      term: 'savings',
      kind: 'money',
      value: unlessWithheld(({ total }) => total),
      isOfSpread: true,
      isSavings: true,
    },
    { key: 'traded', kind: 'energy', value: ({ tradedWh }) => tradedWh, isOfDays: true },
    { key: 'surplus', kind: 'money', value: ({ operatorSurplus }) => operatorSurplus, isOfDays: true },
  ],
  [
    { key: 'better', kind: 'count', value: ({ better }) => better, isChange: true },
    { key: 'worse', kind: 'count', value: ({ worse }) => worse, isChange: true },
    { key: 'same', kind: 'count', value: ({ same }) => same, isChange: true },
    {
      key: 'worseOff',
      term: 'worseOffThanRetail',
      kind: 'count',
      value: unlessWithheld(({ worseOff }) => worseOff),
      isOfSpread: true,
    },
  ],
  [
    {
      key: 'median',
      term: 'medianSavings',
      kind: 'money',
      value: unlessWithheld(({ median }) => median),
      isOfSpread: true,
      isSavings: true,
    },
    { key: 'gini', term: 'giniOfSavings', kind: 'index', value: unlessWithheld(({ gini }) => gini), isOfSpread: true },
    { key: 'jain', term: 'jainIndex', kind: 'index', value: unlessWithheld(({ jain }) => jain), isOfSpread: true },
  ],
];

/** A figure as people read it; `signed` for a difference. */
export function figureText(kind: ComparedFigure['kind'], value: number, format: Format, signed = false): string {
  if (kind === 'money') return format.money(value, format.currency, { signed }).text;
  if (kind === 'energy') return format.energy(value, { unit: 'kWh', signed }).text;
  return format.number(value, kind === 'index' ? 3 : 0, { signed });
}
