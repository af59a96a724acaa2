import { Button, Group, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionPlan } from '#shared/contract/privacy-records.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from '../facts.module.css';
import { totalOf } from '../row-counts.tsx';

const MODAL = 'run-retention';

/** Opens the dialog that says what a run does, once more and in full, before it is started. */
export function openRun(communityId: string, plan: RetentionPlan): void {
  modals.open({
    modalId: MODAL,
    closeOnClickOutside: false,
    title: <Title />,
    children: <RunDialog communityId={communityId} plan={plan} />,
  });
}

function Title(): ReactNode {
  const { t } = useTranslation('legal-retention');
  return t('run.title');
}

interface RunDialogProps {
  readonly communityId: string;
  readonly plan: RetentionPlan;
}

function RunDialog({ communityId, plan }: RunDialogProps): ReactNode {
  const { t } = useTranslation('legal-retention');
  const format = useFormat();
  const run = useCommand('privacy.runRetention');
  const going = plan.classes.filter(({ deletes }) => totalOf(deletes) > 0);
  const total = going.reduce((sum, { deletes }) => sum + totalOf(deletes), 0);
  return (
    <Stack gap="sm">
      <ul className={classes.list}>
        {going.map(({ class: name, cutoff, deletes }) => (
          <li key={name}>
            <b>{format.number(totalOf(deletes))}</b>{' '}
            {t(`run.of.${name}`, { count: totalOf(deletes), day: format.date(cutoff) })}
          </li>
        ))}
      </ul>
      <Notice level="alarm">{t('run.forGood')}</Notice>
      <p className={classes.text}>{t('run.stays')}</p>
      <p className={classes.text}>{t('run.backups')}</p>
      {run.error !== null && <ErrorState problem={run.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" data-autofocus onClick={() => modals.close(MODAL)} disabled={run.isPending}>
          {t('run.keep')}
        </Button>
        <Button
          color="red"
          loading={run.isPending}
          onClick={() => run.mutate({ communityId, planId: plan.id }, { onSuccess: () => modals.close(MODAL) })}
        >
          {t('run.confirm', { count: total, rows: format.number(total) })}
        </Button>
      </Group>
    </Stack>
  );
}
