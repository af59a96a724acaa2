import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Series } from '#shared/contract/stats.ts';
import type { BridgeError } from '../bridge/client.ts';
import type { EmptyStateProps } from '../components/empty-state.tsx';
import { bucketEnd, type BucketClock } from './buckets.ts';
import { ChartPanel, type Drawing } from './chart-panel.tsx';
import { energyOption, energyTable, type EnergyWords } from './energy-option.ts';
import type { LegendItem } from './legend.tsx';
import type { Palette } from './palette.ts';
import { bucketLabel, type Range } from './time-axis.ts';
import { clockChangeKey } from './clock-change.ts';
import { useChartContext } from './use-chart-context.ts';
import { useZoom, type ChooseDays } from './use-zoom.ts';
import { ZoomReset } from './zoom-reset.tsx';

export interface EnergyChartProps {
  readonly query: UseQueryResult<Series, BridgeError>;
  readonly clock: BucketClock;
  readonly period: Range;
  readonly withTrade: boolean;
  /** End of the community's newest reading. */
  readonly dataTo: number | null;
  readonly height: number;
  readonly fileName: string;
  readonly source: string;
  readonly empty: EmptyStateProps;
  readonly chooseDays?: ChooseDays;
  readonly className?: string;
}

const nothing: readonly number[] = [];

/** Production as an area, consumption as a line, community trade as an area within, over the period. */
export function EnergyChart({ query, clock, period, withTrade, dataTo, height, ...rest }: EnergyChartProps): ReactNode {
  const { t } = useTranslation('charts');
  const context = useChartContext();
  const { format, palette } = context;
  const series = query.data;
  const zoom = useZoom(period, series?.start ?? nothing, clock, rest.chooseDays);
  const { range, onRange } = zoom;

  const drawing = useMemo((): Drawing | null => {
    if (series === undefined) return null;
    const words: EnergyWords = {
      withheld: t('energy.withheld'),
      production: t('meaning.production'),
      consumption: t('meaning.consumption'),
      trade: t('meaning.trade'),
      time: t('table.time'),
    };
    const input = { series, clock, range, withTrade, dataTo, words };
    const known = series.consumedWh.filter((wh) => wh !== null);
    const peak = Math.max(...known);
    const start = series.start[series.consumedWh.indexOf(peak)];
    return {
      build: ({ width }) => energyOption(input, context, width),
      table: energyTable(input, context),
      legend: legendOf(words, palette, withTrade),
      description:
        start === undefined
          ? t('energy.nothing')
          : t('energy.description', {
              produced: format.energy(sum(series.producedWh)).text,
              consumed: format.energy(sum(series.consumedWh)).text,
              peak: format.energy(peak).text,
              time: bucketLabel(start, bucketEnd(start, clock), format.locale, format.timeZone),
            }),
      onRange,
    };
  }, [series, clock, range, withTrade, dataTo, onRange, context, format, palette, t]);

  const change = clockChangeKey(period, format.timeZone);
  const isNothingShown = series !== undefined && series.start.length > 0 && columnsOf(series).every(isWithheld);
  const hasGaps = series !== undefined && columnsOf(series).some((values) => values.includes(null));
  return (
    <ChartPanel
      title={withTrade ? t('energy.title') : t('energy.titleWithoutTrade')}
      subtitle={[
        t(`energy.subtitle.${clock.granularity}`, { minutes: clock.slotMinutes }),
        ...(change === null ? [] : [t(change)]),
        ...(hasGaps ? [t('energy.gaps')] : []),
      ].join(' · ')}
      hint={t('zoom.hint')}
      query={query}
      drawing={drawing}
      palette={palette}
      height={height}
      fileName={rest.fileName}
      source={rest.source}
      empty={isNothingShown ? { title: t('energy.nothingShown'), text: t('energy.nothingShownText') } : rest.empty}
      isEmpty={(data) => data.start.length === 0 || isNothingShown}
      actions={<ZoomReset zoom={zoom} />}
      className={rest.className}
    />
  );
}

function columnsOf({ producedWh, consumedWh, tradedWh }: Series): readonly (readonly (number | null)[])[] {
  return [producedWh, consumedWh, tradedWh];
}

function isWithheld(values: readonly (number | null)[]): boolean {
  return values.every((value) => value === null);
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function legendOf(words: EnergyWords, { line, fill }: Palette, withTrade: boolean): LegendItem[] {
  return [
    { label: words.production, colour: line.production, fill: fill.production, mark: 'area' },
    { label: words.consumption, colour: line.consumption, mark: 'line' },
    ...(withTrade ? [{ label: words.trade, colour: line.trade, fill: fill.trade, mark: 'dense-area' } as const] : []),
  ];
}
