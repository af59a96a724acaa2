import { Button, Group, Progress, Stack } from '@mantine/core';
import { IconDownload, IconRotateClockwise } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Release, UpdatesState } from '#shared/contract/updates.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './updates.module.css';

type Status = UpdatesState['status'];
type Of<S extends Status['state']> = Extract<Status, { readonly state: S }>;

export interface UpdateStatusProps {
  readonly status: Status;
  /** Whether the feed was ever read. */
  readonly isChecked: boolean;
}

/** How an update stands, what is new in it, and what the person can do with it. */
export function UpdateStatus({ status, isChecked }: UpdateStatusProps): ReactNode {
  const { t } = useTranslation('updates');
  const release = 'release' in status ? status.release : null;
  const heading = status.state === 'idle' && !isChecked ? 'neverChecked' : status.state;
  return (
    <Stack gap="sm">
      <p className={classes.headline} role="status">
        {t(`states.${heading}`, { version: release?.version })}
      </p>
      {status.state === 'available' && <Available status={status} />}
      {status.state === 'downloading' && <Downloading status={status} />}
      {status.state === 'ready' && <Ready />}
      {status.state === 'failed' && <Failed status={status} />}
      {release !== null && status.state !== 'failed' && <Notes release={release} />}
    </Stack>
  );
}

function Available({ status: { release, isPutOff } }: { readonly status: Of<'available'> }): ReactNode {
  const { t } = useTranslation('updates');
  const format = useFormat();
  const download = useCommand('updates.download');
  const later = useCommand('updates.later');
  const failure = download.error ?? later.error;
  return (
    <>
      {release.publishedAt !== null && (
        <p className={classes.quiet}>{t('published', { date: format.date(release.publishedAt) })}</p>
      )}
      {failure !== null && <ErrorState problem={failure.problem} />}
      <Group gap="sm">
        <Button
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={download.isPending}
          onClick={() => download.mutate({})}
        >
          {t('download', { bytes: format.bytes(release.bytes) })}
        </Button>
        {!isPutOff && (
          <Button variant="default" loading={later.isPending} onClick={() => later.mutate({})}>
            {t('later')}
          </Button>
        )}
      </Group>
      {isPutOff && <p className={classes.quiet}>{t('putOff')}</p>}
    </>
  );
}

function Downloading({ status: { release, done, remainingMs } }: { readonly status: Of<'downloading'> }): ReactNode {
  const { t } = useTranslation('updates');
  const format = useFormat();
  const cancel = useCommand('updates.cancel');
  return (
    <div className={classes.progress}>
      <Progress
        value={Math.round((100 * done) / release.bytes)}
        size="sm"
        color="var(--cw-focus)"
        aria-label={t('states.downloading', { version: release.version })}
      />
      <Group justify="space-between" gap="sm" my={6} className="tabular">
        <span className={classes.quiet}>
          {t('progress', { done: format.bytes(done), total: format.bytes(release.bytes) })}
        </span>
        {remainingMs !== null && (
          <span className={classes.quiet}>{t('left', { duration: format.duration(remainingMs) })}</span>
        )}
      </Group>
      <Button variant="default" size="compact-sm" loading={cancel.isPending} onClick={() => cancel.mutate({})}>
        {t('stop')}
      </Button>
    </div>
  );
}

function Ready(): ReactNode {
  const { t } = useTranslation('updates');
  const install = useCommand('updates.install');
  const hindrance = install.data?.hindrance ?? null;
  return (
    <>
      <p className={classes.text}>{t('readyText')}</p>
      {hindrance !== null && <Notice level="attention">{t(`hindrances.${hindrance}`)}</Notice>}
      {install.isError && <ErrorState problem={install.error.problem} />}
      <Group>
        <Button
          leftSection={<IconRotateClockwise size={16} aria-hidden />}
          loading={install.isPending || (install.isSuccess && hindrance === null)}
          onClick={() => install.mutate({})}
        >
          {t('restart')}
        </Button>
      </Group>
    </>
  );
}

function Failed({ status: { problem, release, offered } }: { readonly status: Of<'failed'> }): ReactNode {
  const { t } = useTranslation('updates');
  const check = useCommand('updates.check');
  const download = useCommand('updates.download');
  // What was found once is fetched again, and not looked for.
  const again = release === null ? check : download;
  return (
    <>
      <Notice level={problem === 'offline' || problem === 'downgrade' ? 'attention' : 'alarm'}>
        {t(`problems.${problem}`, { version: offered })} {t('kept')}
      </Notice>
      {again.isError && <ErrorState problem={again.error.problem} />}
      <Group>
        <Button variant="default" size="compact-sm" loading={again.isPending} onClick={() => again.mutate({})}>
          {t('again')}
        </Button>
      </Group>
    </>
  );
}

function Notes({ release: { version, notes } }: { readonly release: Release }): ReactNode {
  const { t } = useTranslation('updates');
  if (notes === '') return <p className={classes.quiet}>{t('noNotes')}</p>;
  return (
    <pre className={classes.notes} tabIndex={0} role="region" aria-label={t('notes', { version })}>
      {notes}
    </pre>
  );
}
