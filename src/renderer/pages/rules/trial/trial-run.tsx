import { Button } from '@mantine/core';
import { IconListSearch, IconTrendingDown, IconTrendingUp } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSimulationResult } from '#shared/contract/rule-records.ts';
import type { BridgeError } from '../../../bridge/client.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { WeekSpread } from '../../../charts/week-spread.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { SkeletonLines } from '../../../components/page-state.tsx';
import { TaskProgress } from '../../../components/task-progress.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { isGain, isLoss } from '../cents.ts';
import { useRun } from '../use-run.ts';
import { Comparison } from './comparison.tsx';
import { DaySlots } from './day-slots.tsx';
import { Others } from './others.tsx';
import { TrialDays } from './trial-days.tsx';
import classes from './trial.module.css';
import { useTrialSource } from './trial-source.ts';
import { findingSentences, gainOf, shortnessSentence } from './trial-words.ts';

/** One trial: its progress, then what it found. */
export function TrialRun({ taskId }: { readonly taskId: string }): ReactNode {
  const { t } = useTranslation('rule-trials');
  const task = useRun(taskId);
  const query = useMethod('rules.simulation', { taskId }, { enabled: task?.state === 'done', keepPrevious: false });
  if (task?.state === 'running') return <TaskProgress task={task} />;
  if (task?.state === 'cancelled') return <p className={classes.quiet}>{t('trial.cancelled')}</p>;
  if (task?.state === 'failed' && task.problem !== null) return <ErrorState problem={task.problem} />;
  if (query.isError) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <SkeletonLines lines={6} />;
  if (query.data === null) return <p className={classes.quiet}>{t('trial.forgotten')}</p>;
  if (query.data.slots === 0) return <EmptyState title={t('trial.noReading')} text={t('trial.noReadingText')} />;
  return (
    <div className={classes.result}>
      <Result query={query} result={query.data} />
    </div>
  );
}

interface ResultProps {
  readonly query: UseQueryResult<RuleSimulationResult | null, BridgeError>;
  readonly result: RuleSimulationResult;
}

const WEEKS_HEIGHT = 190;

function Result({ query, result }: ResultProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  const source = useTrialSource(result);
  const [day, setDay] = useState<number | null>(null);
  const choose = useCallback((chosen: number) => setDay(chosen), []);
  return (
    <>
      <Finding result={result} />
      <Comparison result={result} />
      {isSame(result) ? (
        <p className={classes.quiet}>{t('days.same')}</p>
      ) : (
        <TrialDays query={query} result={result} onDay={choose} source={source} />
      )}
      {day === null ? (
        <Button
          size="compact-sm"
          variant="default"
          className={classes.openDay}
          leftSection={<IconListSearch size={15} stroke={1.75} aria-hidden />}
          onClick={() => setDay(mostChangedDay(result))}
        >
          {t('day.open')}
        </Button>
      ) : (
        <DaySlots result={result} day={day} onDay={choose} />
      )}
      {result.spread.weeks.length > 1 && !isSame(result) && (
        <WeekSpread
          query={query}
          spread={result.spread}
          height={WEEKS_HEIGHT}
          fileName={source.fileName('weeks')}
          source={source.text}
        />
      )}
      <Others result={result} />
    </>
  );
}

/** Whether the draft does the same as what it replaces, as far as its days tell. */
function isSame({ days }: RuleSimulationResult): boolean {
  const differs = (before: readonly number[], after: readonly number[]): boolean =>
    after.some((value, at) => value !== before[at]);
  return !(
    differs(days.currentSavings, days.draftedSavings) ||
    differs(days.currentTradedWh, days.draftedTradedWh) ||
    differs(days.currentFired, days.draftedFired)
  );
}

/** The local day on which the draft would have changed most, for better or worse. */
function mostChangedDay({ days }: RuleSimulationResult): number {
  const size = (at: number): number => Math.abs(days.draftedSavings[at] - days.currentSavings[at]);
  const most = days.day.reduce((found, _, at) => (size(at) > size(found) ? at : found), 0);
  return days.day[most];
}

/** The finding first, then what makes it less certain. */
function Finding({ result }: { readonly result: RuleSimulationResult }): ReactNode {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const [sentence, ...more] = findingSentences(result, format, t);
  const gain = gainOf(result);
  const Trend = isLoss(gain) ? IconTrendingDown : IconTrendingUp;
  const shortness = shortnessSentence(result, t);
  const { slotsWithoutReading, slotsWithoutTariff } = result;
  const number = (count: number) => ({ count, number: format.number(count) });
  return (
    <div className={classes.finding} role="status">
      <p className={classes.sentence}>
        {(isGain(gain) || isLoss(gain)) && (
          <Trend className={isLoss(gain) ? classes.loss : classes.gain} size={22} stroke={1.9} aria-hidden />
        )}
        <span>{sentence}</span>
      </p>
      {more.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {shortness !== null && <Notice level="attention">{shortness}</Notice>}
      <p className={classes.quiet}>
        {t('finding.caution')}
        {slotsWithoutReading > 0 && ` ${t('finding.withoutReading', number(slotsWithoutReading))}`}
        {slotsWithoutTariff > 0 && ` ${t('finding.withoutTariff', number(slotsWithoutTariff))}`}
      </p>
    </div>
  );
}
