import { Button, Group, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Backup, BackupDifference } from '#shared/contract/backups.ts';
import { useCommand, useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './backups.module.css';
import { DifferenceTable } from './difference-table.tsx';

const MODAL = 'restore-backup';

/** Opens the dialog that says what a restore changes, before it is done. */
export function openRestore(backup: Backup): void {
  modals.open({
    modalId: MODAL,
    size: 620,
    closeOnClickOutside: false,
    title: <RestoreTitle backup={backup} />,
    children: <RestoreDialog backup={backup} />,
  });
}

function RestoreTitle({ backup: { madeAt } }: { readonly backup: Backup }): ReactNode {
  const { t } = useTranslation('settings');
  const format = useFormat();
  return t('backups.dialog.title', { time: format.dateTime(madeAt) });
}

function RestoreDialog({ backup: { id: backupId, madeAt } }: { readonly backup: Backup }): ReactNode {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const query = useMethod('backups.preview', { backupId }, { keepPrevious: false });
  const restore = useCommand('backups.restore');

  function confirm(): void {
    restore.mutate(
      { backupId },
      {
        onSuccess: ({ decisionsKept }) => {
          modals.close(MODAL);
          notifications.show({
            autoClose: false,
            title: t('backups.dialog.done', { time: format.dateTime(madeAt) }),
            message:
              decisionsKept === 0
                ? t('backups.dialog.doneText')
                : t('backups.dialog.doneWith', { count: decisionsKept, number: format.number(decisionsKept) }),
          });
        },
      },
    );
  }

  return (
    <Stack gap="md">
      <PageState query={query} skeleton={<SkeletonLines lines={9} />}>
        {(difference) => (
          <>
            <DifferenceTable difference={difference} />
            <Effects difference={difference} />
          </>
        )}
      </PageState>
      <Notice level="info">{t('backups.dialog.wayBack')}</Notice>
      {restore.isError && <ErrorState problem={restore.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" data-autofocus disabled={restore.isPending} onClick={() => modals.close(MODAL)}>
          {t('backups.dialog.keep')}
        </Button>
        <Button loading={restore.isPending} disabled={query.data === undefined} onClick={confirm}>
          {t('backups.dialog.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}

/** What a restore does beside putting back the records. */
function Effects({ difference }: { readonly difference: BackupDifference }): ReactNode {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const { unsentDecisions, auditEntries, erased } = difference;
  const counts = {
    decisions: unsentDecisions,
    entries: auditEntries,
    members: erased.members,
    retention: erased.retentionRuns,
  };
  const hasHub = useMethod('sync.status', {}).data?.connection != null;
  const effects = (['decisions', 'entries', 'members', 'retention'] as const).filter((effect) => counts[effect] > 0);
  if (effects.length === 0 && !hasHub) return null;
  return (
    <ul className={classes.effects}>
      {effects.map((effect) => (
        <li key={effect}>
          {t(`backups.dialog.effects.${effect}`, { count: counts[effect], number: format.number(counts[effect]) })}
        </li>
      ))}
      {hasHub && <li>{t('backups.dialog.effects.hub')}</li>}
    </ul>
  );
}
