import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { viewPath } from '#shared/desk/page-views.ts';
import { useCommand } from '../bridge/queries.ts';
import styles from './banners.module.css';
import { usePeriod } from './period.tsx';
import { useWaitingUpdate } from './updates.ts';

const address = viewPath('settings', 'updates');

/** Tells of an update, quietly; not where the person is looking at it already. */
export function UpdateBanner(): ReactNode {
  const { t } = useTranslation('updates');
  const { search } = usePeriod();
  const { pathname } = useLocation();
  const waiting = useWaitingUpdate();
  const later = useCommand('updates.later');
  const [known, setKnown] = useState<string | null>(null);
  if (waiting === null || pathname === address) return null;
  const { release, isReady } = waiting;
  if (isReady && known === release.version) return null;
  return (
    <div className={styles.banner} role="status">
      <IconSparkles size={16} stroke={1.75} aria-hidden />
      <span>{t(isReady ? 'banner.ready' : 'banner.available', { version: release.version })}</span>
      <Button component={Link} to={{ pathname: address, search }} size="compact-xs" variant="default">
        {t('banner.look')}
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        loading={later.isPending}
        onClick={() => (isReady ? setKnown(release.version) : later.mutate({}))}
      >
        {t('later')}
      </Button>
    </div>
  );
}
