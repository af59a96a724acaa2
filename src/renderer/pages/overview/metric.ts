/** What the metric cards of the overview are made of. Pure. */
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

/** What a larger value of a figure means. */
export type Judgement = 'more-is-better' | 'less-is-better' | 'neutral';
/** One row of an explanation. */
export type Input = { readonly label: string; readonly value: string };

/** A change in words with its direction, and whether that is good. */
export function judge(difference: number, text: string, judgement: Judgement): Change {
  const direction = Math.sign(difference) as -1 | 0 | 1;
  const good = judgement === 'more-is-better' ? 1 : -1;
  const tone = judgement === 'neutral' || direction === 0 ? 'neutral' : direction === good ? 'good' : 'bad';
  return { text, direction, tone };
}

/** Buckets that one point of a share's course stands for: a share of a single quarter hour says little. */
export const shareGroup: Record<Series['granularity'], number> = { slot: 4, hour: 24, day: 7 };

/** The quotient of two columns over groups of `size` buckets; null where a group's whole is 0. */
export function shares(parts: readonly number[], wholes: readonly number[], size: number): (number | null)[] {
  const sum = (values: readonly number[], start: number) =>
    values.slice(start, start + size).reduce((total, value) => total + value, 0);
  const result: (number | null)[] = [];
  for (let start = 0; start < parts.length; start += size) {
    const whole = sum(wholes, start);
    result.push(whole === 0 ? null : sum(parts, start) / whole);
  }
  return result;
}

/** Lines of the palette by meaning; shares and counts have no meaning of their own and are grey. */
export const colour = {
  production: 'var(--cw-production-line)',
  consumption: 'var(--cw-consumption-line)',
  trade: 'var(--cw-trade-line)',
  failure: 'var(--cw-failure-line)',
  plain: 'var(--cw-grid-line)',
} as const;

/** What stands behind a card's number: name and formula from the locales, and the time of the data. */
export function explain(
  key: MetricKey,
  { t, answer }: MetricInput,
  inputs: readonly Input[],
  note?: string,
): Explanation {
  return {
    title: t(`cards.${key}.name`),
    formula: t(`cards.${key}.formula`),
    inputs,
    note,
    dataTo: answer.dataTo,
  };
}

/** The row of an explanation that tells the value of the period before. */
export function before({ t, answer }: MetricInput, textOf: (previous: Indicators) => string): Input[] {
  return answer.previous === null ? [] : [{ label: t('cards.before'), value: textOf(answer.previous) }];
}
