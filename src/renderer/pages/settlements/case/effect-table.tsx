import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResolutionEffect } from '#shared/contract/settlement-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import classes from './case.module.css';

/** What a resolution does to both members and to the community, beside how it stands now. */
export function EffectTable({ effect }: { readonly effect: ResolutionEffect }): ReactNode {
  const { t } = useTranslation('settlement-cases');
  const format = useFormat();
  const exact = exactly(format);
  const signed = (micro: number): string => format.money(micro, undefined, { signed: true, decimals: 4 }).text;
  const { buyer, seller, quantityWh, gridWh, amount, accounts, community, statusAfter, hasTariff } = effect;
  const rows = [
    { role: t('effect.buyer'), party: buyer },
    { role: t('effect.seller'), party: seller },
  ];
  const settled = quantityWh === 0 ? 'nothing' : gridWh === 0 ? 'all' : 'part';
  return (
    <div>
      <p className={classes.effectWords}>
        {t(`effect.settled.${settled}`, {
          quantity: exact.quantity(quantityWh),
          amount: exact.money(amount),
          grid: exact.quantity(gridWh),
        })}{' '}
        {t(`effect.statusAfter.${statusAfter}`)}
      </p>
      <Table className={classes.table} verticalSpacing={4} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {(['account', 'grid', 'change', 'balance'] as const).map((name) => (
              <Table.Th key={name} scope="col" ta="right">
                {t(`effect.columns.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ role, party }) => (
            <Table.Tr key={role}>
              <Table.Th scope="row">
                {party.anonymizedId} <span className={classes.quiet}>{role}</span>
              </Table.Th>
              <Table.Td ta="right">{signed(party.account)}</Table.Td>
              <Table.Td ta="right">{hasTariff ? signed(party.grid) : format.notAvailable}</Table.Td>
              <Table.Td ta="right">
                <strong>{hasTariff ? signed(party.change) : format.notAvailable}</strong>
              </Table.Td>
              <Table.Td ta="right">
                <span className={classes.quiet}>{format.money(party.balance - party.account).text} →</span>{' '}
                {format.money(party.balance).text}
              </Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Th scope="row">{t('effect.community')}</Table.Th>
            <Table.Td ta="right">{signed(accounts)}</Table.Td>
            <Table.Td ta="right">{hasTariff ? signed(buyer.grid + seller.grid) : format.notAvailable}</Table.Td>
            <Table.Td ta="right">
              <strong>{hasTariff ? signed(community) : format.notAvailable}</strong>
            </Table.Td>
            <Table.Td />
          </Table.Tr>
        </Table.Tbody>
      </Table>
      <p className={classes.note}>{t(hasTariff ? 'effect.note' : 'effect.noTariff')}</p>
    </div>
  );
}
