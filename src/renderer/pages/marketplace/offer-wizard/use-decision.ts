import { useRef } from 'react';
import type { Input, Output } from '#shared/contract/contract.ts';
import type { Problem } from '#shared/contract/errors.ts';
import { useCommand } from '../../../bridge/queries.ts';

type DecisionMethod = 'market.placeOffer' | 'market.takeOffer' | 'rules.save';
type Decided<M extends DecisionMethod> = Omit<Input<M>, 'key'>;

export interface Decision<M extends DecisionMethod> {
  readonly decide: (decided: Decided<M>) => void;
  readonly isUnderWay: boolean;
  /** Why the last attempt was refused. */
  readonly refusal: Problem | null;
  /** Takes the refusal away: what it was about is being changed. */
  readonly forgetRefusal: () => void;
}

/**
 * Puts one decision of an open dialog into the outbox, once, however often its button is pressed. An attempt whose answer got lost may be
 * repeated: the same decision has the same key and stays one command; a changed one is another decision and has another key.
 */
export function useDecision<M extends DecisionMethod>(method: M, onDecided: (answer: Output<M>) => void): Decision<M> {
  const command = useCommand(method);
  const isUnderWay = useRef(false);
  const last = useRef({ decided: '', key: '' });

  function decide(decided: Decided<M>): void {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    const text = JSON.stringify(decided);
    if (text !== last.current.decided) last.current = { decided: text, key: crypto.randomUUID() };
    command.mutate({ ...decided, key: last.current.key } as Input<M>, {
      onSuccess: onDecided,
      onError: () => {
        isUnderWay.current = false;
      },
    });
  }

  return {
    decide,
    isUnderWay: command.isPending,
    refusal: command.error?.problem ?? null,
    forgetRefusal: command.reset,
  };
}
