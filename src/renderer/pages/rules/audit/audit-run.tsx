import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#shared/contract/tasks.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { TaskProgress } from '../../../components/task-progress.tsx';
import { useRun } from '../use-run.ts';
import { AuditSummary } from './audit-summary.tsx';
import classes from './audit.module.css';
import { ExportFindings } from './export-findings.tsx';
import { FindingGroups } from './finding-groups.tsx';

/** One audit: its progress, and what it has found by now, findings first. */
export function AuditRun({ task: { id: taskId, ...started } }: { readonly task: Task }): ReactNode {
  const { t } = useTranslation('rule-audit');
  const task = useRun(taskId) ?? started;
  const { data, refetch } = useMethod('rules.auditResult', { taskId }, { keepPrevious: false });
  // Only the task says that it went on; what it found so far is asked for then.
  useEffect(() => {
    void refetch();
  }, [refetch, task.done, task.state]);

  const isDone = task.state === 'done';
  return (
    <div className={classes.run}>
      {task.state === 'running' && <TaskProgress task={{ id: taskId, ...task }} />}
      {task.state === 'cancelled' && <p className={classes.quiet}>{t('cancelled')}</p>}
      {task.state === 'failed' && task.problem !== null && <ErrorState problem={task.problem} />}
      {data === null && isDone && <p className={classes.quiet}>{t('forgotten')}</p>}
      {data != null && (
        <>
          <AuditSummary result={data} isDone={isDone} />
          <FindingGroups taskId={taskId} result={data} />
          {isDone && <ExportFindings taskId={taskId} result={data} />}
        </>
      )}
    </div>
  );
}
