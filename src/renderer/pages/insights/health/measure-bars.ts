/** Measures of the indicators as bars over the steps of a period. Pure. */
import type { Measure } from '#shared/contract/insight-records.ts';
import type { BarMeanings } from '../../../charts/change-bars.ts';
import type { ChartContext } from '../../../charts/chart-context.ts';
import type { ChartTable } from '../../../charts/chart-data.ts';
import { energyScale, largest } from '../../../charts/energy-scale.ts';
import { periodBarsTable, type BarScale, type PeriodBarsInput } from '../../../charts/period-bars-option.ts';
import type { Indicators, IndicatorChartProps } from './chart-props.ts';

const MICRO = 1_000_000;

/** What each measure looks like; nothing but savings goes below zero. */
const meaningsOf: Readonly<Record<Measure, BarMeanings>> = {
  producedWh: { gain: 'production', loss: 'failure' },
  consumedWh: { gain: 'consumption', loss: 'failure' },
  selfConsumedWh: { gain: 'consumption', loss: 'failure' },
  importedWh: { gain: 'grid', loss: 'failure' },
  exportedWh: { gain: 'grid', loss: 'failure' },
  boughtWh: { gain: 'trade', loss: 'failure' },
  soldWh: { gain: 'trade', loss: 'failure' },
  savings: { gain: 'trade', loss: 'failure' },
};

export interface MeasureWords {
  readonly time: string;
  readonly beforeTime: string;
  readonly withheld: string;
  readonly current: string;
  /** Empty when nothing is compared. */
  readonly before: string;
}

type Steps = Pick<IndicatorChartProps, 'step' | 'steps' | 'range'>;

function scaleOf(
  measure: Measure,
  input: Pick<PeriodBarsInput, 'current' | 'before'>,
  { format }: ChartContext,
): BarScale {
  if (measure === 'savings') {
    return { unit: format.money(0).unit, size: MICRO, decimals: 0, write: (amount) => format.money(amount) };
  }
  const { unit, wh } = energyScale(largest(input.current, input.before ?? []));
  return { unit, size: wh, decimals: 0, write: (value) => format.energy(value, { unit }) };
}

/** A measure of the period, and of the one before. */
export function measureBars(
  measure: Measure,
  { current, previous }: Indicators,
  steps: Steps,
  words: MeasureWords,
  context: ChartContext,
): PeriodBarsInput {
  const values = {
    current: current.columns[measure].values,
    before: previous === null ? null : previous.columns[measure].values,
  };
  const { step, range } = steps;
  return {
    step,
    range,
    steps: steps.steps,
    ...values,
    withheldDays: {
      current: current.columns[measure].withheldDays,
      before: previous === null ? null : previous.columns[measure].withheldDays,
    },
    scale: scaleOf(measure, values, context),
    words,
    meanings: meaningsOf[measure],
  };
}

/** Several measures beside one another: those of the period, then those of the one before. Each is worded by its name. */
export function measuresTable(inputs: readonly PeriodBarsInput[], context: ChartContext): ChartTable {
  const tables = inputs.map((input) => periodBarsTable(input, context));
  const [{ rows, columns }] = tables;
  const [time, , beforeTime] = columns;
  return {
    rows,
    columns: [
      time,
      ...tables.map((table) => table.columns[1]),
      ...(beforeTime === undefined ? [] : [beforeTime, ...tables.map((table) => table.columns[3])]),
    ],
  };
}
