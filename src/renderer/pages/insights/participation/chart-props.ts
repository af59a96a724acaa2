import type { Participation } from '#shared/contract/insight-records.ts';
import type { InsightChartProps } from '../chart-props.ts';

/** What every chart of the participation is given. */
export type ParticipationChartProps = InsightChartProps<Participation>;

export const hasNothing = ({ start }: Participation): boolean => start.length === 0;
