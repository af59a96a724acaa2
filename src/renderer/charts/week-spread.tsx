import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../bridge/client.ts';
import { ChartPanel, type Drawing } from './chart-panel.tsx';
import type { LegendItem } from './legend.tsx';
import { useChartContext } from './use-chart-context.ts';
import { weekSpreadOption, weekSpreadTable, type Spread, type WeekSpreadWords } from './week-spread-option.ts';

export interface WeekSpreadProps<T> {
  readonly query: UseQueryResult<T, BridgeError>;
  /** Null until there is an answer. */
  readonly spread: Spread | null;
  readonly height: number;
  readonly fileName: string;
  readonly source: string;
  readonly className?: string;
}

/** A change of savings, week by week: one lucky week is seen to be one. */
export function WeekSpread<T>({ query, spread, ...rest }: WeekSpreadProps<T>): ReactNode {
  const { t } = useTranslation('rule-trials');
  const context = useChartContext();
  const { palette, format } = context;

  const drawing = useMemo((): Drawing | null => {
    if (spread === null) return null;
    const words: WeekSpreadWords = {
      week: t('weeks.week'),
      change: t('weeks.change'),
      days: t('weeks.days'),
      median: t('weeks.median'),
      quartiles: t('weeks.quartiles'),
      partial: (days) => t('weeks.partialDays', { count: days }),
    };
    const { weeks, wholeWeeks, median } = spread;
    const legend: LegendItem[] = [
      { label: t('weeks.better'), colour: palette.fill.trade, mark: 'swatch' },
      ...(weeks.some(({ change }) => change < 0)
        ? [{ label: t('weeks.worse'), colour: palette.fill.failure, mark: 'swatch' } as const]
        : []),
      ...(weeks.length > wholeWeeks
        ? [{ label: t('weeks.partial'), colour: palette.quietText, mark: 'held-back' } as const]
        : []),
      ...(median === null
        ? []
        : [
            { label: words.median, colour: palette.quietText, mark: 'dashed' } as const,
            { label: words.quartiles, colour: palette.fill.grid, mark: 'area' } as const,
          ]),
    ];
    const input = { spread, words };
    const money = (amount: number): string => format.money(amount, format.currency, { signed: true }).text;
    return {
      build: ({ width }) => weekSpreadOption(input, context, width),
      table: weekSpreadTable(input, context),
      legend,
      description:
        median === null
          ? t('weeks.noWhole')
          : t('weeks.description', {
              count: wholeWeeks,
              least: money(spread.least ?? 0),
              most: money(spread.most ?? 0),
              median: money(median),
            }),
    };
  }, [spread, context, palette, format, t]);

  return (
    <ChartPanel
      {...rest}
      title={t('weeks.title')}
      subtitle={t('weeks.subtitle')}
      query={query}
      drawing={drawing}
      palette={palette}
    />
  );
}
