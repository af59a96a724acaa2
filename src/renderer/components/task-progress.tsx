import { Group, Progress, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesToCancel, type Task } from '#shared/contract/tasks.ts';
import { RoleButton } from '../app/role-button.tsx';
import { useCommand } from '../bridge/queries.ts';
import { useFormat } from '../i18n/use-format.ts';

/** A running task: how far it is, in counts and time left, and the way to stop it. */
export function TaskProgress({ task }: { readonly task: Task }): ReactNode {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  const cancel = useCommand('tasks.cancel');
  const { done, total, unit, remainingMs } = task;
  const isFetch = task.kind === 'sync';
  const counts =
    total === null
      ? t(`${unit}.done`, { count: done, done: format.number(done) })
      : t(`${unit}.of`, { count: total, done: format.number(done), total: format.number(total) });
  const title = t(`${task.kind}.title`, { subject: task.subject });
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm" fw={600} truncate>
          {title}
        </Text>
        <RoleButton
          needs={rolesToCancel[task.kind]}
          size="compact-xs"
          variant="default"
          flex="none"
          loading={cancel.isPending || cancel.isSuccess}
          onClick={() => cancel.mutate({ taskId: task.id })}
          aria-label={t(isFetch ? 'stopThis' : 'cancelThis', { title })}
        >
          {t(isFetch ? 'stop' : 'cancel')}
        </RoleButton>
      </Group>
      <Progress
        value={total === null || total === 0 ? 100 : (100 * done) / total}
        animated={total === null}
        size="sm"
        color="var(--cw-focus)"
        my={6}
        aria-label={title}
      />
      <Group justify="space-between" gap="sm" className="tabular">
        <Text size="xs" c="dimmed">
          {counts}
        </Text>
        {remainingMs !== null && (
          <Text size="xs" c="dimmed">
            {t('left', { duration: format.duration(remainingMs) })}
          </Text>
        )}
      </Group>
    </div>
  );
}
