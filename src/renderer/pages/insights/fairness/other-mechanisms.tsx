import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LossAdvice } from '#shared/contract/loss-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { isLoss } from '../../rules/cents.ts';
import classes from './loss-sheet.module.css';
import { LOSS_DECIMALS } from './loss-words.ts';

/** What the member would have saved with the same orders under other mechanisms. */
export function OtherMechanisms({ mechanisms }: Pick<LossAdvice, 'mechanisms'>): ReactNode {
  const { t } = useTranslation('fairness');
  const { t: desk } = useTranslation('counterfactual');
  const format = useFormat();
  return (
    <>
      <p className={classes.detail}>{t('mechanisms.explained')}</p>
      <Table className={classes.mechanisms} verticalSpacing={5} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('mechanisms.mechanism')}</Table.Th>
            <Table.Th scope="col">
              {t('mechanisms.savings')} <span className={classes.unit}>{format.money(0).unit}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {mechanisms.map(({ scenario, savings }) => (
            <Table.Tr key={scenario}>
              <Table.Th scope="row">{desk(`scenarios.${scenario}.name`)}</Table.Th>
              <Table.Td className={isLoss(savings) ? classes.loss : undefined}>
                {format.money(savings, format.currency, { signed: true, decimals: LOSS_DECIMALS }).value}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
