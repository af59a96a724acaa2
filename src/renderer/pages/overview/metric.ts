/** What the metric cards of the overview are made of. Pure. */
import type { TFunction } from 'i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { InsightSum, WithheldReason } from '#shared/contract/published-sum.ts';
import type { Indicators, Series } from '#shared/contract/stats.ts';
import type { FigureName } from '#shared/glossary/terms.ts';
import { PublishedRatio } from '#shared/privacy/published-sums.ts';
import type { SparklineProps } from '../../charts/sparkline.tsx';
import type { Explanation } from '../../components/explained.tsx';
import type { Format, Quantity } from '#shared/format/format.ts';

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
  /** Why the value may not be shown; null when it may. */
  readonly withheld: { readonly reason: WithheldReason | null; readonly days: number } | null;
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

type Column = readonly (number | null)[];

/** The quotient of two columns over groups of `size` buckets, of those in which both are shown; null where a group's whole is 0. */
export function shares(parts: Column, wholes: Column, size: number): (number | null)[] {
  const result: (number | null)[] = [];
  for (let start = 0; start < parts.length; start += size) {
    const ratio = new PublishedRatio();
    for (let at = start; at < Math.min(start + size, parts.length); at++) ratio.add(parts[at], wholes[at]);
    result.push(ratio.whole === 0 ? null : ratio.part / ratio.whole);
  }
  return result;
}

/** A sum as people read it, or that it is withheld. */
export function sumText({ value }: InsightSum, write: (value: number) => string, { t }: MetricInput): string {
  return value === null ? t('cards.withheld') : write(value);
}

/** Below a sum that is without some of its days: how many. */
export function withoutDays({ value, withheldDays }: InsightSum, { t }: MetricInput): string | null {
  return value === null || withheldDays === 0 ? null : t('cards.withoutDays', { count: withheldDays });
}

/** Lines of the palette by meaning; shares and counts have no meaning of their own and are grey. */
export const colour = {
  production: 'var(--cw-production-line)',
  consumption: 'var(--cw-consumption-line)',
  trade: 'var(--cw-trade-line)',
  failure: 'var(--cw-failure-line)',
  plain: 'var(--cw-grid-line)',
} as const;

const terms: Readonly<Record<MetricKey, FigureName>> = {
  produced: 'produced',
  consumed: 'consumed',
  selfSufficiency: 'selfSufficiency',
  selfConsumption: 'selfConsumption',
  traded: 'traded',
  savings: 'savings',
  co2: 'co2Avoided',
  activeMembers: 'activeMembers',
  failed: 'failedSettlements',
};

/** What stands behind a card's number: its term, and the time of the data. */
export function explain(
  key: MetricKey,
  { t, answer }: MetricInput,
  inputs: readonly Input[],
  note?: string,
): Explanation {
  return {
    title: t(`cards.${key}.name`),
    term: terms[key],
    inputs,
    note,
    dataTo: answer.dataTo,
  };
}

/** The row of an explanation that tells the value of the period before. */
export function before({ t, answer }: MetricInput, textOf: (previous: Indicators) => string): Input[] {
  return answer.previous === null ? [] : [{ label: t('cards.before'), value: textOf(answer.previous) }];
}

/** The card of a figure that may not be shown. */
export function withheldMetric(key: MetricKey, input: MetricInput, { reason, withheldDays }: InsightSum): Metric {
  return {
    key,
    value: input.t('cards.withheld'),
    change: null,
    tag: null,
    note: null,
    tone: 'missing',
    withheld: { reason, days: withheldDays },
    explanation: explain(key, input, []),
    spark: null,
  };
}
