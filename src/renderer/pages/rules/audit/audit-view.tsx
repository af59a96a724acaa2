import { Button } from '@mantine/core';
import { IconShieldSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#shared/contract/tasks.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useTasks } from '../../../app/tasks.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { AuditRun } from './audit-run.tsx';

/** Audits the trades of the chosen period against the rules that placed them, and shows what the latest such audit found. */
export function AuditView(): ReactNode {
  const { t } = useTranslation('rule-audit');
  const { id: communityId } = useCommunity();
  const { range, label } = usePeriod();
  const audit = useCommand('rules.audit');
  const task = useLatestAudit(communityId);
  const start = (): void => audit.mutate({ communityId, range });
  return (
    <Panel
      title={t('title')}
      subtitle={t('subtitle')}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconShieldSearch size={15} stroke={1.75} aria-hidden />}
          loading={audit.isPending}
          disabled={task?.state === 'running'}
          onClick={start}
        >
          {t('start')}
        </Button>
      }
    >
      {audit.isError && <ErrorState problem={audit.error.problem} onRetry={start} />}
      {task === null && (
        <EmptyState icon={<IconShieldSearch size={22} />} title={t('none', { period: label })} text={t('noneText')} />
      )}
      {task !== null && <AuditRun key={task.id} task={task} />}
    </Panel>
  );
}

/** The audit of a community that was started last; its outcome stays as long as the engine remembers the task. */
function useLatestAudit(communityId: string): Task | null {
  const { all } = useTasks();
  return all.findLast((task) => task.kind === 'rule-audit' && task.communityId === communityId) ?? null;
}
