import type { CustomSeriesOption } from 'echarts/charts';
import type { MapCell } from '#shared/contract/map.ts';
import type { ChartContext } from './chart-context.ts';
import { CHART_FONT } from './chart-context.ts';
import type { ChartTable } from './chart-data.ts';
import type { ChartOption } from './echarts.ts';
import { energyScale, largest } from './energy-scale.ts';
import { labelPlace, longitudeScale, mapView, type Boundary } from './map-view.ts';
import { inkOn, mix, type Palette } from './palette.ts';
import { chartBase, tooltipFrame } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';
import type { Size } from './use-echart.ts';

export interface MapWords {
  /** `{count} members` in words. */
  readonly members: (count: number) => string;
  readonly membersHeader: string;
  readonly prosumers: string;
  readonly produced: string;
  readonly consumed: string;
  readonly net: string;
  readonly traded: string;
  readonly heldBack: string;
  /** Why a cell's energy is held back. */
  readonly heldBackReason: string;
  readonly cell: string;
}

export interface MemberMapInput {
  readonly cells: readonly MapCell[];
  readonly boundary: Boundary | null;
  /** The name under which the boundary is registered with ECharts. */
  readonly mapName: string;
  readonly selectedCell: string | null;
  readonly words: MapWords;
}

/** From blue (more consumed than produced) over a neutral middle to amber; the largest surplus or need of the map is the full colour. */
export function netColour(netWh: number, largestWh: number, palette: Palette): string {
  if (largestWh === 0) return palette.balanced;
  const share = Math.sign(netWh) * Math.sqrt(Math.abs(netWh) / largestWh);
  return mix(palette.balanced, share < 0 ? palette.fill.consumption : palette.fill.production, Math.abs(share));
}

function pathOf(outline: MapCell['outline'], place: (point: number[]) => number[]): string {
  return outline
    .flat(1)
    .map(
      (ring) =>
        `M${ring
          .map((point) =>
            place(point)
              .map((value) => value.toFixed(1))
              .join(' '),
          )
          .join('L')}Z`,
    )
    .join('');
}

/** Pixels of the smaller side below which a count no longer fits into its cell. */
const LEAST_LABEL_ROOM = 20;

function cellSeries({ cells, selectedCell }: MemberMapInput, palette: Palette): CustomSeriesOption {
  const most = largest(cells.map(({ netWh }) => netWh));
  return {
    type: 'custom',
    coordinateSystem: 'geo',
    id: 'cells',
    z: 3,
    data: cells.map(({ centre }) => [...centre]),
    renderItem: (params, api) => {
      const cell = cells[params.dataIndex];
      const place = (point: number[]): number[] => api.coord(point);
      const corners = cell.outline.flat(2).map(place);
      const room = (axis: 0 | 1): number => {
        const values = corners.map((corner) => corner[axis]);
        return Math.max(...values) - Math.min(...values);
      };
      const selected = cell.id === selectedCell;
      const fill = cell.netWh === null ? palette.surface : netColour(cell.netWh, most, palette);
      const [x, y] = place(labelPlace(cell));
      return {
        type: 'group',
        children: [
          {
            type: 'path',
            // A dashed or strong outline lies above the pale ones of its neighbours.
            z2: selected ? 3 : cell.netWh === null ? 2 : 1,
            shape: { pathData: pathOf(cell.outline, place) },
            style: {
              fill,
              lineWidth: selected ? 3 : 2,
              stroke: selected ? palette.text : cell.netWh === null ? palette.quietText : palette.surface,
              ...(cell.netWh === null ? { lineDash: [4, 3], lineWidth: selected ? 3 : 1.25 } : {}),
            },
            emphasis: { z2: 4, style: { stroke: palette.text, lineWidth: 2.5 } },
          },
          {
            type: 'text',
            z2: 5,
            silent: true,
            invisible: Math.min(room(0), room(1)) < LEAST_LABEL_ROOM,
            style: {
              text: String(cell.members),
              x,
              y,
              align: 'center',
              verticalAlign: 'middle',
              fill: inkOn(fill),
              font: `600 12px ${CHART_FONT}`,
            },
          },
        ],
      };
    },
  };
}

