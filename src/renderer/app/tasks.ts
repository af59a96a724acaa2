import { useMemo } from 'react';
import type { Task } from '#shared/contract/tasks.ts';
import { useMethod } from '../bridge/queries.ts';

export interface TaskLists {
  readonly all: readonly Task[];
  readonly running: readonly Task[];
  /** False until the engine has told. */
  readonly isKnown: boolean;
}

/** Every task since the engine started; kept current by the engine's events. */
export function useTasks(): TaskLists {
  const { data } = useMethod('tasks.list', {});
  return useMemo(() => {
    const all = data ?? [];
    return { all, running: all.filter(({ state }) => state === 'running'), isKnown: data !== undefined };
  }, [data]);
}
