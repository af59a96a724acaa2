/** The sentences of the plain-language summary as figures of a report, and back. */
import { type Finding, findingSchema } from '../../contract/health.ts';
import { millionths, ofMillionths } from '../fractions.ts';

export type FindingFact = {
  readonly kind: Finding['kind'];
  readonly level: Finding['level'];
  readonly evidence: Finding['evidence'];
  /** As in the contract; what is no integer there stands in millionths. */
  readonly values: Readonly<Record<string, string | number | null>>;
};

/** Values that are no integers by their nature. */
const fractional = new Set([
  'share',
  'change',
  'perDay',
  'before',
  'now',
  'gini',
  'lowerHalfShare',
  'rate',
  'reduction',
  'grams',
  'gramsPerKwh',
]);

export function findingFact({ kind, level, evidence, values }: Finding): FindingFact {
  return { kind, level, evidence, values: mapped(values, millionths) };
}

/** The finding that a fact was made from, its fractions to a millionth. */
export function findingOf(fact: FindingFact): Finding {
  return findingSchema.parse({ ...fact, values: mapped(fact.values, ofMillionths) });
}

function mapped(
  values: Readonly<Record<string, string | number | null>>,
  change: (value: number) => number,
): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' && fractional.has(name) ? change(value) : value,
    ]),
  );
}
