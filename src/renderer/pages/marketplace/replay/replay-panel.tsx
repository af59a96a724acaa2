import { Button, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconCircleCheck, IconShieldCheck } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { Verification } from '#shared/contract/market-records.ts';
import type { Task } from '#shared/contract/tasks.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { listText } from '#shared/format/locale-facts.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useTasks } from '../../../app/tasks.ts';
import { useWatchedTask } from '../../../app/watched-task.ts';
import { useCommand, useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TaskProgress } from '../../../components/task-progress.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { Differences } from '../clearing/differences.tsx';
import { slotText } from '../slot/slot-text.ts';
import type { ShowSlot } from '../slot/use-slot.ts';
import classes from './replay.module.css';

type ReplayResult = NonNullable<Output<'market.replayResult'>>;

export interface ReplayPanelProps {
  readonly onSlot: ShowSlot;
  readonly className?: string;
}

/** Verifies every clearing of the chosen period, and shows what the latest such run of this community found. */
export function ReplayPanel({ onSlot, className }: ReplayPanelProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const { id: communityId } = useCommunity();
  const { range, label } = usePeriod();
  const replay = useCommand('market.replay');
  const task = useLatestReplay(communityId);
  return (
    <Panel
      className={className}
      title={t('replay.title')}
      subtitle={t('replay.subtitle')}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconShieldCheck size={15} stroke={1.75} aria-hidden />}
          loading={replay.isPending}
          disabled={task?.state === 'running'}
          onClick={() => replay.mutate({ communityId, range })}
        >
          {t('replay.start')}
        </Button>
      }
    >
      {replay.isError && <ErrorState problem={replay.error.problem} />}
      {task === null ? (
        <p className={classes.quiet}>{t('replay.none', { period: label })}</p>
      ) : (
        <Run key={task.id} task={task} onSlot={onSlot} />
      )}
    </Panel>
  );
}

/** The replay of a community that was started last; its outcome stays as long as the engine remembers the task. */
function useLatestReplay(communityId: string): Task | null {
  const { all } = useTasks();
  return all.findLast((task) => task.kind === 'replay' && task.communityId === communityId) ?? null;
}

function Run({ task, onSlot }: { readonly task: Task; readonly onSlot: ShowSlot }): ReactNode {
  const { t } = useTranslation('marketplace');
  const { data, refetch } = useMethod('market.replayResult', { taskId: task.id });
  const watch = useWatchedTask((store) => store.watch);
  useEffect(() => {
    watch(task.id);
    return () => watch(null);
  }, [watch, task.id]);
  // Only the task says that it went on; what it found so far is asked for then.
  useEffect(() => {
    void refetch();
  }, [refetch, task.done, task.state]);

  return (
    <>
      {task.state === 'running' && <TaskProgress task={task} />}
      {task.state === 'cancelled' && <p className={classes.quiet}>{t('replay.cancelled')}</p>}
      {task.state === 'failed' && task.problem !== null && <ErrorState problem={task.problem} />}
      {data != null && <Result result={data} isDone={task.state === 'done'} onSlot={onSlot} />}
    </>
  );
}

interface ResultProps {
  readonly result: ReplayResult;
  readonly isDone: boolean;
  readonly onSlot: ShowSlot;
}

function Result({ result, isDone, onSlot }: ResultProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const format = useFormat();
  const { range, verified, different, withoutCertificate, findings } = result;
  const isAllVerified = isDone && different === 0 && withoutCertificate === 0 && verified > 0;
  const counts = listText(
    [
      t('replay.verified', { count: verified, number: format.number(verified) }),
      t('replay.different', { count: different, number: format.number(different) }),
      t('replay.withoutCertificate', { count: withoutCertificate, number: format.number(withoutCertificate) }),
    ],
    format.locale,
  );
  return (
    <div className={classes.result} role="status">
      <p className={classes.counts} data-good={isAllVerified}>
        {isAllVerified && <IconCircleCheck size={17} stroke={1.9} aria-hidden />}
        <b>{format.days(range)}:</b> {counts}
      </p>
      {different > 0 && (
        <>
          <Notice level="alarm">{t('replay.findings', { count: different })}</Notice>
          {findings.length < different && isDone && (
            <p className={classes.quiet}>{t('replay.firstFindings', { count: findings.length })}</p>
          )}
          <ul className={classes.findings}>
            {findings.map((finding) => (
              <Finding key={finding.clearingId} finding={finding} onSlot={onSlot} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Finding({ finding, onSlot }: { readonly finding: Verification; readonly onSlot: ShowSlot }): ReactNode {
  const { t } = useTranslation('marketplace');
  const { slotMinutes } = useCommunity();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { slot, differences } = finding;
  const Arrow = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <div className={classes.finding}>
        <UnstyledButton className={classes.toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Arrow size={15} stroke={1.9} aria-hidden />
          <span className={classes.slot}>{slotText(slot, slot + slotMinutes * MINUTE, format)}</span>
          <span className={classes.quiet}>{t('replay.differences', { count: differences.length })}</span>
        </UnstyledButton>
        <Button size="compact-xs" variant="subtle" onClick={() => onSlot(slot)}>
          {t('replay.openSlot')}
        </Button>
      </div>
      {isOpen && <Differences differences={differences} />}
    </li>
  );
}
