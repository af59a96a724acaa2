import { Button, Group } from '@mantine/core';
import { IconFileSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import classes from './verify.module.css';

/** A PDF file that somebody was sent: id and fingerprint are read from it, and the file itself is compared with what was saved here. */
export function FromFile(): ReactNode {
  const { t } = useTranslation('reports');
  const choose = useCommand('files.choose');
  const verify = useCommand('reports.verifyFile');
  const error = choose.error ?? verify.error;

  function open(): void {
    verify.reset();
    choose.mutate(
      { purpose: 'report' },
      { onSuccess: (file) => file !== null && verify.mutate({ fileId: file.fileId }) },
    );
  }

  return (
    <div className={classes.form}>
      <p className={classes.text}>{t('verify.file.text')}</p>
      <Group justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconFileSearch size={16} stroke={1.75} aria-hidden />}
          loading={choose.isPending || verify.isPending}
          onClick={open}
        >
          {t('verify.file.choose')}
        </Button>
      </Group>
      {error !== null && <ErrorState problem={error.problem} />}
    </div>
  );
}
