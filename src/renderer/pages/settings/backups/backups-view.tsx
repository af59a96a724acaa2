import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../app/session.ts';
import { Panel } from '../../../components/panel.tsx';
import { BackupList } from './backup-list.tsx';
import classes from './backups.module.css';
import { Schedule } from './schedule.tsx';

/** The copies of the data that are kept, how they come about, and the way back to one. */
export function BackupsView(): ReactNode {
  const { t } = useTranslation('settings');
  const isDemo = useSession()?.state === 'demo';
  if (isDemo) {
    return (
      <div className={classes.view}>
        <Panel title={t('backups.title')}>
          <p className={classes.text}>{t('backups.demo')}</p>
        </Panel>
      </div>
    );
  }
  return (
    <div className={classes.view}>
      <BackupList />
      <Schedule />
    </div>
  );
}
