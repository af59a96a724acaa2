import { Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconLayoutDashboard } from '@tabler/icons-react';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#shared/contract/tasks.ts';
import { homePath } from '../../app/pages.ts';
import { useOpenCommunity } from '../../app/period.tsx';
import { useTasks } from '../../app/tasks.ts';
import { useWatchedTask } from '../../app/watched-task.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { SkeletonLines } from '../../components/page-state.tsx';
import { TaskProgress } from '../../components/task-progress.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import styles from './import.module.css';

export interface ImportRunProps {
  readonly taskId: string;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** The import under way, and how it ended. */
export function ImportRun({ taskId, onAgain, onClose }: ImportRunProps): ReactNode {
  const { t } = useTranslation('import');
  const task = useTasks().all.find(({ id }) => id === taskId);
  const watch = useWatchedTask((store) => store.watch);
  useEffect(() => {
    watch(taskId);
    return () => watch(null);
  }, [watch, taskId]);

  if (task === undefined) return <SkeletonLines lines={3} />;
  if (task.state === 'running') {
    return (
      <Stack gap="md">
        <TaskProgress task={task} />
        <Text size="sm" c="dimmed">
          {t('run.goesOn')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('run.elsewhere')}
          </Button>
        </Group>
      </Stack>
    );
  }
  if (task.state === 'failed' && task.problem !== null) return <ErrorState problem={task.problem} onRetry={onAgain} />;
  return <Outcome task={task} onAgain={onAgain} onClose={onClose} />;
}

interface OutcomeProps {
  readonly task: Task;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

function Outcome({ task, onAgain, onClose }: OutcomeProps): ReactNode {
  const { t } = useTranslation('import');
  const format = useFormat();
  const openCommunity = useOpenCommunity();
  const isDone = task.state === 'done';
  const OutcomeIcon = isDone ? IconCircleCheck : IconCircleX;
  const { communityId } = task;
  const counts = Object.entries(task.outcome).filter(([name, count]) => count > 0 || name === 'imported');

  function open(): void {
    if (communityId === null) return;
    openCommunity(communityId, { choice: { kind: 'all' }, page: homePath });
    onClose();
  }

  return (
    <Stack gap="md">
      <Group gap="xs">
        <OutcomeIcon size={22} stroke={1.75} className={isDone ? styles.good : undefined} aria-hidden />
        <Text fw={600}>{t(isDone ? 'outcome.done' : 'outcome.cancelled', { subject: task.subject })}</Text>
      </Group>
      {!isDone && <Text size="sm">{t('outcome.cancelledText')}</Text>}
      {counts.length > 0 && (
        <dl className={styles.facts}>
          {counts.map(([name, count]) => (
            <div key={name} className={styles.fact}>
              <dt>{t(`counts.${name}`, { defaultValue: name })}</dt>
              <dd className="tabular">{format.number(count)}</dd>
            </div>
          ))}
        </dl>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onAgain}>
          {t('outcome.again')}
        </Button>
        {isDone && communityId !== null && (
          <Button
            data-autofocus
            leftSection={<IconLayoutDashboard size={18} stroke={1.75} aria-hidden />}
            onClick={open}
          >
            {t('outcome.open')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
