import type { Participation } from '#shared/contract/insight-records.ts';
import type { InsightChartProps } from '../chart-props.ts';

/** What every chart of the participation is given. */
export interface ParticipationChartProps extends InsightChartProps<Participation> {
  /** The period before; null while it is not known, and when nothing is compared. */
  readonly before: Participation | null;
}

export const hasNothing = ({ start }: Participation): boolean => start.length === 0;
