import { expect, it } from 'vitest';
import type { Finding } from '#shared/contract/health.ts';
import { findingFact, findingOf } from '#shared/reports/period/finding-facts.ts';

const findings: readonly Finding[] = [
  {
    kind: 'self-sufficiency-change',
    level: 'notice',
    evidence: 'overview',
    values: { now: 0.412_345, before: 0.5, change: -0.087_655 },
  },
  {
    kind: 'savings-change',
    level: 'good',
    evidence: 'overview',
    values: { perDay: 1234.5, before: 1000, change: 0.2345 },
  },
  {
    kind: 'co2-avoided',
    level: 'good',
    evidence: 'insights-impact',
    values: { grams: 12_345.678, gramsPerKwh: 342.1, source: 'Ember', year: null, method: 'hourly' },
  },
  { kind: 'stale-data', level: 'warning', evidence: 'readings', values: { days: 3, dataTo: 1_750_000_000_000 } },
  { kind: 'no-data', level: 'notice', evidence: 'readings', values: {} },
];

it.each(findings)('$kind comes back from the whole numbers that a report keeps of it', (finding) => {
  const fact = findingFact(finding);
  const numbers = Object.values(fact.values).filter((value) => typeof value === 'number');
  expect(numbers.filter((value) => !Number.isSafeInteger(value))).toEqual([]);
  expect(findingOf(fact)).toEqual(finding);
});

it('what has more decimals than a millionth is rounded', () => {
  const finding: Finding = {
    kind: 'uneven-savings',
    level: 'notice',
    evidence: 'insights-fairness',
    values: { gini: 1 / 3, lowerHalfShare: 0.25, members: 9 },
  };
  expect(findingFact(finding).values).toEqual({ gini: 333_333, lowerHalfShare: 250_000, members: 9 });
});
