import type { Impact } from '#shared/contract/insight-records.ts';
import type { InsightChartProps } from '../chart-props.ts';

/** What every chart of the impact is given. */
export interface ImpactChartProps extends InsightChartProps<Impact> {
  /** The period before; null while it is not known, and when nothing is compared. */
  readonly before: Impact | null;
}

export const hasNothing = ({ start }: Impact): boolean => start.length === 0;
