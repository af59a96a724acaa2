import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { useCommunityOrNull } from '../community.tsx';
import { isOfHub, useSync } from '../sync.ts';
import { CommunitySwitcher } from './community-switcher.tsx';
import { DataStatus } from './data-status.tsx';
import { FindButton } from './find-button.tsx';
import { LockButton } from './lock-button.tsx';
import { LookMenu } from './look-menu.tsx';
import { PriceChip } from './price-chip.tsx';
import { RunningTasks } from './running-tasks.tsx';
import { SyncStatusButton } from './sync-status.tsx';
import styles from './top-bar.module.css';

/** What holds on every page: which community, its price now, how fresh the data are, what is running, and the lock. */
export function TopBar(): ReactNode {
  const { t } = useTranslation();
  const community = useCommunityOrNull();
  return (
    <section className={styles.bar} aria-label={t('topBar')}>
      <CommunitySwitcher />
      <FindButton />
      <Group gap={10} wrap="nowrap" className={styles.right}>
        <RunningTasks />
        <Freshness community={community} />
        {community !== null && <PriceChip community={community} />}
        <Group gap={2} wrap="nowrap">
          <LookMenu />
          <LockButton />
        </Group>
      </Group>
    </section>
  );
}

/** How current the data are: as the hub's copy where there is a hub, otherwise by their newest slot. Nothing while that is not known. */
function Freshness({ community }: { readonly community: CommunitySummary | null }): ReactNode {
  const status = useSync();
  if (status === null) return null;
  const communityId = community?.id ?? null;
  if (isOfHub(status, communityId)) return <SyncStatusButton status={status} communityId={communityId} />;
  return community === null ? null : <DataStatus community={community} />;
}
