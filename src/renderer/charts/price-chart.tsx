import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../bridge/client.ts';
import type { EmptyStateProps } from '../components/empty-state.tsx';
import type { BucketClock } from './buckets.ts';
import { ChartPanel, type Drawing } from './chart-panel.tsx';
import type { LegendItem } from './legend.tsx';
import type { Palette } from './palette.ts';
import { priceOption, priceTable, type PriceSeries, type PriceWords } from './price-option.ts';
import type { Range } from './time-axis.ts';
import { useChartContext } from './use-chart-context.ts';
import { useZoom, type ChooseDays } from './use-zoom.ts';
import { ZoomReset } from './zoom-reset.tsx';

export interface PriceChartProps {
  readonly query: UseQueryResult<PriceSeries, BridgeError>;
  readonly clock: BucketClock;
  readonly period: Range;
  readonly height: number;
  readonly fileName: string;
  readonly source: string;
  readonly empty: EmptyStateProps;
  readonly chooseDays?: ChooseDays;
  readonly className?: string;
}

const nothing: readonly number[] = [];

/** The community price as steps in the band between retail and feed-in. */
export function PriceChart({ query, clock, period, height, ...rest }: PriceChartProps): ReactNode {
  const { t } = useTranslation('charts');
  const context = useChartContext();
  const { format, palette } = context;
  const series = query.data;
  const zoom = useZoom(period, series?.start ?? nothing, clock, rest.chooseDays);
  const { range, onRange } = zoom;

  const drawing = useMemo((): Drawing | null => {
    if (series === undefined) return null;
    const words: PriceWords = {
      community: t('meaning.communityPrice'),
      retail: t('meaning.retail'),
      feedIn: t('meaning.feedIn'),
      time: t('table.time'),
      noTrade: t('price.noTrade'),
    };
    const input = { series, clock, range, words };
    const known = series.p2pPrice.filter((price) => price !== null);
    return {
      build: ({ width }) => priceOption(input, context, width),
      table: priceTable(input, context),
      legend: legendOf(words, palette),
      description:
        known.length === 0
          ? t('price.nothing')
          : t('price.description', {
              lowest: format.price(known.reduce((a, b) => Math.min(a, b))).text,
              highest: format.price(known.reduce((a, b) => Math.max(a, b))).text,
            }),
      onRange,
    };
  }, [series, clock, range, onRange, context, format, palette, t]);

  return (
    <ChartPanel
      title={t('price.title')}
      subtitle={t(`price.subtitle.${clock.granularity}`, { minutes: clock.slotMinutes })}
      query={query}
      drawing={drawing}
      palette={palette}
      height={height}
      fileName={rest.fileName}
      source={rest.source}
      empty={rest.empty}
      isEmpty={(data) => data.p2pPrice.every((price) => price === null)}
      actions={<ZoomReset zoom={zoom} />}
      className={rest.className}
    />
  );
}

function legendOf(words: PriceWords, { line }: Palette): LegendItem[] {
  return [
    { label: words.community, colour: line.trade, mark: 'line' },
    { label: words.retail, colour: line.grid, mark: 'dashed' },
    { label: words.feedIn, colour: line.grid, mark: 'dotted' },
  ];
}
