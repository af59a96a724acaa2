import type { UseQueryResult } from '@tanstack/react-query';
import type { InsightStep } from '#shared/contract/insight-records.ts';
import type { BridgeError } from '../../bridge/client.ts';
import type { PairedStep } from '../../charts/comparison-steps.ts';
import type { Range } from '../../charts/time-axis.ts';
import type { EmptyStateProps } from '../../components/empty-state.tsx';

/** What every chart of a view over time is given. */
export interface InsightChartProps<Answer> {
  readonly query: UseQueryResult<Answer, BridgeError>;
  readonly step: InsightStep;
  readonly steps: readonly PairedStep[];
  readonly range: Range;
  /** The days of the period, and of the one before; null when nothing is compared. */
  readonly label: string;
  readonly beforeLabel: string | null;
  /** Whose numbers, for an exported picture. */
  readonly source: string;
  /** Of the period, for the name of a file. */
  readonly days: string;
  readonly empty: EmptyStateProps;
}
