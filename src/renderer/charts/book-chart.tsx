import { SegmentedControl } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Book } from '#shared/contract/market-records.ts';
import { totalWh } from '#shared/market/curves.ts';
import type { BridgeError } from '../bridge/client.ts';
import type { EmptyStateProps } from '../components/empty-state.tsx';
import type { Format } from '#shared/format/format.ts';
import { bookCurves, type BookCurves } from './book-curves.ts';
import { bookOption, bookViews, type BookView, type BookWords } from './book-option.ts';
import { bookTable } from './book-table.ts';
import { ChartPanel, type Drawing } from './chart-panel.tsx';
import type { LegendItem } from './legend.tsx';
import type { Palette } from './palette.ts';
import { useChartContext } from './use-chart-context.ts';

export interface BookChartProps {
  readonly query: UseQueryResult<Book, BridgeError>;
  readonly view: BookView;
  readonly onView: (view: BookView) => void;
  readonly height: number;
  readonly fileName: string;
  readonly source: string;
  readonly empty: EmptyStateProps;
  readonly className?: string;
}

/** The book of a slot as step curves or as depth, with the clearing point between retail and feed-in. */
export function BookChart({ query, view, onView, height, ...rest }: BookChartProps): ReactNode {
  const { t } = useTranslation('charts');
  const context = useChartContext();
  const { palette, format } = context;
  const book = query.data;
  const curves = useMemo(() => (book === undefined ? null : bookCurves(book)), [book]);

  const drawing = useMemo((): Drawing | null => {
    if (curves === null) return null;
    const words = wordsOf(t);
    const input = { curves, view, words };
    return {
      build: () => bookOption(input, context),
      table: bookTable(input, context),
      legend: legendOf(words, curves, palette),
      description: description(curves, format, t),
    };
  }, [curves, view, context, format, palette, t]);

  return (
    <ChartPanel
      title={t('book.title')}
      subtitle={subtitle(curves, view, t)}
      query={query}
      drawing={drawing}
      palette={palette}
      height={height}
      fileName={rest.fileName}
      source={rest.source}
      empty={rest.empty}
      isEmpty={({ orders }) => orders.id.length === 0}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('book.view')}
          value={view}
          onChange={onView}
          data={bookViews.map((value) => ({ value, label: t(`book.views.${value}`) }))}
        />
      }
      className={rest.className}
    />
  );
}

function wordsOf(t: TFunction<'charts'>): BookWords {
  return {
    demand: t('book.demand'),
    supply: t('book.supply'),
    clearing: t('book.clearing'),
    retail: t('meaning.retail'),
    feedIn: t('meaning.feedIn'),
    side: t('book.side'),
    price: t('book.price'),
    quantity: t('book.quantity'),
    cumulative: t('book.cumulative'),
    wanted: t('book.wanted'),
    offered: t('book.offered'),
  };
}

function subtitle(curves: BookCurves | null, view: BookView, t: TFunction<'charts'>): string {
  const parts = [t(`book.subtitle.${view}`)];
  const hasDemand = curves !== null && curves.demand.length > 0;
  const hasSupply = curves !== null && curves.supply.length > 0;
  if (hasDemand && !hasSupply) parts.push(t('book.noSupply'));
  if (hasSupply && !hasDemand) parts.push(t('book.noDemand'));
  if (curves !== null && curves.beyondAxis > 0) parts.push(t('book.beyond', { count: curves.beyondAxis }));
  return parts.join(' · ');
}

function description({ demand, supply, clearing }: BookCurves, format: Format, t: TFunction<'charts'>): string {
  const sides = t('book.description', {
    demand: format.energy(totalWh(demand)).text,
    supply: format.energy(totalWh(supply)).text,
  });
  if (clearing === null) return `${sides} ${t('book.clearsNothing')}`;
  const quantity = format.energy(clearing.quantityWh).text;
  const outcome =
    clearing.price === null
      ? t('book.clearsAtBids', { quantity })
      : t('book.clears', { quantity, price: format.price(clearing.price).text });
  return `${sides} ${outcome}`;
}

function legendOf(words: BookWords, { clearing, tariffs }: BookCurves, { line, fill }: Palette): LegendItem[] {
  return [
    { label: words.demand, colour: line.consumption, mark: 'line' },
    { label: words.supply, colour: line.production, fill: fill.production, mark: 'area' },
    ...(clearing === null ? [] : [{ label: words.clearing, colour: line.trade, mark: 'point' } as const]),
    ...(tariffs === null
      ? []
      : [
          { label: words.retail, colour: line.grid, mark: 'dashed' } as const,
          { label: words.feedIn, colour: line.grid, mark: 'dotted' } as const,
        ]),
  ];
}
