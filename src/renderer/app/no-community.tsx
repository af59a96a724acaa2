import { Button, Center, Stack, Text, VisuallyHidden } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { IconFileImport, IconFlask, IconHomeBolt, IconPlugConnected } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import type { BridgeError } from '../bridge/client.ts';
import { useCommand } from '../bridge/queries.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorState } from '../components/error-state.tsx';
import { SkeletonLines } from '../components/page-state.tsx';
import { TaskProgress } from '../components/task-progress.tsx';
import { openConnect } from '../pages/connection/open-connect.tsx';
import { openImport } from '../pages/import/open-import.tsx';
import { Panel } from '../components/panel.tsx';
import { useFormat } from '../i18n/use-format.ts';
import { useWhatIsHere } from './help/use-what-is-here.ts';
import { useNow } from './now.ts';
import { RoleButton } from './role-button.tsx';
import { useSession } from './session.ts';
import { hostOf, useSync, type HubConnection } from './sync.ts';
import { syncWords } from './sync-words.ts';
import { useTasks } from './tasks.ts';
import { useFetchNow } from './use-fetch-now.ts';

/** The page while no community is there: being read, being made, or not yet begun. */
export function NoCommunity({ communities }: NoCommunityProps): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <VisuallyHidden component="h1">
        {communities.data === undefined ? t('engine.starting') : t('empty.title')}
      </VisuallyHidden>
      <Reason communities={communities} />
    </>
  );
}

interface NoCommunityProps {
  readonly communities: UseQueryResult<CommunitySummary[], BridgeError>;
}

function Reason({ communities }: NoCommunityProps): ReactNode {
  const { t } = useTranslation();
  const { running } = useTasks();
  const session = useSession();
  const demo = useCommand('demo.create');
  const sync = useSync();
  const about = useWhatIsHere();
  if (running.length > 0) return <Making />;
  if (communities.isError && communities.data === undefined) {
    return (
      <Center mih={420}>
        <ErrorState problem={communities.error.problem} onRetry={() => void communities.refetch()} />
      </Center>
    );
  }
  // The demo's task begins by itself a moment after the engine is ready.
  if (communities.data === undefined || session?.state === 'demo') {
    return (
      <Center p="xl">
        <Stack w={560}>
          <SkeletonLines lines={6} />
        </Stack>
      </Center>
    );
  }
  if (sync?.connection != null) return <NothingFetched status={sync} connection={sync.connection} />;
  return (
    <Center mih={420}>
      <EmptyState
        icon={<IconHomeBolt size={22} stroke={1.75} aria-hidden />}
        title={t('empty.title')}
        about={about ?? undefined}
        text={t('empty.text')}
        actions={
          <>
            <Button leftSection={<IconFileImport size={18} aria-hidden />} onClick={openImport}>
              {t('empty.import')}
            </Button>
            <Button variant="default" leftSection={<IconPlugConnected size={18} aria-hidden />} onClick={openConnect}>
              {t('empty.connect')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconFlask size={18} aria-hidden />}
              loading={demo.isPending}
              onClick={() => demo.mutate({})}
            >
              {t('empty.demo')}
            </Button>
          </>
        }
      />
    </Center>
  );
}

/** Connected, but nothing of a community has come yet: why, and the way on. */
function NothingFetched({
  status,
  connection,
}: {
  readonly status: SyncStatus;
  readonly connection: HubConnection;
}): ReactNode {
  const { t } = useTranslation(['sync', 'shell']);
  const format = useFormat();
  const now = useNow(15_000);
  const { fetchNow, isAsking } = useFetchNow();
  const isNothingToSee = status.state === 'up-to-date' && status.communities.length === 0;
  const host = hostOf(connection.address);
  return (
    <Center mih={420}>
      <EmptyState
        icon={<IconPlugConnected size={22} stroke={1.75} aria-hidden />}
        title={isNothingToSee ? t('nothing.title') : syncWords(t, format, { status, communityId: null, now }).text}
        text={t(isNothingToSee ? 'nothing.text' : 'nothing.coming', { host, name: connection.name })}
        actions={
          <>
            <Button onClick={fetchNow} loading={isAsking || status.state === 'syncing'}>
              {t('actions.fetchNow')}
            </Button>
            <RoleButton needs="manager" variant="default" onClick={openImport}>
              {t('shell:empty.import')}
            </RoleButton>
          </>
        }
      />
    </Center>
  );
}

/** The first community is on its way. */
function Making(): ReactNode {
  const { t } = useTranslation();
  const { running } = useTasks();
  return (
    <Center mih={420} p="xl">
      <Stack w={460} maw="100%">
        {running.map((task) => (
          <Panel key={task.id}>
            <TaskProgress task={task} />
            {task.kind === 'demo' && (
              <Text size="sm" c="dimmed" mt="sm">
                {t('making.demoText')}
              </Text>
            )}
          </Panel>
        ))}
      </Stack>
    </Center>
  );
}
