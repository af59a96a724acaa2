import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#shared/contract/tasks.ts';
import { announce } from '../components/announce.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useTasks } from './tasks.ts';
import { useWatchedTask } from './watched-task.ts';

/** How many times between its begin and its end a task says how far it is. */
const PARTS = 4;

/** The last quarter that a task has begun, 0 to 3; of one whose size is not known always the first. */
function quarterOf({ done, total }: Task): number {
  return total === null || total === 0 ? 0 : Math.min(PARTS - 1, Math.floor((PARTS * done) / total));
}

/**
 * Tells screen readers of long work: when it begins, after each quarter, and when it ends where a dialog shows that and no notice does. What
 * was running before the window looked is not told to begin, and of a fetch the status tells begin and end.
 */
export function useTaskAnnouncements(): void {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  const { all, isKnown } = useTasks();
  const watched = useWatchedTask(({ taskId }) => taskId);
  const quarters = useRef<Map<string, number> | null>(null);

  useEffect(() => {
    if (!isKnown) return;
    const isFirstLook = quarters.current === null;
    const told = (quarters.current ??= new Map<string, number>());
    for (const task of all) {
      const { id, kind, subject, state } = task;
      const title = t(`${kind}.title`, { subject });
      const before = told.get(id);
      if (state !== 'running') {
        if (told.delete(id) && id === watched && kind !== 'sync') announce(t(`${kind}.${state}`, { subject }));
        continue;
      }
      const quarter = quarterOf(task);
      told.set(id, quarter);
      if (before === undefined && !isFirstLook && kind !== 'sync') announce(t('said.begun', { title }));
      if (before !== undefined && quarter > before) {
        announce(t('said.share', { title, share: format.percent(quarter / PARTS, 0) }));
      }
    }
  }, [all, isKnown, watched, t, format]);
}
