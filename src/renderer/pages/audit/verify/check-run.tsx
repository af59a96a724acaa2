import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { SkeletonLines } from '../../../components/page-state.tsx';
import { TaskProgress } from '../../../components/task-progress.tsx';
import { useRun } from '../../rules/use-run.ts';
import { CheckResult } from './check-result.tsx';
import classes from './verify.module.css';

export interface CheckRunProps {
  readonly taskId: string;
  /** Told when a link leads away. */
  readonly onLeave?: () => void;
}

/** A check of a report: how far it is, and what it says. */
export function CheckRun({ taskId, onLeave }: CheckRunProps): ReactNode {
  const { t } = useTranslation('reports');
  const task = useRun(taskId);
  const { data, refetch } = useMethod('reports.check', { taskId }, { keepPrevious: false });
  const state = task?.state;
  // Only the task says that it ended.
  useEffect(() => {
    if (state === 'done') void refetch();
  }, [refetch, state]);

  if (task === null) return <SkeletonLines lines={3} />;
  if (task.state === 'running') return <TaskProgress task={task} />;
  if (task.state === 'cancelled') return <p className={classes.text}>{t('check.cancelled')}</p>;
  if (task.state === 'failed' && task.problem !== null) return <ErrorState problem={task.problem} />;
  if (data == null) return <SkeletonLines lines={3} />;
  return <CheckResult check={data} onLeave={onLeave} />;
}
