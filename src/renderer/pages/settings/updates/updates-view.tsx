import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UpdatesState } from '#shared/contract/updates.ts';
import { useCommand, useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { UpdateChoices } from './update-choices.tsx';
import { UpdateStatus } from './update-status.tsx';
import classes from './updates.module.css';

/** Which version runs, which one could, and how new ones come. */
export function UpdatesView(): ReactNode {
  const query = useMethod('updates.state', {});
  return (
    <div className={classes.view}>
      <PageState query={query} skeleton={<SkeletonLines lines={6} />}>
        {(updates) => (
          <>
            <Update updates={updates} />
            {updates.policy.state !== 'off' && <UpdateChoices updates={updates} />}
          </>
        )}
      </PageState>
    </div>
  );
}

function Update({ updates }: { readonly updates: UpdatesState }): ReactNode {
  const { t } = useTranslation('updates');
  const format = useFormat();
  const check = useCommand('updates.check');
  const { version, checkedAt, policy, status } = updates;
  const subtitle = [
    t('installed', { version }),
    ...(checkedAt === null ? [] : [t('checkedAt', { time: format.dateTime(checkedAt) })]),
  ];
  return (
    <Panel
      title={t('title')}
      subtitle={subtitle.join(' ')}
      actions={
        policy.state !== 'off' && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconRefresh size={15} aria-hidden />}
            loading={check.isPending || status.state === 'checking'}
            disabled={status.state === 'downloading' || status.state === 'ready'}
            onClick={() => check.mutate({})}
          >
            {t('check')}
          </Button>
        )
      }
    >
      {check.isError && <ErrorState problem={check.error.problem} />}
      {policy.state === 'off' ? (
        <p className={classes.text}>{t(`off.${policy.reason}`)}</p>
      ) : (
        <UpdateStatus status={status} isChecked={checkedAt !== null} />
      )}
    </Panel>
  );
}
