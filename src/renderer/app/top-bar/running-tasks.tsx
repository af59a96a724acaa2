import { Popover, RingProgress, Stack, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#shared/contract/tasks.ts';
import { TaskProgress } from '../../components/task-progress.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { useTasks } from '../tasks.ts';
import styles from './top-bar.module.css';

function shareOf(tasks: readonly Task[]): number {
  const known = tasks.filter(({ total }) => total !== null && total > 0);
  const sum = known.reduce((share, { done, total }) => share + done / (total ?? 1), 0);
  return known.length === 0 ? 0 : sum / known.length;
}

/** Long work that goes on while the person works elsewhere; nothing when nothing runs. */
export function RunningTasks(): ReactNode {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  const { running } = useTasks();
  if (running.length === 0) return null;
  const share = format.percent(shareOf(running), 0);
  return (
    <Popover width={340} position="bottom-end">
      <Popover.Target>
        <UnstyledButton className={styles.running} aria-label={`${t('running', { count: running.length })}: ${share}`}>
          <RingProgress
            size={24}
            thickness={3}
            sections={[{ value: 100 * shareOf(running), color: 'var(--cw-focus)' }]}
            aria-hidden
          />
          <span className="tabular">{share}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="md">
          {running.map((task) => (
            <TaskProgress key={task.id} task={task} />
          ))}
          <Text size="xs" c="dimmed">
            {t('goesOn')}
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
