import type { CustomSeriesOption } from 'echarts/charts';
import type { Meaning } from '#shared/format/meaning.ts';
import { withOpacity, type Palette } from './palette.ts';

/** A bar over a span of time, from zero up for a gain and down for a loss. */
export interface ChangeBar {
  /** Epoch milliseconds, half-open. */
  readonly from: number;
  readonly to: number;
  /** In the unit of the value axis. */
  readonly value: number;
  /** Drawn with a dashed outline only: it covers less than the others. */
  readonly isPartial?: boolean;
}

/** What bars above and below zero stand for. */
export interface BarMeanings {
  readonly gain: Meaning;
  readonly loss: Meaning;
}

const tradeAndFailure: BarMeanings = { gain: 'trade', loss: 'failure' };

/** Pixels that are left free between two bars, and the narrowest bar. */
const GAP = 2;
const LEAST_WIDTH = 1.5;

/** Bars as a series over a time axis: without other meanings in the colour of community trade above zero and of failures below. */
export function changeBars(
  id: string,
  name: string,
  bars: readonly ChangeBar[],
  palette: Palette,
  meanings: BarMeanings = tradeAndFailure,
): CustomSeriesOption {
  return {
    type: 'custom',
    id,
    name,
    z: 3,
    // The pointer of the axis looks for the nearest middle.
    data: bars.map(({ from, to, value }) => [(from + to) / 2, value]),
    encode: { x: 0, y: 1 },
    renderItem: (params, api) => {
      const { from, to, value, isPartial = false } = bars[params.dataIndex];
      const [left, top] = api.coord([from, Math.max(value, 0)]);
      const [right, bottom] = api.coord([to, Math.min(value, 0)]);
      const gap = right - left > 4 * GAP ? GAP : 0;
      const meaning = value < 0 ? meanings.loss : meanings.gain;
      return {
        type: 'rect',
        shape: { x: left + gap / 2, y: top, width: Math.max(right - left - gap, LEAST_WIDTH), height: bottom - top },
        style: isPartial
          ? {
              fill: withOpacity(palette.fill[meaning], 0.16),
              stroke: palette.line[meaning],
              lineWidth: 1.25,
              lineDash: [3, 2],
            }
          : { fill: palette.fill[meaning] },
      };
    },
  };
}
