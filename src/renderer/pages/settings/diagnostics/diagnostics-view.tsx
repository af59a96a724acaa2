import { Button, CopyButton } from '@mantine/core';
import { IconCopy, IconFileText, IconRefresh, IconZoomScan } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiagnosticCheck } from '#shared/contract/diagnostics.ts';
import { checkLines } from '#shared/diagnostics/support-bundle.ts';
import { useTasks } from '../../../app/tasks.ts';
import { useCommand, useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TaskProgress } from '../../../components/task-progress.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { CheckList } from './check-list.tsx';
import classes from './diagnostics.module.css';
import { openSupportBundle } from './support-bundle.tsx';

/** How the console itself is, what to do where it is not well, and what to hand on to somebody who helps. */
export function DiagnosticsView(): ReactNode {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const runtime = useMethod('diagnostics.runtime', {});
  const engine = useMethod('diagnostics.checks', {});
  const checks = [...(engine.data?.checks ?? []), ...(runtime.data?.checks ?? [])];
  const checkAgain = () => {
    void runtime.refetch();
    void engine.refetch();
  };
  return (
    <div className={classes.view}>
      <Panel
        title={t('diagnostics.title')}
        subtitle={runtime.data && t('diagnostics.checkedAt', { time: format.dateTime(runtime.data.at) })}
        actions={
          <>
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconRefresh size={15} aria-hidden />}
              onClick={checkAgain}
              loading={runtime.isFetching || engine.isFetching}
            >
              {t('diagnostics.again')}
            </Button>
            <CopyChecks checks={checks} />
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconFileText size={15} aria-hidden />}
              onClick={openSupportBundle}
            >
              {t('diagnostics.bundle.open')}
            </Button>
          </>
        }
      >
        <PageState query={runtime} skeleton={<SkeletonLines lines={14} />}>
          {() => (
            <>
              <Summary checks={checks} />
              {engine.isError && engine.data === undefined && (
                <ErrorState problem={engine.error.problem} onRetry={checkAgain} />
              )}
              <CheckList checks={checks} />
            </>
          )}
        </PageState>
      </Panel>
      <Examination />
    </div>
  );
}

function Summary({ checks }: { readonly checks: readonly DiagnosticCheck[] }): ReactNode {
  const { t } = useTranslation('settings');
  const count = checks.filter(({ state }) => state === 'failed' || state === 'attention').length;
  return (
    <p className={classes.text} role="status">
      {count === 0 ? t('diagnostics.allFine') : t('diagnostics.toLookAt', { count })}
    </p>
  );
}

function CopyChecks({ checks }: { readonly checks: readonly DiagnosticCheck[] }): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <CopyButton value={checkLines(checks).join('\n')}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconCopy size={15} aria-hidden />}
          onClick={copy}
          disabled={checks.length === 0}
        >
          {copied ? t('diagnostics.copied') : t('diagnostics.copy')}
        </Button>
      )}
    </CopyButton>
  );
}

/** Reads the whole cache on demand; what it finds stands among the checks. */
function Examination(): ReactNode {
  const { t } = useTranslation('settings');
  const examine = useCommand('diagnostics.examine');
  const { running } = useTasks();
  const task = running.find(({ kind }) => kind === 'examination');
  return (
    <Panel
      title={t('diagnostics.examination.title')}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconZoomScan size={15} aria-hidden />}
          onClick={() => examine.mutate({})}
          loading={examine.isPending}
          disabled={task !== undefined}
        >
          {t('diagnostics.examination.start')}
        </Button>
      }
    >
      <p className={classes.text}>{t('diagnostics.examination.text')}</p>
      {task !== undefined && <TaskProgress task={task} />}
      {examine.isError && <ErrorState problem={examine.error.problem} />}
    </Panel>
  );
}
