import type { UseQueryResult } from '@tanstack/react-query';
import type { Comparison } from '#shared/contract/ledger-records.ts';
import type { BridgeError } from '../../../bridge/client.ts';
import type { PairedStep } from '../../../charts/comparison-steps.ts';
import type { Range } from '../../../charts/time-axis.ts';
import type { EmptyStateProps } from '../../../components/empty-state.tsx';

/** What every chart of the comparison is given. */
export interface ComparisonChartProps {
  readonly query: UseQueryResult<Comparison, BridgeError>;
  readonly steps: readonly PairedStep[];
  readonly range: Range;
  /** Whose trade it is: a pseudonym, or the community's name. */
  readonly who: string;
  readonly isMember: boolean;
  /** The days of the period, and of the one to compare with; null without. */
  readonly currentLabel: string;
  readonly beforeLabel: string | null;
  readonly source: string;
  /** Of the period, for the name of a file. */
  readonly days: string;
  readonly empty: EmptyStateProps;
  readonly isEmpty: (comparison: Comparison) => boolean;
}
