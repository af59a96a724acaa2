import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#shared/contract/tasks.ts';
import { useWatchedTask } from '../../../app/watched-task.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { TaskProgress } from '../../../components/task-progress.tsx';
import classes from './counterfactual.module.css';

/** How a replay goes, or why there is nothing of it. This page shows how it ends: no notice is needed then. */
export function ReplayState({ task }: { readonly task: Task }): ReactNode {
  const { t } = useTranslation('counterfactual');
  const watch = useWatchedTask((store) => store.watch);
  useEffect(() => {
    watch(task.id);
    return () => watch(null);
  }, [watch, task.id]);

  if (task.state === 'running') return <TaskProgress task={task} />;
  if (task.state === 'cancelled') return <p className={classes.quiet}>{t('cancelled')}</p>;
  if (task.state === 'failed' && task.problem !== null) return <ErrorState problem={task.problem} />;
  return null;
}
