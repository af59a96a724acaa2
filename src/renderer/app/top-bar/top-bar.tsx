import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunityOrNull } from '../community.tsx';
import { CommunitySwitcher } from './community-switcher.tsx';
import { DataStatus } from './data-status.tsx';
import { FindButton } from './find-button.tsx';
import { LockButton } from './lock-button.tsx';
import { LookMenu } from './look-menu.tsx';
import { PriceChip } from './price-chip.tsx';
import { RunningTasks } from './running-tasks.tsx';
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
        {community !== null && <DataStatus community={community} />}
        {community !== null && <PriceChip community={community} />}
        <Group gap={2} wrap="nowrap">
          <LookMenu />
          <LockButton />
        </Group>
      </Group>
    </section>
  );
}
