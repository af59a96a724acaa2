import { Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Sparkline } from '../../charts/sparkline.tsx';
import { Figure } from '../../components/figure.tsx';
import { Withheld } from '../insights/withheld.tsx';
import classes from './metric-cards.module.css';
import { metricKeys, type Change, type Metric } from './metric.ts';

/** One card for each metric; skeletons of the same size until they are known. */
export function MetricCards({ metrics }: { readonly metrics: readonly Metric[] | null }): ReactNode {
  const { t } = useTranslation('overview');
  return (
    <ul className={classes.cards} aria-label={t('cards.label')} aria-busy={metrics === null}>
      {metrics === null
        ? metricKeys.map((key) => (
            <li key={key} className={classes.card} data-tour={key === 'selfSufficiency' ? 'figure' : undefined}>
              <span className={classes.label} title={t(`cards.${key}.label`)}>
                {t(`cards.${key}.label`)}
              </span>
              <Skeleton height={26} width="70%" my={3} />
              <Skeleton height={20} width="45%" mt={8} />
            </li>
          ))
        : metrics.map((metric) => <MetricCard key={metric.key} metric={metric} />)}
    </ul>
  );
}

function MetricCard({ metric }: { readonly metric: Metric }): ReactNode {
  const { t } = useTranslation('overview');
  const { key, value, explanation, change, tag, note, tone, withheld, spark } = metric;
  return (
    <li
      className={clsx(classes.card, classes[tone])}
      data-metric={key}
      data-tour={key === 'selfSufficiency' ? 'figure' : undefined}
    >
      <span className={classes.label} title={t(`cards.${key}.label`)}>
        {t(`cards.${key}.label`)}
      </span>
      <span className={classes.value}>
        {tone === 'alarm' && <IconAlertTriangle size={18} stroke={2} aria-hidden className={classes.warning} />}
        {withheld === null ? <Figure value={value} explanation={explanation} size="lg" /> : <Withheld {...withheld} />}
        {tag !== null && <span className={classes.tag}>{tag}</span>}
      </span>
      <span className={classes.foot}>
        {change !== null && (change.direction !== 0 || note === null) && <ChangeText change={change} />}
        {note !== null && <span className={classes.note}>{note}</span>}
        {spark !== null && (
          <span className={classes.spark}>
            <Sparkline {...spark} />
          </span>
        )}
      </span>
    </li>
  );
}

const arrows = { '-1': IconArrowDownRight, '0': IconArrowRight, '1': IconArrowUpRight } as const;

function ChangeText({ change: { text, direction, tone } }: { readonly change: Change }): ReactNode {
  const { t } = useTranslation('overview');
  const Arrow = arrows[`${direction}`];
  return (
    <span className={clsx(classes.change, 'tabular', classes[tone])} title={t('cards.against')}>
      <Arrow size={14} stroke={2} aria-hidden />
      {direction === 0 ? t('cards.unchanged') : text}
      <span className={classes.hidden}> {t('cards.against')}</span>
    </span>
  );
}
