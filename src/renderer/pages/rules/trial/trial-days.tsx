import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSimulationResult } from '#shared/contract/rule-records.ts';
import type { BridgeError } from '../../../bridge/client.ts';
import { RuleDaysChart } from '../../../charts/rule-days-chart.tsx';
import type { RuleDaysInput } from '../../../charts/rule-days-option.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import type { TrialSource } from './trial-source.ts';

export interface TrialDaysProps {
  readonly query: UseQueryResult<RuleSimulationResult | null, BridgeError>;
  readonly result: RuleSimulationResult;
  readonly onDay: (day: number) => void;
  readonly source: TrialSource;
}

const HEIGHT = 200;

/** What the draft would have changed on each local day. */
export function TrialDays({ query, result, onDay, source }: TrialDaysProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const { days, trial } = result;
  const changes = useMemo(() => days.day.map((_, at) => days.draftedSavings[at] - days.currentSavings[at]), [days]);
  const input = useMemo((): RuleDaysInput => {
    const versus = trial.insteadOf === null ? 'new' : 'rule';
    const change = { label: t('days.change'), kind: 'money', signed: true, values: changes } as const;
    return {
      days: days.day,
      drawn: change,
      columns: [
        { label: t(`days.${versus}.currentSavings`), kind: 'money', values: days.currentSavings },
        { label: t('days.draftedSavings'), kind: 'money', values: days.draftedSavings },
        change,
        ...(trial.insteadOf === null
          ? []
          : ([
              { label: t('days.currentTraded'), kind: 'energy', values: days.currentTradedWh },
              { label: t('days.currentFired'), kind: 'count', values: days.currentFired },
            ] as const)),
        { label: t('days.draftedTraded'), kind: 'energy', values: days.draftedTradedWh },
        { label: t('days.draftedFired'), kind: 'count', values: days.draftedFired },
      ],
      dayWord: t('days.day'),
    };
  }, [days, changes, trial, t]);
  const better = changes.filter((change) => change > 0).length;
  const worse = changes.filter((change) => change < 0).length;
  return (
    <RuleDaysChart
      title={t('days.title')}
      subtitle={t('days.subtitle')}
      hint={t('days.hint')}
      query={query}
      input={input}
      gain={t('days.better')}
      {...(worse > 0 ? { loss: t('days.worse') } : {})}
      description={t('days.description', {
        count: changes.length,
        better: format.number(better),
        worse: format.number(worse),
      })}
      height={HEIGHT}
      fileName={source.fileName('days')}
      source={source.text}
      onDay={onDay}
    />
  );
}
