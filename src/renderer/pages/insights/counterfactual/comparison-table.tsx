import { ScrollArea, Table } from '@mantine/core';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '#shared/contract/counterfactual-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import type { InstantRange } from '../../../app/period-arithmetic.ts';
import { Explained } from '../../../components/explained.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { isLoss } from '../../rules/cents.ts';
import { Withheld, withheldNote } from '../withheld.tsx';
import { figureGroups, figureText, type ComparedFigure } from './comparison-figures.ts';
import classes from './counterfactual.module.css';

export interface ComparisonTableProps {
  /** What was, and those that stand beside it. */
  readonly scenarios: readonly Scenario[];
  readonly range: InstantRange;
}

/** Every figure of every scenario, with how it differs from what was. No difference is coloured: which is better is for people to say. */
export function ComparisonTable({ scenarios, range }: ComparisonTableProps): ReactNode {
  const { t } = useTranslation(['counterfactual', 'marketplace']);
  const { t: ofInsights } = useTranslation('insights');
  const format = useFormat();
  const { mechanism } = useCommunity();
  const [actual] = scenarios;
  return (
    <ScrollArea type="auto">
      <Table aria-label={t('comparison.title')} className={classes.table} verticalSpacing={5} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{format.days(range)}</Table.Th>
            {scenarios.map(({ name }) => (
              <Table.Th key={name} scope="col">
                {t(`scenarios.${name}.name`)}
                {name === 'actual' && (
                  <span className={classes.difference}>
                    {t(`marketplace:mechanisms.${mechanism}`, { defaultValue: mechanism })}
                  </span>
                )}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        {figureGroups.map((figures) => (
          <Table.Tbody key={figures[0].key}>
            {figures.map((figure) => (
              <Table.Tr key={figure.key}>
                <Table.Th scope="row">
                  <Explained
                    explanation={{
                      ...(figure.term === undefined
                        ? { formula: t(`figures.${figure.key}.formula`) }
                        : { term: figure.term }),
                      dataTo: range.to,
                    }}
                  >
                    {t(`figures.${figure.key}.label`)}
                  </Explained>
                </Table.Th>
                {scenarios.map((scenario) => (
                  <Table.Td key={scenario.name}>{cell(figure, scenario)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        ))}
      </Table>
    </ScrollArea>
  );

  function cell(figure: ComparedFigure, scenario: Scenario): ReactNode {
    const { kind, value, isOfSpread, isOfDays, isChange, isSavings } = figure;
    const isActual = scenario.name === 'actual';
    if (isChange && isActual) return <span className={classes.nothing}>–</span>;
    const { withheld, giniGap } = scenario.spread;
    if (isOfSpread && withheld !== null) return <Withheld reason={withheld} />;
    const amount = value(scenario);
    const { withheldDays, reason } = scenario;
    if (amount === null) {
      if (isOfDays) return <Withheld reason={reason} days={withheldDays} />;
      // Told of every day or not at all.
      if (figure.key === 'savings') return <Withheld reason={null} />;
      if (figure.key !== 'gini' || giniGap === null) return format.notAvailable;
      return <Explained explanation={{ formula: t(`gaps.${giniGap}`) }}>{format.notAvailable}</Explained>;
    }
    const before = value(actual);
    const isComparable = !isOfDays || (withheldDays === 0 && actual.withheldDays === 0);
    return (
      <>
        <span className={clsx(isSavings && isLoss(amount) && classes.loss)}>{figureText(kind, amount, format)}</span>
        {!isActual && !isChange && isComparable && before !== null && (
          <span className={classes.difference}>
            {amount === before ? '±0' : figureText(kind, amount - before, format, true)}
          </span>
        )}
        {isOfDays && withheldDays > 0 && (
          <span className={classes.difference}>{withheldNote(withheldDays, ofInsights)}</span>
        )}
      </>
    );
  }
}
