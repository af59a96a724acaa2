import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { usePeriod } from '../../../../app/period.tsx';
import { beginAskedWait } from '../../../../app/waits/waits.ts';
import { ErrorState } from '../../../../components/error-state.tsx';
import { SkeletonLines } from '../../../../components/page-state.tsx';
import { TaskProgress } from '../../../../components/task-progress.tsx';
import { useRun } from '../../../rules/use-run.ts';
import { reportPath } from '../../audit-place.ts';

export interface MakingReportProps {
  readonly taskId: string;
  readonly reportId: string;
  /** Back to what was ordered. */
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** A report under way; when it is made its pages open. */
export function MakingReport({ taskId, reportId, onAgain, onClose }: MakingReportProps): ReactNode {
  const { t } = useTranslation('reports');
  const navigate = useNavigate();
  const { search } = usePeriod();
  const task = useRun(taskId);
  const isDone = task?.state === 'done';
  useEffect(() => {
    if (!isDone) return;
    void navigate({ pathname: reportPath(reportId), search });
    beginAskedWait('report', 'audit');
    onClose();
    // oxlint-disable-next-line react/exhaustive-deps -- once, when it is made
  }, [isDone]);

  if (task === null || isDone) return <SkeletonLines lines={3} />;
  if (task.state === 'failed' && task.problem !== null) return <ErrorState problem={task.problem} onRetry={onAgain} />;
  return (
    <Stack gap="md">
      {task.state === 'running' ? (
        <>
          <TaskProgress task={task} />
          <Text size="sm" c="dimmed">
            {t('make.goesOn')}
          </Text>
        </>
      ) : (
        <Text size="sm">{t('make.cancelled')}</Text>
      )}
      <Group justify="flex-end" gap="sm">
        {task.state !== 'running' && (
          <Button variant="default" onClick={onAgain}>
            {t('make.back')}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {t('make.elsewhere')}
        </Button>
      </Group>
    </Stack>
  );
}
