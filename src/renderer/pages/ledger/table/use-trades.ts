import { useQueries, useQueryClient, type UseQueryOptions } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Input, Output } from '#shared/contract/contract.ts';
import type { LedgerTrade } from '#shared/contract/ledger-records.ts';
import { call, type BridgeError } from '../../../bridge/client.ts';
import { queryKey } from '../../../bridge/queries.ts';
import type { RowSpan } from '../../../components/big-rows.ts';

/** Rows that are asked for together. */
const BLOCK_ROWS = 100;
/** How long a slow answer holds back the question for another place. */
const PATIENCE_MS = 100;
/** A block out of sight is forgotten after it: who drags through a million trades would otherwise keep them all. */
const KEPT_MS = 15_000;

type Block = Output<'ledger.page'>;

/** Which trades, in which order. */
export type Wanted = Omit<Input<'ledger.page'>, 'from' | 'limit'>;

/** How a block is asked for, by its number. */
export function blockQuery(wanted: Wanted, block: number): UseQueryOptions<Block, BridgeError> {
  const input = { ...wanted, from: block * BLOCK_ROWS, limit: BLOCK_ROWS };
  return {
    queryKey: queryKey('ledger.page', input),
    queryFn: () => call('ledger.page', input),
    gcTime: KEPT_MS,
  };
}

export interface Trades {
  /** Undefined while it is not there yet. */
  readonly tradeAt: (index: number) => LedgerTrade | undefined;
  /** How many there are at least, by what is loaded. */
  readonly atLeast: number;
  /** Why trades in sight did not come; null when all is well. */
  readonly error: BridgeError | null;
  readonly retry: () => void;
}

/**
 * The trades around the rows that are drawn, in blocks by their place. A place is asked for when the one before has answered: who drags the
 * thumb asks for where it is whenever there is an answer, and never for all between. The blocks beside those in sight follow them once it rests.
 */
export function useTrades(wanted: Wanted, drawn: RowSpan): Trades {
  const client = useQueryClient();
  const first = Math.floor(drawn.first / BLOCK_ROWS);
  const last = Math.max(first, Math.floor((drawn.last - 1) / BLOCK_ROWS));
  const [asked, ask] = useState({ wanted, first, last });

  const inSight = blocksFrom(asked.first, asked.last);
  const isAnswered = inSight.every((block) => {
    const state = client.getQueryState(blockQuery(asked.wanted, block).queryKey);
    return state !== undefined && state.status !== 'pending';
  });
  const isAsked = asked.wanted === wanted && asked.first === first && asked.last === last;
  const beside = isAnswered && isAsked ? [asked.first - 1, asked.last + 1].filter((block) => block >= 0) : [];
  const blocks = [...inSight, ...beside];
  const results = useQueries({ queries: blocks.map((block) => blockQuery(asked.wanted, block)) });

  if (!isAsked && (isAnswered || asked.wanted !== wanted)) ask({ wanted, first, last });
  useEffect(() => {
    if (isAsked) return undefined;
    const timer = setTimeout(() => ask({ wanted, first, last }), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isAsked, wanted, first, last]);

  const isOld = asked.wanted !== wanted;
  const loaded = new Map(isOld ? [] : blocks.map((block, index) => [block, results[index].data?.trades]));
  const failed = results.slice(0, inSight.length).filter(({ isLoadingError }) => isLoadingError);
  return {
    tradeAt: (index) => loaded.get(Math.floor(index / BLOCK_ROWS))?.[index % BLOCK_ROWS],
    atLeast: Math.max(0, ...[...loaded].map(([block, trades = []]) => block * BLOCK_ROWS + trades.length)),
    error: failed.length === 0 ? null : failed[0].error,
    retry: () => failed.forEach(({ refetch }) => void refetch()),
  };
}

function blocksFrom(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
