import { Button, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleAnalysis, RuleSummary } from '#shared/contract/rule-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { isLoss } from '../cents.ts';
import { openRuleEditor } from '../editor/open-rule-editor.tsx';
import { changeWords } from './analysis-words.ts';
import classes from './analysis.module.css';

export interface SmallChangesProps {
  readonly analysis: RuleAnalysis;
  readonly rule: RuleSummary;
}

/** What small changes of today's version would have done over the period, the best first; each can be taken to the editor. */
export function SmallChanges({ analysis, rule }: SmallChangesProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const { changes, current } = analysis;
  if (changes.length === 0) return <p className={classes.quiet}>{t('changes.none')}</p>;
  const best = changes.toSorted((a, b) => b.savingsChange - a.savingsChange);
  return (
    <>
      <p className={classes.quiet}>{t(rule.isEnabled ? 'changes.explained' : 'changes.explainedOff')}</p>
      <Table className={classes.changes} verticalSpacing={5} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('changes.change')}</Table.Th>
            <Table.Th scope="col">
              {t('changes.traded')} <span className={classes.unit}>kWh</span>
            </Table.Th>
            <Table.Th scope="col">{t('changes.savings')}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {best.map(({ kind, draft, tradedWh, savingsChange }) => {
            const words = changeWords(kind, draft, format, t);
            return (
              <Table.Tr key={kind}>
                <Table.Th scope="row">{words}</Table.Th>
                <Table.Td>{format.energy(tradedWh - current.tradedWh, { unit: 'kWh', signed: true }).value}</Table.Td>
                <Table.Td className={isLoss(savingsChange) ? classes.loss : undefined}>
                  {format.money(savingsChange, format.currency, { signed: true }).text}
                  {isLoss(savingsChange) && <span className={classes.word}>{t('changes.loss')}</span>}
                </Table.Td>
                <Table.Td>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={t('changes.openThis', { change: words })}
                    onClick={() => openRuleEditor({ rule, draft })}
                  >
                    {t('changes.open')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </>
  );
}
