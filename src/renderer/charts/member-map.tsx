import type { UseQueryResult } from '@tanstack/react-query';
import type { Polygon, Position } from 'geojson';
import { useCallback, useMemo, type ReactNode } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { BridgeError } from '../bridge/client.ts';
import type { EmptyStateProps } from '../components/empty-state.tsx';
import { ChartPanel, type Drawing } from './chart-panel.tsx';
import { registerMap, type ECharts } from './echarts.ts';
import { largest } from './energy-scale.ts';
import type { LegendItem } from './legend.tsx';
import { MapLegend } from './map-legend.tsx';
import { boxOfCells, readBoundary, type Boundary, type Box } from './map-view.ts';
import { memberMapOption, memberMapTable, type MapWords } from './member-map-option.ts';
import { useChartContext } from './use-chart-context.ts';

type MapAnswer = Output<'map.cells'>;

export interface MemberMapProps {
  readonly query: UseQueryResult<MapAnswer, BridgeError>;
  readonly communityId: string;
  readonly height: number;
  readonly fileName: string;
  readonly source: string;
  readonly empty: EmptyStateProps;
  /** The cell that a list is filtered by, or that holds the open member. */
  readonly selectedCell?: string | null;
  /** The cell that something outside points at. */
  readonly highlightedCell?: string | null;
  readonly onHover?: (cellId: string | null) => void;
  readonly onSelect?: (cellId: string) => void;
  readonly className?: string;
}

/** Without a boundary ECharts still needs an area to place the cells by: their own box, which is not drawn. */
function boxAsBoundary({ west, south, east, north }: Box): Boundary {
  const ring: Position[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const geometry: Polygon = { type: 'Polygon', coordinates: [ring] };
  return { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { name: '' }, geometry }] };
}

/** The community's area with its cells, coloured by net energy; hovering and choosing a cell can be linked with a list. */
export function MemberMap({
  query,
  communityId,
  height,
  fileName,
  source,
  empty,
  className,
  ...link
}: MemberMapProps): ReactNode {
  const { t } = useTranslation('charts');
  const context = useChartContext();
  const { format, palette } = context;
  const { selectedCell = null, highlightedCell = null, onHover, onSelect } = link;
  const answer = query.data;

  const boundary = useMemo(() => readBoundary(answer?.boundary ?? null), [answer?.boundary]);
  const cells = answer?.cells;

  const connect = useCallback(
    (chart: ECharts) => connectCells(chart, cells ?? [], highlightedCell, { onHover, onSelect }),
    [cells, highlightedCell, onHover, onSelect],
  );

  const picture = useMemo((): Drawing | null => {
    if (cells === undefined) return null;
    const words: MapWords = {
      members: (count) => t('map.members', { count }),
      membersHeader: t('map.membersHeader'),
      prosumers: t('map.prosumers'),
      produced: t('map.produced'),
      consumed: t('map.consumed'),
      net: t('map.net'),
      traded: t('map.traded'),
      heldBack: t('map.heldBack'),
      heldBackReason: t('map.heldBackReason'),
      cell: t('map.cell'),
    };
    const box = boxOfCells(cells);
    const ground = boundary ?? (box === null ? null : boxAsBoundary(box));
    const mapName = `community ${communityId}`;
    const input = { cells, boundary, mapName, selectedCell, words };
    const most = largest(cells.map(({ netWh }) => netWh));
    const hasHeldBack = cells.some(({ netWh }) => netWh === null);
    const legend: LegendItem[] = [
      {
        label: t('map.legendImports', { energy: format.energy(most).text }),
        colour: palette.line.consumption,
        fill: palette.fill.consumption,
        mark: 'swatch',
      },
      {
        label: t('map.legendExports', { energy: format.energy(most).text }),
        colour: palette.line.production,
        fill: palette.fill.production,
        mark: 'swatch',
      },
      ...(hasHeldBack ? [{ label: t('map.heldBack'), colour: palette.quietText, mark: 'held-back' } as const] : []),
    ];
    return {
      build: (size) => {
        // The same name is registered anew when the boundary changed, and the picture is made after it.
        if (ground !== null) registerMap(mapName, ground);
        return memberMapOption(input, context, size);
      },
      table: memberMapTable(cells, words, context),
      legend,
      pictureSize: { width: 760, height: 560 },
      legendNode: <MapLegend mostWh={most} hasHeldBack={hasHeldBack} palette={palette} />,
      description: t('map.description', { count: cells.length }),
    };
  }, [cells, boundary, communityId, selectedCell, context, format, palette, t]);
  // Apart from the picture, which must not be drawn anew at every move of the mouse.
  const drawing = useMemo(() => picture && { ...picture, connect }, [picture, connect]);

  return (
    <ChartPanel
      title={t('map.title')}
      subtitle={subtitleOf(answer, t)}
      query={query}
      drawing={drawing}
      palette={palette}
      height={height}
      fileName={fileName}
      source={source}
      empty={empty}
      isEmpty={(data) => data.cells.length === 0}
      className={className}
    />
  );
}

function subtitleOf(answer: MapAnswer | undefined, t: TFunction<'charts'>): string {
  const smallest = t('map.subtitle', { k: answer?.k ?? 5 });
  return answer === undefined || answer.membersNotShown === 0 || answer.cells.length === 0
    ? smallest
    : `${smallest} · ${t('map.notShown', { count: answer.membersNotShown })}`;
}

/** Events of the cells, and the highlight of the one that something outside points at. */
function connectCells(
  chart: ECharts,
  cells: MapAnswer['cells'],
  highlighted: string | null,
  { onHover, onSelect }: Pick<MemberMapProps, 'onHover' | 'onSelect'>,
): () => void {
  const over = (event: { dataIndex: number }) => onHover?.(cells[event.dataIndex]?.id ?? null);
  const out = () => onHover?.(null);
  const click = (event: { dataIndex: number }) => {
    const cell = cells[event.dataIndex];
    if (cell !== undefined) onSelect?.(cell.id);
  };
  const series = { seriesId: 'cells' };
  chart.on('mouseover', series, over as never);
  chart.on('mouseout', series, out);
  chart.on('click', series, click as never);
  const index = cells.findIndex(({ id }) => id === highlighted);
  if (index >= 0) chart.dispatchAction({ type: 'highlight', ...series, dataIndex: index });
  return () => {
    if (chart.isDisposed()) return;
    if (index >= 0) chart.dispatchAction({ type: 'downplay', ...series, dataIndex: index });
    chart.off('mouseover', over);
    chart.off('mouseout', out);
    chart.off('click', click);
  };
}
