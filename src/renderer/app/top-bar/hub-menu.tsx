import { Menu } from '@mantine/core';
import {
  IconArchive,
  IconCloudDownload,
  IconKey,
  IconPlugConnected,
  IconPlugConnectedX,
  IconRefresh,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { openConnect } from '../../pages/connection/open-connect.tsx';
import { openDisconnect } from '../../pages/connection/open-disconnect.tsx';
import { openFetchAnew } from '../../pages/connection/open-fetch-anew.tsx';
import { openKeepMonths } from '../../pages/connection/open-keep-months.tsx';
import { openSignIn } from '../../pages/connection/open-sign-in.tsx';
import { useRefusal } from '../role.ts';
import { useSession } from '../session.ts';
import { hostOf } from '../sync.ts';
import { useFetchNow } from '../use-fetch-now.ts';
import { MenuAction } from './menu-action.tsx';

export interface HubMenuProps {
  readonly status: SyncStatus;
  /** The open community when it is one of the hub's. */
  readonly community: CommunitySummary | null;
}

/** The part of the community menu about the hub: to connect, or who is connected where and what can be done about it. */
export function HubMenu({ status, community }: HubMenuProps): ReactNode {
  const { t } = useTranslation(['shell', 'sync']);
  const isDemo = useSession()?.state === 'demo';
  const forAdmins = useRefusal('admin');
  const { fetchNow } = useFetchNow();
  const { connection, state } = status;
  if (connection === null) {
    return (
      <>
        <Menu.Divider />
        <MenuAction
          icon={IconPlugConnected}
          label={t('hub.connect')}
          refusal={forAdmins ?? (isDemo ? t('hub.demoRefusal') : null)}
          onClick={openConnect}
        />
      </>
    );
  }
  const { address, name, role } = connection;
  const tooOld = state === 'too-old' ? t('sync:words.tooOld') : null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('hub.connectedAs', { host: hostOf(address), name, role: t(`role.names.${role}`) })}</Menu.Label>
      {state === 'sign-in-needed' ? (
        <MenuAction icon={IconKey} label={t('hub.signIn')} onClick={openSignIn} />
      ) : (
        <MenuAction icon={IconRefresh} label={t('sync:actions.fetchNow')} refusal={tooOld} onClick={fetchNow} />
      )}
      {community !== null && (
        <MenuAction
          icon={IconCloudDownload}
          label={t('hub.anew')}
          refusal={forAdmins ?? tooOld}
          onClick={() => openFetchAnew({ communityId: community.id, name: community.name })}
        />
      )}
      {community !== null && (
        <MenuAction
          icon={IconArchive}
          label={t('hub.kept')}
          refusal={forAdmins ?? tooOld}
          onClick={() => openKeepMonths({ communityId: community.id, name: community.name })}
        />
      )}
      <MenuAction
        icon={IconPlugConnectedX}
        label={t('hub.disconnect')}
        refusal={forAdmins}
        onClick={() => openDisconnect(connection)}
      />
    </>
  );
}
