import { Button } from '@mantine/core';
import { IconHistoryOff } from '@tabler/icons-react';
import clsx from 'clsx';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMethod } from '../bridge/queries.ts';
import { useFormat } from '../i18n/use-format.ts';
import { openFetchAnew } from '../pages/connection/open-fetch-anew.tsx';
import styles from './banners.module.css';
import { useCommunityOrNull } from './community.tsx';
import { usePeriod } from './period.tsx';
import { RoleButton } from './role-button.tsx';
import { useSession } from './session.ts';
import { useSync } from './sync.ts';

/** Says that the cache has lost what was written last, as the mark of its audit log tells; until the person knows, or the console is locked. */
export function MissingChangesBanner(): ReactNode {
  const { t } = useTranslation('recovery');
  const format = useFormat();
  const { search } = usePeriod();
  const community = useCommunityOrNull();
  const isOwn = useSession()?.state === 'unlocked';
  const missing = useMethod('audit.state', {}, { enabled: isOwn }).data?.newlyMissing ?? null;
  const hasHub = useSync()?.connection != null;
  const [isKnown, setKnown] = useState(false);
  if (!isOwn || missing === null || isKnown) return null;
  return (
    <div className={clsx(styles.banner, styles.attention)} role="alert">
      <IconHistoryOff size={16} stroke={1.75} aria-hidden />
      <span>
        {t('missing.text', { time: format.dateTime(missing.at ?? 0) })} {t(hasHub ? 'missing.hub' : 'missing.noHub')}
      </span>
      {hasHub && community !== null && (
        <RoleButton
          needs="admin"
          size="compact-xs"
          variant="default"
          onClick={() => openFetchAnew({ communityId: community.id, name: community.name })}
        >
          {t('missing.anew', { community: community.name })}
        </RoleButton>
      )}
      <Button component={Link} to={{ pathname: '/audit/log', search }} size="compact-xs" variant="default">
        {t('missing.look')}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={() => setKnown(true)}>
        {t('missing.known')}
      </Button>
    </div>
  );
}
