import { useEffect } from 'react';
import type { Task } from '#shared/contract/tasks.ts';
import { useTasks } from '../../app/tasks.ts';
import { useWatchedTask } from '../../app/watched-task.ts';

/** The task whose progress and outcome this page shows: when it ends no notice is needed. Null until it is known. */
export function useRun(taskId: string): Task | null {
  const { all } = useTasks();
  const watch = useWatchedTask((store) => store.watch);
  useEffect(() => {
    watch(taskId);
    return () => watch(null);
  }, [watch, taskId]);
  return all.find(({ id }) => id === taskId) ?? null;
}
