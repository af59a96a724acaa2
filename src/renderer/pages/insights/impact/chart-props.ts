import type { Impact } from '#shared/contract/insight-records.ts';
import type { InsightChartProps } from '../chart-props.ts';

/** What every chart of the impact is given. */
export type ImpactChartProps = InsightChartProps<Impact>;

export const hasNothing = ({ start }: Impact): boolean => start.length === 0;
