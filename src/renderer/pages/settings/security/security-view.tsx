import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../app/session.ts';
import { Notice } from '../../../components/notice.tsx';
import { Panel } from '../../../components/panel.tsx';
import { AutoLock } from './auto-lock.tsx';
import { DataKey } from './data-key.tsx';
import { Protection } from './protection.tsx';
import classes from './security.module.css';

/** What opens the data on this desk, when they lock by themselves, and a new key for them. */
export function SecurityView(): ReactNode {
  const { t } = useTranslation('settings');
  const session = useSession();
  if (session === null) return null;
  if (session.state === 'demo') {
    return (
      <Panel title={t('security.protection.title')}>
        <Notice level="info">{t('security.demo')}</Notice>
      </Panel>
    );
  }
  return (
    <div className={classes.view}>
      <Protection session={session} />
      <AutoLock />
      <DataKey session={session} />
    </div>
  );
}
