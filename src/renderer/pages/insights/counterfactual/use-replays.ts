import { useQueries } from '@tanstack/react-query';
import type { Task } from '#shared/contract/tasks.ts';
import type { InstantRange } from '../../../app/period-arithmetic.ts';
import { useTasks } from '../../../app/tasks.ts';
import { call } from '../../../bridge/client.ts';
import { queryKey } from '../../../bridge/queries.ts';

const METHOD = 'insights.counterfactualResult';

export interface Replays {
  /** The one that was started last; null before the first. */
  readonly latest: Task | null;
  /** The last finished one of a period; null when its outcome is not known any more, or there was none. */
  readonly of: (range: InstantRange) => Task | null;
  /** While the outcome of one is still being asked for. */
  readonly isLooking: boolean;
}

/** The replays of a community since the engine started. */
export function useReplays(communityId: string): Replays {
  const { all } = useTasks();
  const own = all.filter((task) => task.kind === 'counterfactual' && task.communityId === communityId);
  const done = own.filter(({ state }) => state === 'done').toReversed();
  const results = useQueries({
    queries: done.map(({ id }) => ({
      queryKey: queryKey(METHOD, { taskId: id }),
      queryFn: () => call(METHOD, { taskId: id }),
    })),
  });
  return {
    latest: own.at(-1) ?? null,
    of: ({ from, to }) =>
      done.find((_, at) => {
        const found = results[at].data?.range;
        return found?.from === from && found.to === to;
      }) ?? null,
    isLooking: results.some(({ isPending }) => isPending),
  };
}
