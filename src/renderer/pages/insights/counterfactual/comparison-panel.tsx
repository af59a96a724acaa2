import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterfactual, Scenario } from '#shared/contract/counterfactual-records.ts';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { isGain, isLoss } from '../../rules/cents.ts';
import { ComparisonTable } from './comparison-table.tsx';
import classes from './counterfactual.module.css';

export interface ComparisonPanelProps {
  readonly result: Counterfactual;
  /** What was, and those that stand beside it. */
  readonly scenarios: readonly Scenario[];
}

/** The chosen scenarios beside what was: a sentence on each, and all figures in a table. */
export function ComparisonPanel({ result, scenarios }: ComparisonPanelProps): ReactNode {
  const { t } = useTranslation('counterfactual');
  const format = useFormat();
  const [actual, ...others] = scenarios;
  return (
    <Panel title={t('comparison.title')} subtitle={t('comparison.subtitle', { period: format.days(result.range) })}>
      <ul className={classes.sentences}>
        {others.map((scenario) => (
          <li key={scenario.name}>{sentence(scenario)}</li>
        ))}
      </ul>
      <ComparisonTable scenarios={scenarios} range={result.range} />
    </Panel>
  );

  function together(change: number): string {
    const direction = isGain(change) ? 'more' : isLoss(change) ? 'less' : 'same';
    return t(`comparison.together.${direction}`, { amount: format.money(Math.abs(change)).text });
  }

  function sentence({ name, spread, better, worse }: Scenario): ReactNode {
    const [total, before] = [spread.total, actual.spread.total];
    return (
      <>
        <b>{t(`scenarios.${name}.name`)}:</b> {total !== null && before !== null && `${together(total - before)} `}
        {t('comparison.members', {
          better: t('comparison.better', { count: better, number: format.number(better) }),
          worse: t('comparison.worse', { count: worse, number: format.number(worse) }),
        })}
      </>
    );
  }
}
