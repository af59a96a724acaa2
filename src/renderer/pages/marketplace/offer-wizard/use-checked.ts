import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Input, Output } from '#shared/contract/contract.ts';
import type { Problem } from '#shared/contract/errors.ts';
import { useMethod } from '../../../bridge/queries.ts';

/** How long typing rests before the engine is asked. */
const REST_MS = 200;

type CheckMethod = 'market.checkOffer' | 'market.checkTrade' | 'rules.check';

/** What the engine is asked, with whatever the page needs to know of the moment it was asked. */
interface Question<M extends CheckMethod> {
  readonly input: Input<M>;
}

export interface Checked<M extends CheckMethod, Q extends Question<M> = Question<M>> {
  /** The last answer and what it is about; it stays while a changed decision is asked about. Null before the first. */
  readonly last: { readonly about: Q; readonly answer: Output<M> } | null;
  /** Whether the last answer is about what is typed now. */
  readonly isCurrent: boolean;
  readonly failure: Problem | null;
  readonly retry: () => void;
}

/**
 * Asks the engine what a decision would do, whenever typing rests.
 * @param question must stay the same object while nothing changes
 */
export function useChecked<M extends CheckMethod, Q extends Question<M>>(method: M, question: Q): Checked<M, Q> {
  const [asked] = useDebouncedValue(question, REST_MS, { leading: true });
  const query = useMethod(method, asked.input, { keepPrevious: false });
  const [last, setLast] = useState<Checked<M, Q>['last']>(null);
  if (query.data !== undefined && (query.data !== last?.answer || asked !== last.about))
    setLast({ about: asked, answer: query.data });
  return {
    last,
    isCurrent: last?.about === question,
    failure: query.error?.problem ?? null,
    retry: () => void query.refetch(),
  };
}
