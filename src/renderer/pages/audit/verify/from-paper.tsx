import { Button, Group, TextInput } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { readFingerprint, readReportId } from './typed-codes.ts';
import classes from './verify.module.css';

/** The id and the fingerprint of a printed page, typed as they stand there. */
export function FromPaper(): ReactNode {
  const { t } = useTranslation('reports');
  // A link to a printed page fills them in; the person looks at the paper and starts the check.
  const [params] = useSearchParams();
  const [id, setId] = useState(params.get('report') ?? '');
  const [fingerprint, setFingerprint] = useState(params.get('fingerprint') ?? '');
  const [isTried, setTried] = useState(false);
  const verify = useCommand('reports.verify');
  const reportId = readReportId(id);
  const read = readFingerprint(fingerprint);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    setTried(true);
    if (reportId !== null && 'digits' in read) verify.mutate({ reportId, fingerprint: read.digits });
  }

  function fingerprintError(): string | null {
    if ('digits' in read) return null;
    return 'sign' in read
      ? t('verify.paper.wrongSign', { sign: read.sign })
      : t('verify.paper.missing', { count: read.missing });
  }

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        label={t('verify.paper.id')}
        placeholder="CW-7K2M-9QX4-T5BN"
        classNames={{ input: classes.code }}
        autoComplete="off"
        spellCheck={false}
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
        error={isTried && reportId === null ? t('verify.paper.wrongId') : null}
      />
      <TextInput
        label={t('verify.paper.fingerprint')}
        placeholder="3f1c 9a52 6d0e 4c8b 9a57 2b1e 0d4c 6f80"
        classNames={{ input: classes.code }}
        autoComplete="off"
        spellCheck={false}
        value={fingerprint}
        onChange={(event) => setFingerprint(event.currentTarget.value)}
        description={t('verify.paper.forgiving')}
        error={isTried ? fingerprintError() : null}
      />
      <Group justify="flex-end">
        <Button
          type="submit"
          leftSection={<IconShieldCheck size={16} stroke={1.75} aria-hidden />}
          loading={verify.isPending}
        >
          {t('verify.paper.start')}
        </Button>
      </Group>
      {verify.isError && <ErrorState problem={verify.error.problem} />}
    </form>
  );
}
