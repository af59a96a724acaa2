/** The metric cards of the overview as data: what stands on each, how it changed, and what explains it. Pure; formulas are DOMAIN.md's. */
import type { InsightSum } from '#shared/contract/published-sum.ts';
import { comparable } from '../insights/comparable.ts';
import { co2Metric } from './co2-metric.ts';
import {
  before,
  colour,
  explain,
  judge,
  metricKeys,
  shareGroup,
  shares,
  sumText,
  withheldMetric,
  withoutDays,
  type Input,
  type Judgement,
  type Metric,
  type MetricInput,
  type MetricKey,
} from './metric.ts';

/** All cards in their order. */
export function metricsOf(input: MetricInput): Metric[] {
  const { slotsWithReadings, current } = input.answer;
  const isEmpty = slotsWithReadings === 0 && current.tradeCount === 0;
  return metricKeys.map((key) => {
    if (!input.hasMarket && isOfMarket(key)) return missing(key, input, 'noMarket');
    return isEmpty && key !== 'activeMembers' && key !== 'failed'
      ? missing(key, input, 'noData')
      : builders[key](input);
  });
}

const isOfMarket = (key: MetricKey): boolean => key === 'traded' || key === 'savings';

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
  const sum = current[field];
  if (sum.value === null) return withheldMetric(key, input, sum);
  const compared = comparable(sum, previous?.[field]);
  return {
    key,
    value: format.energy(sum.value),
    change:
      compared === null
        ? null
        : judge(compared.now - compared.former, format.change(compared.now, compared.former), judgement),
    tag: null,
    note: withoutDays(sum, input),
    tone: 'plain',
    withheld: null,
    explanation: explain(key, input, [
      ...inputs,
      ...before(input, (then) => sumText(then[field], (wh) => format.energy(wh).text, input)),
    ]),
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
  const energy = (sum: InsightSum): string => sumText(sum, (wh) => format.energy(wh).text, input);
  // Where self-consumed is shown, what was produced and consumed is, too.
  if (current.selfConsumedWh.value === null) return withheldMetric(key, input, current.selfConsumedWh);
  const then = comparable(current.selfConsumedWh, previous?.selfConsumedWh) === null ? null : (previous?.[key] ?? null);
  return {
    key,
    value: format.percent(value),
    change:
      value === null || then === null
        ? null
        : judge(value - then, format.changeInPoints(value, then), 'more-is-better'),
    tag: null,
    note: value === null ? t(`cards.${key}.missing`) : withoutDays(current.selfConsumedWh, input),
    tone: value === null ? 'missing' : 'plain',
    withheld: null,
    explanation: explain(key, input, [
      { label: t('inputs.selfConsumed'), value: energy(current.selfConsumedWh) },
      { label: t(`inputs.${whole}`), value: energy(current[whole]) },
      ...before(input, (former) => format.percent(former[key])),
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

/** The card of a figure that needs a market where there is none, or readings in a period without any: nothing is known, not even 0. */
function missing(key: MetricKey, input: MetricInput, what: 'noMarket' | 'noData'): Metric {
  const { format, t } = input;
  return {
    key,
    value: format.notAvailable,
    change: null,
    tag: null,
    note: t(`cards.${what}`),
    tone: 'missing',
    withheld: null,
    explanation: explain(key, input, [], t(`cards.${what}Reason`)),
    spark: null,
  };
}

function tradeInputs(input: MetricInput): Input[] {
  const { answer, format, t } = input;
  const { tradeCount, tradedAmount } = answer.current;
  return [
    { label: t('inputs.trades'), value: format.number(tradeCount) },
    { label: t('inputs.tradedAmount'), value: sumText(tradedAmount, (amount) => format.money(amount).text, input) },
  ];
}

function savingsMetric(input: MetricInput): Metric {
  const { answer, series, format, t } = input;
  const { savings: sum, tradedWh } = answer.current;
  const savings = sum.value;
  if (savings === null) return withheldMetric('savings', input, sum);
  const compared = comparable(sum, answer.previous?.savings);
  return {
    key: 'savings',
    value: format.money(savings).text,
    change:
      compared === null
        ? null
        : judge(
            compared.now - compared.former,
            format.money(compared.now - compared.former, undefined, { signed: true }).text,
            'more-is-better',
          ),
    tag: savings < 0 ? t('cards.savings.loss') : null,
    note: withoutDays(sum, input),
    tone: savings < 0 ? 'loss' : 'plain',
    withheld: null,
    explanation: explain('savings', input, [
      { label: t('inputs.traded'), value: sumText(tradedWh, (wh) => format.energy(wh).text, input) },
      ...tradeInputs(input),
      ...before(input, (previous) => sumText(previous.savings, (amount) => format.money(amount).text, input)),
    ]),
    spark: series === undefined ? null : { values: series.savings, colour: colour.trade, form: 'area' },
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
    note:
      hasMarket && rate !== null ? t('cards.activeMembers.participation', { share: format.percent(rate, 0) }) : null,
    tone: 'plain',
    withheld: null,
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
    withheld: null,
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
  traded: (input) => energyMetric(input, 'traded', 'tradedWh', 'more-is-better', colour.trade, tradeInputs(input)),
  savings: savingsMetric,
  co2: co2Metric,
  activeMembers: activeMetric,
  failed: failedMetric,
};
