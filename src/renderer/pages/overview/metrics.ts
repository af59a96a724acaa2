/** The metric cards of the overview as data: what stands on each, how it changed, and what explains it. Pure; formulas are DOMAIN.md's. */
import type { TFunction } from 'i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { Indicators, Series } from '#shared/contract/stats.ts';
import type { SparklineProps } from '../../charts/sparkline.tsx';
import type { Explanation } from '../../components/explained.tsx';
import type { Format, Quantity } from '../../i18n/format.ts';

export const metricKeys = [
  'produced',
  'consumed',
  'selfSufficiency',
  'selfConsumption',
  'traded',
  'savings',
  'co2',
  'activeMembers',
  'failed',
] as const;
export type MetricKey = (typeof metricKeys)[number];

export interface Change {
  /** Signed, e.g. "+8.1 %". */
  readonly text: string;
  readonly direction: -1 | 0 | 1;
  /** Whether more of this is better; neutral figures are not judged. */
  readonly tone: 'good' | 'bad' | 'neutral';
}

export interface Metric {
  readonly key: MetricKey;
  readonly value: Quantity | string;
  readonly explanation: Explanation;
  /** Null when nothing is compared. */
  readonly change: Change | null;
  /** A word beside the value: what it is called (a loss). */
  readonly tag: string | null;
  /** Below the value: why there is none, or a second figure. */
  readonly note: string | null;
  readonly tone: 'plain' | 'loss' | 'alarm' | 'missing';
  readonly spark: SparklineProps | null;
}

export interface MetricInput {
  readonly answer: Output<'stats.indicators'>;
  readonly series: Series | undefined;
  /** False where nothing was ever traded: then there is no trade and no saving to show, not even 0. */
  readonly hasMarket: boolean;
  readonly format: Format;
  readonly t: TFunction<'overview'>;
}

type Judgement = 'more-is-better' | 'less-is-better' | 'neutral';
type Input = { readonly label: string; readonly value: string };

function judge(difference: number, text: string, judgement: Judgement): Change {
  const direction = Math.sign(difference) as -1 | 0 | 1;
  const good = judgement === 'more-is-better' ? 1 : -1;
  const tone = judgement === 'neutral' || direction === 0 ? 'neutral' : direction === good ? 'good' : 'bad';
  return { text, direction, tone };
}

/** Buckets that one point of a share's course stands for: a share of a single quarter hour says little. */
const shareGroup: Record<Series['granularity'], number> = { slot: 4, hour: 24, day: 7 };

function shares(parts: readonly number[], wholes: readonly number[], size: number): (number | null)[] {
  const sum = (values: readonly number[], start: number) =>
    values.slice(start, start + size).reduce((total, value) => total + value, 0);
  const result: (number | null)[] = [];
  for (let start = 0; start < parts.length; start += size) {
    const whole = sum(wholes, start);
    result.push(whole === 0 ? null : sum(parts, start) / whole);
  }
  return result;
}

const colour = {
  production: 'var(--cw-production-line)',
  consumption: 'var(--cw-consumption-line)',
  trade: 'var(--cw-trade-line)',
  failure: 'var(--cw-failure-line)',
  plain: 'var(--cw-grid-line)',
} as const;

/** All cards in their order. */
export function metricsOf(input: MetricInput): Metric[] {
  return metricKeys.map((key) => builders[key](input));
}

function explain(key: MetricKey, { t, answer }: MetricInput, inputs: readonly Input[], note?: string): Explanation {
  return {
    title: t(`cards.${key}.name`),
    formula: t(`cards.${key}.formula`),
    inputs,
    note,
    dataTo: answer.dataTo,
  };
}

/** The row of an explanation that tells the value of the period before. */
function before({ t, answer }: MetricInput, textOf: (previous: Indicators) => string): Input[] {
  return answer.previous === null ? [] : [{ label: t('cards.before'), value: textOf(answer.previous) }];
}

type EnergyKey = 'producedWh' | 'consumedWh' | 'tradedWh';

