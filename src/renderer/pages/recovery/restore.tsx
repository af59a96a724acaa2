import { Button, Select } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { ChoiceCard } from './choice-card.tsx';
import type { ChoiceProps } from './choices.tsx';
import styles from './recovery.module.css';
import { useWayOut } from './use-way-out.ts';

/** Puts a backup in the place of the cache: the newest, or another one of the good ones. */
export function Restore({ report: { backups, hasHub }, isBest }: ChoiceProps): ReactNode {
  const { t } = useTranslation('recovery');
  const format = useFormat();
  const [chosen, setChosen] = useState(backups[0].id);
  const wayOut = useWayOut('recovery.restore');
  const backup = backups.find(({ id }) => id === chosen) ?? backups[0];
  const time = format.dateTime(backup.madeAt);
  return (
    <ChoiceCard
      title={t('restore.title')}
      isBest={isBest}
      actions={
        <>
          {backups.length > 1 && (
            <Select
              className={styles.backups}
              label={t('restore.backup')}
              data={backups.map(({ id, madeAt, bytes }) => ({
                value: id,
                label: `${format.dateTime(madeAt)} (${format.bytes(bytes)})`,
              }))}
              value={backup.id}
              onChange={(id) => id !== null && setChosen(id)}
              allowDeselect={false}
            />
          )}
          <Button
            variant={isBest ? 'filled' : 'default'}
            loading={wayOut.isPending}
            leftSection={<IconArchive size={16} stroke={1.75} aria-hidden />}
            onClick={() => wayOut.take({ backupId: backup.id })}
          >
            {t('restore.do', { time })}
          </Button>
        </>
      }
    >
      {t('restore.text', { time })} {t(hasHub ? 'restore.hub' : 'restore.noHub')}
    </ChoiceCard>
  );
}