/** The community's cells on its boundary, coloured by net energy, each with its count of members. */
export function memberMapOption(input: MemberMapInput, context: ChartContext, size: Size): ChartOption {
  const { cells, boundary, mapName, words } = input;
  const { palette, format } = context;
  const base = chartBase(context);
  const view = mapView(cells, boundary, size.width / Math.max(size.height, 1));
  if (view === null) return { ...base, series: [] };
  const { unit } = scaleOf(cells);
  const energy = (wh: number): string => format.energy(wh, { unit }).text;

  function content(cell: MapCell): HTMLElement {
    const heading = words.members(cell.members);
    const prosumers = { label: words.prosumers, value: String(cell.prosumers) };
    if (cell.producedWh === null || cell.consumedWh === null || cell.netWh === null) {
      return tooltipContent(heading, [prosumers], words.heldBackReason);
    }
    return tooltipContent(heading, [
      prosumers,
      { colour: palette.line.production, mark: 'area', label: words.produced, value: energy(cell.producedWh) },
      { colour: palette.line.consumption, mark: 'line', label: words.consumed, value: energy(cell.consumedWh) },
      { label: words.net, value: format.energy(cell.netWh, { unit, signed: true }).text },
      ...(cell.tradedWh === null
        ? []
        : [{ colour: palette.line.trade, mark: 'area' as const, label: words.traded, value: energy(cell.tradedWh) }]),
    ]);
  }

  return {
    ...base,
    tooltip: {
      ...tooltipFrame(context),
      trigger: 'item',
      formatter: (params) => {
        const one = Array.isArray(params) ? params[0] : params;
        const cell = one.componentType === 'series' ? cells[one.dataIndex] : undefined;
        return cell === undefined ? '' : content(cell);
      },
    },
    geo: {
      map: mapName,
      left: 0,
      right: 0,
      top: 0,
      bottom: 0,
      boundingCoords: [
        [view.west, view.north],
        [view.east, view.south],
      ],
      aspectScale: longitudeScale(view),
      clip: true,
      silent: true,
      itemStyle:
        boundary === null
          ? { areaColor: 'transparent', borderWidth: 0 }
          : { areaColor: palette.district, borderColor: palette.districtLine, borderWidth: 1 },
      label: { show: false },
      emphasis: { disabled: true },
      z: 1,
    },
    series: [cellSeries(input, palette)],
  };
}

function scaleOf(cells: readonly MapCell[]) {
  return energyScale(largest(cells.flatMap(({ producedWh, consumedWh }) => [producedWh, consumedWh])));
}

/** The same cells as a table, those with the largest surplus first. Cells have no names: they are numbered in that order. */
export function memberMapTable(cells: readonly MapCell[], words: MapWords, { format }: ChartContext): ChartTable {
  const sorted = [...cells].sort((a, b) => (b.netWh ?? -Infinity) - (a.netWh ?? -Infinity));
  const scale = scaleOf(cells);
  const energyColumn = (label: string, valueOf: (cell: MapCell) => number | null, signed = false) => ({
    label,
    unit: scale.unit,
    kind: 'number' as const,
    value: (row: number) => {
      const wh = valueOf(sorted[row]);
      return wh === null ? null : wh / scale.wh;
    },
    text: (row: number) => {
      const wh = valueOf(sorted[row]);
      return wh === null ? words.heldBack : format.energy(wh, { unit: scale.unit, signed }).value;
    },
  });
  const countColumn = (label: string, valueOf: (cell: MapCell) => number) => ({
    label,
    kind: 'number' as const,
    value: (row: number) => valueOf(sorted[row]),
    text: (row: number) => format.number(valueOf(sorted[row])),
  });
  return {
    rows: sorted.length,
    columns: [
      {
        label: words.cell,
        kind: 'text',
        value: (row) => row + 1,
        text: (row) => String(row + 1),
      },
      countColumn(words.membersHeader, (cell) => cell.members),
      countColumn(words.prosumers, (cell) => cell.prosumers),
      energyColumn(words.produced, (cell) => cell.producedWh),
      energyColumn(words.consumed, (cell) => cell.consumedWh),
      energyColumn(words.net, (cell) => cell.netWh, true),
      energyColumn(words.traded, (cell) => cell.tradedWh),
    ],
  };
}