function energyMetric(
  input: MetricInput,
  key: MetricKey,
  field: EnergyKey,
  judgement: Judgement,
  stroke: string,
  inputs: readonly Input[] = [],
): Metric {
  const { answer, series, format } = input;
  const { current, previous } = answer;
  return {
    key,
    value: format.energy(current[field]),
    change:
      previous === null
        ? null
        : judge(current[field] - previous[field], format.change(current[field], previous[field]), judgement),
    tag: null,
    note: null,
    tone: 'plain',
    explanation: explain(key, input, [...inputs, ...before(input, (then) => format.energy(then[field]).text)]),
    spark: series === undefined ? null : { values: series[field], colour: stroke, form: 'area' },
  };
}

function shareMetric(
  input: MetricInput,
  key: 'selfSufficiency' | 'selfConsumption',
  whole: 'consumedWh' | 'producedWh',
): Metric {
  const { answer, series, format, t } = input;
  const { current, previous } = answer;
  const value = current[key];
  const comparable = value !== null && previous !== null && previous[key] !== null;
  return {
    key,
    value: format.percent(value),
    change: comparable
      ? judge(value - previous[key]!, format.changeInPoints(value, previous[key]), 'more-is-better')
      : null,
    tag: null,
    note: value === null ? t(`cards.${key}.missing`) : null,
    tone: value === null ? 'missing' : 'plain',
    explanation: explain(key, input, [
      { label: t('inputs.selfConsumed'), value: format.energy(current.selfConsumedWh).text },
      { label: t(`inputs.${whole}`), value: format.energy(current[whole]).text },
      ...before(input, (then) => format.percent(then[key])),
    ]),
    spark:
      series === undefined
        ? null
        : {
            values: shares(series.selfConsumedWh, series[whole], shareGroup[series.granularity]),
            colour: colour.plain,
            form: 'line',
          },
  };
}

/** The card of a figure that needs a market where there is none. */
function withoutMarket(key: 'traded' | 'savings', input: MetricInput): Metric {
  const { format, t } = input;
  return {
    key,
    value: format.notAvailable,
    change: null,
    tag: null,
    note: t('cards.noMarket'),
    tone: 'missing',
    explanation: explain(key, input, [], t('cards.noMarketReason')),
    spark: null,
  };
}

function tradeInputs({ answer, format, t }: MetricInput): Input[] {
  return [
    { label: t('inputs.trades'), value: format.number(answer.current.tradeCount) },
    { label: t('inputs.tradedAmount'), value: format.money(answer.current.tradedAmount).text },
  ];
}

function savingsMetric(input: MetricInput): Metric {
  const { answer, series, format, t } = input;
  const { savings } = answer.current;
  const then = answer.previous?.savings;
  return {
    key: 'savings',
    value: format.money(savings).text,
    change:
      then === undefined
        ? null
        : judge(savings - then, format.money(savings - then, undefined, { signed: true }).text, 'more-is-better'),
    tag: savings < 0 ? t('cards.savings.loss') : null,
    note: null,
    tone: savings < 0 ? 'loss' : 'plain',
    explanation: explain(
      'savings',
      input,
      [
        { label: t('inputs.traded'), value: format.energy(answer.current.tradedWh).text },
        ...tradeInputs(input),
        ...before(input, (previous) => format.money(previous.savings).text),
      ],
      t('cards.savings.note'),
    ),
    spark: series === undefined ? null : { values: series.savings, colour: colour.trade, form: 'area' },
  };
}

