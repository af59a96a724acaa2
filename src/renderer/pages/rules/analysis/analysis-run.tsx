import { Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useId, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleAnalysis, RuleSummary } from '#shared/contract/rule-records.ts';
import { formatDay, localDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import type { BridgeError } from '../../../bridge/client.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { RuleDaysChart } from '../../../charts/rule-days-chart.tsx';
import type { RuleDaysInput } from '../../../charts/rule-days-option.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { SkeletonLines } from '../../../components/page-state.tsx';
import { TaskProgress } from '../../../components/task-progress.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { useRun } from '../use-run.ts';
import { analysisSentence } from './analysis-words.ts';
import classes from './analysis.module.css';
import { FiringWeek } from './firing-week.tsx';
import { LedgerFacts } from './ledger-facts.tsx';
import { SmallChanges } from './small-changes.tsx';
import { OrderOutcomes, Stopped } from './what-happened.tsx';

export interface AnalysisRunProps {
  readonly taskId: string;
  readonly rule: RuleSummary;
}

/** One look at a rule: its progress, then what was found. */
export function AnalysisRun({ taskId, rule }: AnalysisRunProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  const task = useRun(taskId);
  const query = useMethod('rules.analysis', { taskId }, { enabled: task?.state === 'done', keepPrevious: false });
  if (task?.state === 'running') return <TaskProgress task={task} />;
  if (task?.state === 'cancelled') return <p className={classes.quiet}>{t('analysis.cancelled')}</p>;
  if (task?.state === 'failed' && task.problem !== null) return <ErrorState problem={task.problem} />;
  if (query.isError) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <SkeletonLines lines={6} />;
  if (query.data === null) return <p className={classes.quiet}>{t('analysis.forgotten')}</p>;
  if (query.data.slots - query.data.slotsBefore === 0)
    return <EmptyState title={t('analysis.nothing')} text={t('analysis.nothingText')} />;
  return <Found query={query} analysis={query.data} rule={rule} />;
}

interface FoundProps {
  readonly query: UseQueryResult<RuleAnalysis | null, BridgeError>;
  readonly analysis: RuleAnalysis;
  readonly rule: RuleSummary;
}

const WEEK_HEIGHT = 200;
const DAYS_HEIGHT = 170;

function Found({ query, analysis, rule }: FoundProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const { name } = useCommunity();
  const { range, days, ledger, slotsBefore, slotsWithoutReading } = analysis;
  const input = useMemo((): RuleDaysInput => {
    const traded = { label: t('analysis.days.traded'), kind: 'energy', values: days.tradedWh } as const;
    return {
      days: days.day,
      drawn: traded,
      columns: [
        { label: t('analysis.days.fired'), kind: 'count', values: days.fired },
        traded,
        { label: t('analysis.days.savings'), kind: 'money', values: days.savings },
      ],
      dayWord: t('days.day'),
    };
  }, [days, t]);
  const number = (count: number) => ({ count, number: format.number(count) });
  const source = `${name}, ${rule.anonymizedId}, ${format.days(range)}`;
  const fileName = (part: 'hours' | 'tradedDays') =>
    `${t(`files.${part}`)}_${formatDay(localDay(range.from, format.timeZone))}_${formatDay(localDay(range.to - 1, format.timeZone))}`;
  return (
    <>
      <div className={classes.finding} role="status">
        <p className={classes.sentence}>{analysisSentence(analysis, format, t)}</p>
        <p className={classes.quiet}>
          {t('analysis.basis')}
          {slotsBefore > 0 && ` ${t('analysis.before', number(slotsBefore))}`}
          {slotsWithoutReading > 0 && ` ${t('finding.withoutReading', number(slotsWithoutReading))}`}
          {ledger.tradesWithoutTariff > 0 &&
            ` ${t('analysis.tradesWithoutTariff', number(ledger.tradesWithoutTariff))}`}
        </p>
      </div>
      <LedgerFacts analysis={analysis} type={rule.type} />
      <Part title={t('stopped.title')}>
        <Stopped analysis={analysis} type={rule.type} />
      </Part>
      <Part title={t('outcomes.title')}>
        <OrderOutcomes figures={analysis.asItWas} />
      </Part>
      <FiringWeek
        query={query}
        counts={analysis.firedByHour}
        height={WEEK_HEIGHT}
        fileName={fileName('hours')}
        source={source}
      />
      <RuleDaysChart
        title={t('analysis.days.title')}
        subtitle={t('analysis.days.subtitle')}
        query={query}
        input={input}
        gain={t('analysis.days.traded')}
        description={t('analysis.days.description', {
          count: days.day.length,
          energy: format.energy(days.tradedWh.reduce((sum, wh) => sum + wh, 0)).text,
        })}
        height={DAYS_HEIGHT}
        fileName={fileName('tradedDays')}
        source={source}
      />
      <Part title={t('changes.title')}>
        <SmallChanges analysis={analysis} rule={rule} />
      </Part>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={4} id={id} className={classes.heading}>
        {title}
      </Title>
      {children}
    </section>
  );
}
