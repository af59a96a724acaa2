import { Button } from '@mantine/core';
import { IconAlertTriangle, IconKey } from '@tabler/icons-react';
import clsx from 'clsx';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { useFormat } from '../i18n/use-format.ts';
import { openFetchAnew } from '../pages/connection/open-fetch-anew.tsx';
import { openSignIn } from '../pages/connection/open-sign-in.tsx';
import styles from './banners.module.css';
import { RoleButton } from './role-button.tsx';
import { type Shrinking, shrinkingOf, shrinkingValues } from './shrinking.ts';
import { hostOf, useSync } from './sync.ts';

type Community = SyncStatus['communities'][number];

/** What a person has to do before the exchange with the hub goes on. Being offline is none of it: that ends by itself. */
export function SyncBanners(): ReactNode {
  const status = useSync();
  const [kept, setKept] = useState<readonly string[]>([]);
  if (status?.connection == null) return null;
  const host = hostOf(status.connection.address);
  const shrunken = status.communities.flatMap((community) => {
    const shrinking = shrinkingOf(community.problem);
    return shrinking === null
      ? []
      : [{ community, shrinking, key: JSON.stringify([community.communityId, shrinking]) }];
  });
  return (
    <>
      {status.state === 'sign-in-needed' && <SignInBanner host={host} />}
      {status.state === 'too-old' && <TooOldBanner host={host} />}
      {shrunken
        .filter(({ key }) => !kept.includes(key))
        .map(({ community, shrinking, key }) => (
          <ShrunkenBanner
            key={key}
            community={community}
            shrinking={shrinking}
            onKeep={() => setKept((known) => [...known, key])}
          />
        ))}
    </>
  );
}

function SignInBanner({ host }: { readonly host: string }): ReactNode {
  const { t } = useTranslation('sync');
  return (
    <div className={clsx(styles.banner, styles.attention)} role="status">
      <IconKey size={16} stroke={1.75} aria-hidden />
      <span>{t('banners.signIn', { host })}</span>
      <Button size="compact-xs" variant="default" onClick={openSignIn}>
        {t('actions.signIn')}
      </Button>
    </div>
  );
}

function TooOldBanner({ host }: { readonly host: string }): ReactNode {
  const { t } = useTranslation('sync');
  return (
    <div className={clsx(styles.banner, styles.attention)} role="status">
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <span>{t('banners.tooOld', { host })}</span>
    </div>
  );
}

interface ShrunkenBannerProps {
  readonly community: Community;
  readonly shrinking: Shrinking;
  /** Leaves the copy here as it is and takes the banner away for now. */
  readonly onKeep: () => void;
}

function ShrunkenBanner({ community: { communityId, name }, shrinking, onKeep }: ShrunkenBannerProps): ReactNode {
  const { t } = useTranslation('sync');
  const format = useFormat();
  return (
    <div className={clsx(styles.banner, styles.attention)} role="alert">
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <span>{t('banners.shrunken', { community: name, ...shrinkingValues(format, shrinking) })}</span>
      <Button size="compact-xs" variant="default" onClick={onKeep}>
        {t('banners.keep')}
      </Button>
      <RoleButton
        needs="admin"
        size="compact-xs"
        variant="default"
        onClick={() => openFetchAnew({ communityId, name, shrinking })}
      >
        {t('banners.replace')}
      </RoleButton>
    </div>
  );
}