function co2Metric(input: MetricInput): Metric {
  const { answer, series, format, t } = input;
  const { current, previous, emissionFactor: factor } = answer;
  if (current.co2AvoidedG === null || factor === null) {
    return {
      key: 'co2',
      value: format.notAvailable,
      change: null,
      tag: null,
      note: t('cards.co2.missing'),
      tone: 'missing',
      explanation: explain('co2', input, [], t('cards.co2.missingReason')),
      spark: null,
    };
  }
  const then = previous?.co2AvoidedG ?? null;
  return {
    key: 'co2',
    value: format.mass(current.co2AvoidedG),
    change:
      then === null
        ? null
        : judge(current.co2AvoidedG - then, format.change(current.co2AvoidedG, then), 'more-is-better'),
    tag: null,
    note: null,
    tone: 'plain',
    explanation: explain(
      'co2',
      input,
      [
        { label: t('inputs.selfConsumed'), value: format.energy(current.selfConsumedWh).text },
        { label: t('inputs.factor'), value: `${format.number(factor.gramsPerKwh, 2)} g/kWh` },
        { label: t('inputs.country'), value: `${factor.country}, ${factor.year}` },
        ...(then === null ? [] : before(input, () => format.mass(then).text)),
      ],
      t('cards.co2.source', { source: factor.source, method: t('cards.co2.method', { defaultValue: factor.method }) }),
    ),
    spark:
      series === undefined
        ? null
        : {
            values: series.selfConsumedWh.map((wh) => (wh * factor.gramsPerKwh) / 1000),
            colour: colour.plain,
            form: 'area',
          },
  };
}

function activeMetric(input: MetricInput): Metric {
  const { answer, hasMarket, format, t } = input;
  const { activeMembers, participants } = answer.current;
  const then = answer.previous?.activeMembers;
  const rate = activeMembers === 0 ? null : participants / activeMembers;
  return {
    key: 'activeMembers',
    value: format.number(activeMembers),
    change:
      then === undefined
        ? null
        : judge(activeMembers - then, format.number(activeMembers - then, 0, { signed: true }), 'neutral'),
    tag: null,
    note: hasMarket ? t('cards.activeMembers.participation', { share: format.percent(rate, 0) }) : null,
    tone: 'plain',
    explanation: explain(
      'activeMembers',
      input,
      [
        { label: t('inputs.participants'), value: format.number(participants) },
        { label: t('inputs.participation'), value: format.percent(rate) },
        ...before(input, (previous) => format.number(previous.activeMembers)),
      ],
      t('cards.activeMembers.note'),
    ),
    spark: null,
  };
}

function failedMetric(input: MetricInput): Metric {
  const { answer, series, hasMarket, format, t } = input;
  const { failedCount, tradeCount } = answer.current;
  const then = answer.previous?.failedCount;
  return {
    key: 'failed',
    value: format.number(failedCount),
    change:
      then === undefined || !hasMarket
        ? null
        : judge(failedCount - then, format.number(failedCount - then, 0, { signed: true }), 'less-is-better'),
    tag: null,
    note: hasMarket ? null : t('cards.noMarket'),
    tone: failedCount > 0 ? 'alarm' : 'plain',
    explanation: explain('failed', input, [
      { label: t('inputs.trades'), value: format.number(tradeCount) },
      { label: t('inputs.failedShare'), value: format.percent(tradeCount === 0 ? null : failedCount / tradeCount) },
      ...before(input, (previous) => format.number(previous.failedCount)),
    ]),
    spark:
      series === undefined || !hasMarket ? null : { values: series.failedCount, colour: colour.failure, form: 'bars' },
  };
}

const builders: Record<MetricKey, (input: MetricInput) => Metric> = {
  produced: (input) => energyMetric(input, 'produced', 'producedWh', 'neutral', colour.production),
  consumed: (input) => energyMetric(input, 'consumed', 'consumedWh', 'neutral', colour.consumption),
  selfSufficiency: (input) => shareMetric(input, 'selfSufficiency', 'consumedWh'),
  selfConsumption: (input) => shareMetric(input, 'selfConsumption', 'producedWh'),
  traded: (input) =>
    input.hasMarket
      ? energyMetric(input, 'traded', 'tradedWh', 'more-is-better', colour.trade, tradeInputs(input))
      : withoutMarket('traded', input),
  savings: (input) => (input.hasMarket ? savingsMetric(input) : withoutMarket('savings', input)),
  co2: co2Metric,
  activeMembers: activeMetric,
  failed: failedMetric,
};
