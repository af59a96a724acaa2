import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#shared/contract/tasks.ts';
import { showFailure } from '../components/failure-notice.ts';
import { useProblemWords } from '../components/problem-words.ts';
import { useFormat } from '../i18n/use-format.ts';
import { homePath } from './pages.ts';
import { useOpenCommunity } from './period.tsx';
import { useTasks } from './tasks.ts';
import { useWatchedTask } from './watched-task.ts';

/** Tells when long work ended while the person was elsewhere; a task whose outcome is on screen needs no notice. */
export function useTaskNotices(): void {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  const words = useProblemWords();
  const { all } = useTasks();
  const watched = useWatchedTask(({ taskId }) => taskId);
  const openCommunity = useOpenCommunity();
  const running = useRef(new Set<string>());

  useEffect(() => {
    for (const task of all) {
      if (task.state === 'running') running.current.add(task.id);
      else if (running.current.delete(task.id) && task.id !== watched) show(task);
    }

    function show(task: Task): void {
      const { communityId, kind, subject, problem } = task;
      // Why a fetch does not go on is said by the status, which also says when it does again.
      if (kind === 'sync' && task.state === 'failed') return;
      // What the schedule asks for every day and went well is no news.
      if (kind === 'backup' && task.outcome['scheduled'] === 1) return;
      const id = `task-${task.id}`;
      const open = () => {
        if (communityId !== null) openCommunity(communityId, { choice: { kind: 'all' }, page: homePath });
        notifications.hide(id);
      };
      const isStoppedFetch = kind === 'sync' && task.state === 'cancelled';
      const title = t(`${kind}.${task.state}`, { subject });
      if (problem !== null) {
        showFailure({ id, title, message: words(problem).whole });
        return;
      }
      notifications.show({
        id,
        color: 'accent',
        title,
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">
              {isStoppedFetch
                ? t('sync.stopped')
                : t(`${task.unit}.done`, { count: task.done, done: format.number(task.done) })}
            </Text>
            {task.state === 'done' && kind === 'import' && communityId !== null && (
              <Button size="compact-sm" variant="light" onClick={open}>
                {t('open')}
              </Button>
            )}
          </Group>
        ),
      });
    }
  }, [all, watched, openCommunity, t, format, words]);
}
