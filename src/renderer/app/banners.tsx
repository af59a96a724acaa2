import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconFlask } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../bridge/queries.ts';
import styles from './banners.module.css';
import { useCommunityOrNull } from './community.tsx';
import { MissingChangesBanner } from './missing-changes-banner.tsx';
import { useLeave, useSession } from './session.ts';
import { SyncBanners } from './sync-banners.tsx';
import { UpdateBanner } from './update-banner.tsx';

/** What the whole window must say: invented data, an engine that stopped, a hub that waits for somebody. */
export function Banners(): ReactNode {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <aside aria-label={t('notices')}>
      {session?.state === 'demo' && <DemoBanner />}
      {(session?.engine === 'restarting' || session?.engine === 'starting') && <EngineBanner state={session.engine} />}
      {session?.engine === 'failed' && <EngineBanner state="failed" />}
      <MissingChangesBanner />
      <SyncBanners />
      <UpdateBanner />
    </aside>
  );
}

function DemoBanner(): ReactNode {
  const { t } = useTranslation();
  const { leave, isLeaving } = useLeave();
  // A file imported into the demo session is real, but goes with it.
  const isInvented = useCommunityOrNull()?.isDemo ?? true;
  return (
    <div className={styles.banner}>
      <IconFlask size={16} stroke={1.75} aria-hidden />
      <span>{t(isInvented ? 'demo.banner' : 'demo.bannerOfOther')}</span>
      <Button size="compact-xs" variant="subtle" onClick={leave} loading={isLeaving}>
        {t('demo.leave')}
      </Button>
    </div>
  );
}

/** Has a failed engine start again: for an open session unlocking, or opening the demo, means just that. */
function useRestart(): { readonly restart: () => void; readonly isPending: boolean } {
  const session = useSession();
  const unlock = useCommand('session.unlock');
  const demo = useCommand('session.openDemo');
  return {
    restart: () => (session?.state === 'demo' ? demo.mutate({}) : unlock.mutate({ with: 'keychain' })),
    isPending: unlock.isPending || demo.isPending,
  };
}

function EngineBanner({ state }: { readonly state: 'starting' | 'restarting' | 'failed' }): ReactNode {
  const { t } = useTranslation();
  const { restart, isPending } = useRestart();
  const isFailed = state === 'failed';
  return (
    <div
      className={clsx(styles.banner, isFailed ? styles.alarm : styles.attention)}
      role={isFailed ? 'alert' : 'status'}
    >
      {isFailed ? <IconAlertTriangle size={16} stroke={1.75} aria-hidden /> : <Loader size={14} />}
      <span>{t(`engine.${state}`)}</span>
      {isFailed && (
        <Button size="compact-xs" variant="default" onClick={restart} loading={isPending}>
          {t('engine.restart')}
        </Button>
      )}
    </div>
  );
}
