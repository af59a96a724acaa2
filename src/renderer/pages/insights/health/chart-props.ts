import type { Output } from '#shared/contract/contract.ts';
import type { MemberGroup } from '#shared/contract/insight-records.ts';
import type { InsightChartProps } from '../chart-props.ts';

export type Indicators = Output<'insights.indicators'>;

/** What every chart of the indicators is given. */
export interface IndicatorChartProps extends InsightChartProps<Indicators> {
  readonly group: MemberGroup;
}

export const hasNothing = ({ current }: Indicators): boolean => current.start.length === 0;

export const nothingTraded = ({ current }: Indicators): boolean =>
  current.totals.boughtWh.value === 0 && current.totals.soldWh.value === 0;
