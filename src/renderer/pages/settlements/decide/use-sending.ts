import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Input } from '#shared/contract/contract.ts';
import type { Problem } from '#shared/contract/errors.ts';
import type { DecidedItem } from '#shared/contract/settlement-records.ts';
import { call, type BridgeError } from '../../../bridge/client.ts';

/** One command, without the key that makes it one. */
export type Job =
  | { readonly method: 'settlement.propose'; readonly input: Omit<Input<'settlement.propose'>, 'key'> }
  | { readonly method: 'settlement.decide'; readonly input: Omit<Input<'settlement.decide'>, 'key'> };

export interface Sending {
  /** Puts the commands into the outbox, one after the other; while they are under way a second press does nothing. */
  readonly send: (jobs: readonly Job[]) => void;
  readonly isUnderWay: boolean;
  /** Why none or only some could be kept; sending the same again keeps nothing twice. */
  readonly problem: Problem | null;
}

/** Puts decisions of an open form into the outbox, once: the same decision has the same key, however often it is sent. */
export function useSending(onSent: (items: readonly DecidedItem[]) => void): Sending {
  const keys = useRef(new Map<string, string>());

  function keyOf(job: Job): string {
    const text = JSON.stringify(job);
    const key = keys.current.get(text) ?? crypto.randomUUID();
    keys.current.set(text, key);
    return key;
  }

  const { mutate, isPending, error } = useMutation<DecidedItem[], BridgeError, readonly Job[]>({
    mutationFn: async (jobs) => {
      const decided: DecidedItem[] = [];
      for (const job of jobs) {
        const key = keyOf(job);
        const { items } =
          job.method === 'settlement.propose'
            ? await call('settlement.propose', { ...job.input, key })
            : await call('settlement.decide', { ...job.input, key });
        decided.push(...items);
      }
      return decided;
    },
    onSuccess: onSent,
  });
  return { send: (jobs) => !isPending && mutate(jobs), isUnderWay: isPending, problem: error?.problem ?? null };
}
