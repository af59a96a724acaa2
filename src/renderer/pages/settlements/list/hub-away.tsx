import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../../app/community.tsx';
import { isOfHub, useSync } from '../../../app/sync.ts';
import { Notice } from '../../../components/notice.tsx';
import classes from './list.module.css';

/** Says, while the hub cannot be reached, that decisions are made as ever and wait; nothing otherwise. */
export function HubAway(): ReactNode {
  const { t } = useTranslation('settlements');
  const { id } = useCommunity();
  const status = useSync();
  if (status === null || status.state !== 'waiting' || !isOfHub(status, id)) return null;
  return (
    <div className={classes.notice}>
      <Notice level="info">{t('list.hubAway')}</Notice>
    </div>
  );
}
