import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditLogFinding, AuditVerification } from '#shared/contract/audit-records.ts';
import type { Task } from '#shared/contract/tasks.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { TaskProgress } from '../../../components/task-progress.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { useRun } from '../../rules/use-run.ts';
import classes from './log.module.css';

type Restore = NonNullable<AuditVerification['restored']>;

/** A verification of the log: how far it is, and what it found. */
export function Verification({ task: { id: taskId, ...started } }: { readonly task: Task }): ReactNode {
  const { t } = useTranslation('audit-log');
  const task = useRun(taskId) ?? { id: taskId, ...started };
  const { data, refetch } = useMethod('audit.verification', { taskId }, { keepPrevious: false });
  // Only the task says that it ended.
  useEffect(() => {
    if (task.state !== 'running') void refetch();
  }, [refetch, task.state]);

  if (task.state === 'running') return <TaskProgress task={task} />;
  if (task.state === 'failed' && task.problem !== null) return <ErrorState problem={task.problem} />;
  if (data?.finding != null) return <Broken finding={data.finding} />;
  if (task.state === 'cancelled') return <p className={classes.text}>{t('verification.cancelled')}</p>;
  if (data === null) return <p className={classes.text}>{t('verification.forgotten')}</p>;
  return data === undefined ? null : <Intact verification={data} />;
}

function Intact({
  verification: { checked, checkpoints, restored },
}: {
  readonly verification: AuditVerification;
}): ReactNode {
  const { t } = useTranslation('audit-log');
  const format = useFormat();
  return (
    <div className={classes.verdict} data-level="good" role="status">
      <IconCircleCheck size={22} stroke={1.9} aria-hidden />
      <div>
        <p className={classes.sentence}>
          {t('verification.intact', { count: checked, number: format.number(checked) })}
        </p>
        <p className={classes.text}>
          {t('verification.intactText', { count: checkpoints, number: format.number(checkpoints) })}
        </p>
        {restored !== null && <Restored restored={restored} />}
      </div>
    </div>
  );
}

/** That the log goes on from an earlier one is no break, but whoever holds a printed end of that one has to know. */
function Restored({ restored: { number, at, entriesLost } }: { readonly restored: Restore }): ReactNode {
  const { t } = useTranslation('audit-log');
  const format = useFormat();
  return (
    <p className={classes.text}>
      {t('verification.restored', { number: format.number(number), time: format.dateTime(at) })}
      {entriesLost !== null &&
        entriesLost > 0 &&
        ` ${t('verification.entriesLost', { count: entriesLost, number: format.number(entriesLost) })}`}
    </p>
  );
}

/** What is not as it was, what that means, and what to do. */
function Broken({ finding: { kind, number, at } }: { readonly finding: AuditLogFinding }): ReactNode {
  const { t } = useTranslation('audit-log');
  const format = useFormat();
  const values = {
    number: format.number(number),
    time: at === null ? t('verification.unknownTime') : format.dateTime(at),
  };
  return (
    <div className={classes.verdict} data-level="finding" role="alert">
      <IconAlertTriangle size={22} stroke={1.9} aria-hidden />
      <div>
        <p className={classes.sentence}>{t(`verification.findings.${kind}.said`, values)}</p>
        <p className={classes.text}>{t(`verification.findings.${kind}.meaning`)}</p>
        <p className={classes.text}>{t('verification.whatToDo', values)}</p>
      </div>
    </div>
  );
}
