/** The card of the CO2 that was avoided, which never stands without factor, source, year and method (DOMAIN.md section 5). Pure. */
import type { Co2Factor, EmissionFactor } from '#shared/contract/stats.ts';
import { comparable } from '../insights/comparable.ts';
import {
  before,
  colour,
  explain,
  judge,
  sumText,
  withheldMetric,
  withoutDays,
  type Input,
  type Metric,
  type MetricInput,
} from './metric.ts';

/** The card; "n/a" where the grid's factor is not known. */
export function co2Metric(input: MetricInput): Metric {
  const { answer, series, format, t } = input;
  const { current, previous, co2Factor } = answer;
  const { selfConsumedWh } = current;
  if (co2Factor !== null && selfConsumedWh.value === null) return withheldMetric('co2', input, selfConsumedWh);
  if (current.co2AvoidedG === null || co2Factor === null) {
    return {
      key: 'co2',
      value: format.notAvailable,
      change: null,
      tag: null,
      note: t('cards.co2.missing'),
      tone: 'missing',
      withheld: null,
      explanation: explain('co2', input, [], t('cards.co2.missingReason')),
      spark: null,
    };
  }
  const isComparable = comparable(selfConsumedWh, previous?.selfConsumedWh) !== null;
  const then = isComparable ? (previous?.co2AvoidedG ?? null) : null;
  return {
    key: 'co2',
    value: format.mass(current.co2AvoidedG),
    change:
      then === null
        ? null
        : judge(current.co2AvoidedG - then, format.change(current.co2AvoidedG, then), 'more-is-better'),
    tag: null,
    note: withoutDays(selfConsumedWh, input),
    tone: 'plain',
    withheld: null,
    explanation: explain(
      'co2',
      input,
      [
        { label: t('inputs.selfConsumed'), value: sumText(selfConsumedWh, (wh) => format.energy(wh).text, input) },
        ...factorInputs(co2Factor, input),
        ...(then === null ? [] : before(input, () => format.mass(then).text)),
      ],
      sourceText(co2Factor, input),
    ),
    spark:
      // With a factor for every hour the course is not that of the energy.
      series === undefined || co2Factor.kind === 'hourly'
        ? null
        : {
            values: series.selfConsumedWh.map((wh) => wh && (wh * co2Factor.factor.gramsPerKwh) / 1000),
            colour: colour.plain,
            form: 'area',
          },
  };
}

function factorInputs(factor: Co2Factor, { format, t }: MetricInput): Input[] {
  const grams = ({ gramsPerKwh }: { readonly gramsPerKwh: number }): string => `${format.number(gramsPerKwh, 2)} g/kWh`;
  const country = (year: EmissionFactor): Input => ({
    label: t('inputs.country'),
    value: `${year.country}, ${year.year}`,
  });
  if (factor.kind === 'year') {
    return [{ label: t('inputs.factor'), value: grams(factor.factor) }, country(factor.factor)];
  }
  const { hours, coveredHours, meanGramsPerKwh, otherwise } = factor;
  const ofOthers = [
    { label: t('inputs.otherFactor'), value: otherwise === null ? format.notAvailable : grams(otherwise) },
    ...(otherwise === null ? [] : [country(otherwise)]),
  ];
  return [
    { label: t('inputs.meanFactor'), value: grams({ gramsPerKwh: meanGramsPerKwh }) },
    {
      label: t('inputs.coveredHours'),
      value: t('cards.co2.hours', { covered: format.number(coveredHours), hours: format.number(hours) }),
    },
    ...(coveredHours === hours ? [] : ofOthers),
  ];
}

function sourceText(factor: Co2Factor, { t }: MetricInput): string {
  const { source, method } = factor.kind === 'year' ? factor.factor : factor;
  return t('cards.co2.source', { source, method: t('cards.co2.method', { defaultValue: method }) });
}
