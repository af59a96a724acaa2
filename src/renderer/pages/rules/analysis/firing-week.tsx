import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../../../bridge/client.ts';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import type { Palette } from '../../../charts/palette.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import { dayName } from '#shared/format/day-names.ts';
import classes from './analysis.module.css';
import { firingColour, firingWeekOption, firingWeekTable, type FiringWeekWords } from './firing-week-option.ts';

export interface FiringWeekProps<T> {
  readonly query: UseQueryResult<T, BridgeError>;
  /** By hour of the week, 168 counts from Monday 00:00; null until there is an answer. */
  readonly counts: readonly number[] | null;
  readonly height: number;
  readonly fileName: string;
  readonly source: string;
  readonly className?: string;
}

const STEPS = 6;
const HOURS = 24;

/** When in the week a rule fired. */
export function FiringWeek<T>({ query, counts, ...rest }: FiringWeekProps<T>): ReactNode {
  const { t } = useTranslation('rule-trials');
  const context = useChartContext();
  const { palette, format } = context;

  const drawing = useMemo((): Drawing | null => {
    if (counts === null) return null;
    const words: FiringWeekWords = {
      hour: t('firingWeek.hour'),
      fired: (count) => t('firingWeek.fired', { count, number: format.number(count) }),
    };
    const most = Math.max(...counts);
    const busiest = counts.indexOf(most);
    const input = { counts, words };
    return {
      build: () => firingWeekOption(input, context),
      table: firingWeekTable(input, context),
      legend: [{ label: words.fired(most), colour: firingColour(most, most, palette), mark: 'swatch' }],
      legendNode: <Scale most={most} palette={palette} />,
      description:
        most === 0
          ? t('firingWeek.never')
          : t('firingWeek.description', {
              day: dayName(Math.floor(busiest / HOURS), format.locale, 'long'),
              hour: `${String(busiest % HOURS).padStart(2, '0')}:00`,
              fired: words.fired(most),
            }),
    };
  }, [counts, context, palette, format, t]);

  return (
    <ChartPanel
      {...rest}
      title={t('firingWeek.title')}
      subtitle={t('firingWeek.subtitle')}
      query={query}
      drawing={drawing}
      palette={palette}
    />
  );
}

function Scale({ most, palette }: { readonly most: number; readonly palette: Palette }): ReactNode {
  const { t } = useTranslation('rule-trials');
  const { number } = useChartContext().format;
  return (
    <div className={classes.scale}>
      <span>{t('firingWeek.none')}</span>
      <span className={classes.steps} aria-hidden="true">
        {Array.from({ length: STEPS }, (_, step) => (
          <i key={step} style={{ background: firingColour(step, STEPS - 1, palette) }} />
        ))}
      </span>
      <span>{t('firingWeek.fired', { count: most, number: number(most) })}</span>
    </div>
  );
}
