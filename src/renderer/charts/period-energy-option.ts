import type { ChartContext } from './chart-context.ts';
import type { ChartTable } from './chart-data.ts';
import type { ChartOption } from './echarts.ts';
import { energyScale, largest } from './energy-scale.ts';
import { periodBarsOption, periodBarsTable, type PeriodBarsInput } from './period-bars-option.ts';

/** Energy of one period over the steps, beside that of another. Wh. */
export type PeriodEnergyInput = Omit<PeriodBarsInput, 'scale'>;

function inEnergy(input: PeriodEnergyInput, { format }: ChartContext): PeriodBarsInput {
  const { unit, wh } = energyScale(largest(input.current, input.before ?? []));
  return { ...input, scale: { unit, size: wh, decimals: 0, write: (value) => format.energy(value, { unit }) } };
}

/** The energy of the period as bars, that of the other as a dashed line of steps across them. */
export function periodEnergyOption(input: PeriodEnergyInput, context: ChartContext, width: number): ChartOption {
  return periodBarsOption(inEnergy(input, context), context, width);
}

/** The same as a table. */
export function periodEnergyTable(input: PeriodEnergyInput, context: ChartContext): ChartTable {
  return periodBarsTable(inEnergy(input, context), context);
}
