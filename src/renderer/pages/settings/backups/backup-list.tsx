import { Button, Table } from '@mantine/core';
import { IconArchive, IconFolder } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Backup } from '#shared/contract/backups.ts';
import { useNow } from '../../../app/now.ts';
import { RoleButton } from '../../../app/role-button.tsx';
import { useTasks } from '../../../app/tasks.ts';
import { useCommand, useMethod } from '../../../bridge/queries.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TaskProgress } from '../../../components/task-progress.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './backups.module.css';
import { openRestore } from './restore-dialog.tsx';

/** Every backup that is kept, and the one that is being made. */
export function BackupList(): ReactNode {
  const { t } = useTranslation('settings');
  const query = useMethod('backups.list', {});
  const make = useCommand('backups.make');
  const folder = useCommand('recovery.showFolder');
  const making = useTasks().running.find(({ kind }) => kind === 'backup');
  return (
    <Panel
      title={t('backups.title')}
      subtitle={t('backups.subtitle')}
      actions={
        <>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconFolder size={15} stroke={1.75} aria-hidden />}
            loading={folder.isPending}
            onClick={() => folder.mutate({})}
          >
            {t('backups.showFolder')}
          </Button>
          <Button
            size="compact-sm"
            leftSection={<IconArchive size={15} stroke={1.75} aria-hidden />}
            loading={make.isPending}
            disabled={making !== undefined}
            onClick={() => make.mutate({ reason: 'by-hand' })}
          >
            {t('backups.make')}
          </Button>
        </>
      }
    >
      {make.isError && <ErrorState problem={make.error.problem} />}
      {folder.isError && <ErrorState problem={folder.error.problem} />}
      {making !== undefined && (
        <div className={classes.task}>
          <TaskProgress task={making} />
        </div>
      )}
      <PageState query={query} skeleton={<SkeletonLines lines={5} />}>
        {(backups) =>
          backups.length === 0 ? (
            <EmptyState icon={<IconArchive size={22} />} title={t('backups.none')} text={t('backups.noneText')} />
          ) : (
            <Backups backups={backups} />
          )
        }
      </PageState>
      <p className={classes.quiet}>{t('backups.kept')}</p>
    </Panel>
  );
}

function Backups({ backups }: { readonly backups: readonly Backup[] }): ReactNode {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const now = useNow(60_000);
  return (
    <div className={classes.scroll}>
      <Table className={classes.table} verticalSpacing={6} horizontalSpacing={10} aria-label={t('backups.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('backups.columns.madeAt')}</Table.Th>
            <Table.Th scope="col">{t('backups.columns.reason')}</Table.Th>
            <Table.Th scope="col">{t('backups.columns.version')}</Table.Th>
            <Table.Th scope="col" className={classes.number}>
              {t('backups.columns.size')}
            </Table.Th>
            <Table.Th scope="col">{t('backups.columns.action')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {backups.map((backup) => {
            const { id, madeAt, reason, appVersion, bytes } = backup;
            const time = format.dateTime(madeAt);
            return (
              <Table.Tr key={id}>
                <Table.Th scope="row">
                  {time}
                  <span className={classes.age}>{format.relative(Math.min(madeAt, now), now)}</span>
                </Table.Th>
                <Table.Td>{t(`backups.reasons.${reason ?? 'unknown'}`)}</Table.Td>
                <Table.Td>{appVersion ?? t('backups.unknownVersion')}</Table.Td>
                <Table.Td className={classes.number}>{format.bytes(bytes)}</Table.Td>
                <Table.Td className={classes.action}>
                  <RoleButton
                    needs="admin"
                    variant="default"
                    size="compact-sm"
                    aria-label={t('backups.restoreOf', { time })}
                    onClick={() => openRestore(backup)}
                  >
                    {t('backups.restore')}
                  </RoleButton>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
