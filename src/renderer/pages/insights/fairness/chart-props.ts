import type { UseQueryResult } from '@tanstack/react-query';
import type { Output } from '#shared/contract/contract.ts';
import type { BridgeError } from '../../../bridge/client.ts';

/** What both charts are given. */
export interface FairnessChartProps {
  readonly query: UseQueryResult<Output<'insights.fairness'>, BridgeError>;
  /** Whose numbers and of which days. */
  readonly source: string;
  readonly periodLabel: string;
  /** Of the period, for the name of a file. */
  readonly days: string;
}
