import { Table } from '@mantine/core';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSimulationResult } from '#shared/contract/rule-records.ts';
import { Explained } from '../../../components/explained.tsx';
import type { Format } from '#shared/format/format.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { isLoss } from '../cents.ts';
import classes from './trial.module.css';

type SimulatedSet = RuleSimulationResult['current'];

interface Row {
  readonly key: string;
  readonly kind: 'count' | 'energy' | 'money';
  readonly value: (set: SimulatedSet) => number;
  /** Whether below zero is a loss. */
  readonly isSavings?: boolean;
}

/** The rows, in groups: of the rule, of its member, of the community. */
function groupsOf(type: 'buy' | 'sell'): readonly { readonly key: string; readonly rows: readonly Row[] }[] {
  return [
    {
      key: 'rule',
      rows: [
        { key: 'fired', kind: 'count', value: ({ rule }) => rule.firedSlots },
        { key: 'offered', kind: 'energy', value: ({ rule }) => rule.offeredWh },
        { key: 'traded', kind: 'energy', value: ({ rule }) => rule.tradedWh },
        { key: type === 'sell' ? 'received' : 'paid', kind: 'money', value: ({ rule }) => rule.amount },
        { key: 'savings', kind: 'money', value: ({ rule }) => rule.savings, isSavings: true },
      ],
    },
    {
      key: 'member',
      rows: [{ key: 'memberSavings', kind: 'money', value: ({ member }) => member.savings, isSavings: true }],
    },
    {
      key: 'community',
      rows: [{ key: 'communityTraded', kind: 'energy', value: ({ communityWh }) => communityWh }],
    },
  ];
}

function text(kind: Row['kind'], value: number, format: Format, signed = false): string {
  if (kind === 'money') return format.money(value, format.currency, { signed }).text;
  if (kind === 'energy') return format.energy(value, { unit: 'kWh', signed }).text;
  return format.number(value, 0, { signed });
}

/** Today's rule beside the draft, and the difference. */
export function Comparison({ result }: { readonly result: RuleSimulationResult }): ReactNode {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const { current, drafted, trial } = result;
  const versus = trial.insteadOf === null ? 'new' : 'rule';
  return (
    <Table className={classes.comparison} verticalSpacing={5} horizontalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{format.days(result.range)}</Table.Th>
          <Table.Th scope="col">{t(`comparison.${versus}.current`)}</Table.Th>
          <Table.Th scope="col">{t(`comparison.${versus}.drafted`)}</Table.Th>
          <Table.Th scope="col">{t('comparison.change')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      {groupsOf(trial.draft.type).map((group) => (
        <Table.Tbody key={group.key}>
          {group.rows.map(({ key, kind, value, isSavings = false }) => {
            const [before, after] = [value(current), value(drafted)];
            const cell = (amount: number, isChange: boolean): ReactNode => (
              <Table.Td
                className={clsx(
                  isSavings && isLoss(amount) && classes.loss,
                  isChange && amount === 0 && classes.nothing,
                )}
              >
                {text(kind, amount, format, isChange)}
              </Table.Td>
            );
            return (
              <Table.Tr key={key}>
                <Table.Th scope="row">
                  <Explained explanation={{ formula: t(`formulas.${key}`), dataTo: result.range.to }}>
                    {t(`figures.${key}`)}
                  </Explained>
                </Table.Th>
                {cell(before, false)}
                {cell(after, false)}
                {cell(after - before, true)}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      ))}
    </Table>
  );
}
