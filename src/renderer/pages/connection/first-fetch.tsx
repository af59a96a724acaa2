import { Button, Group, Loader, Stack, Text } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunities, useCommunityOrNull } from '../../app/community.tsx';
import { homePath } from '../../app/pages.ts';
import { useOpenCommunity } from '../../app/period.tsx';
import { hostOf, useSync } from '../../app/sync.ts';
import { useTasks } from '../../app/tasks.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { TaskProgress } from '../../components/task-progress.tsx';

/** The fetch after connecting, in counts and time left. The overview opens as soon as the first data are there; the rest follows behind it. */
export function FirstFetch({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('connection');
  const status = useSync();
  const communities = useCommunities().data ?? [];
  const openCommunity = useOpenCommunity();
  const current = useCommunityOrNull();
  const tasks = useTasks().running.filter(({ kind }) => kind === 'sync');
  const fetched = status?.communities ?? [];
  const first = communities.find(
    ({ id, dataFrom }) => dataFrom !== null && fetched.some(({ communityId }) => communityId === id),
  );
  const firstId = first?.id ?? null;
  useEffect(() => {
    if (firstId === null) return;
    openCommunity(firstId, { page: homePath });
    onClose();
    // Once, for the community that comes first.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [firstId]);

  const problem = status?.problem ?? fetched.find((one) => one.problem !== null)?.problem ?? null;
  const isNothingToSee = status?.state === 'up-to-date' && fetched.length === 0;
  return (
    <Stack gap="md">
      <Text fw={600} role="status">
        {status?.connection == null
          ? t('fetch.connected')
          : t('fetch.connectedTo', { host: hostOf(status.connection.address), name: status.connection.name })}
      </Text>
      {tasks.map((task) => (
        <TaskProgress key={task.id} task={task} />
      ))}
      {tasks.length === 0 && problem === null && !isNothingToSee && (
        <Group gap="sm">
          <Loader size={18} />
          <Text size="sm">{t('fetch.asking')}</Text>
        </Group>
      )}
      {tasks.length === 0 && problem !== null && <ErrorState problem={problem} />}
      {isNothingToSee && <Notice level="attention">{t('fetch.none')}</Notice>}
      <Text size="sm" c="dimmed">
        {t(current === null ? 'fetch.opensFirst' : 'fetch.opens')}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t(current === null ? 'fetch.close' : 'fetch.elsewhere')}
        </Button>
      </Group>
    </Stack>
  );
}
