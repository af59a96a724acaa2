import { IconFileZip } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RoleButton } from '../../../app/role-button.tsx';
import { useTasks } from '../../../app/tasks.ts';
import { Panel } from '../../../components/panel.tsx';
import { TaskProgress } from '../../../components/task-progress.tsx';
import classes from '../facts.module.css';
import { openPack, type PackProps } from './pack-dialog.tsx';

/** All that is kept about a member, as an encrypted file for the member. */
export function PackPanel(props: PackProps): ReactNode {
  const { t } = useTranslation('legal-requests');
  const running = useTasks().running.find(({ kind }) => kind === 'access-pack');
  return (
    <Panel title={t('pack.title')} subtitle={t('pack.subtitle')}>
      <p className={clsx(classes.text, classes.before)}>{t('pack.text')}</p>
      {running !== undefined ? (
        <TaskProgress task={running} />
      ) : (
        <RoleButton
          needs="admin"
          size="compact-sm"
          variant="default"
          leftSection={<IconFileZip size={15} stroke={1.75} aria-hidden />}
          onClick={() => openPack(props)}
        >
          {t('pack.open')}
        </RoleButton>
      )}
    </Panel>
  );
}
