import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlotReading } from '#shared/contract/ledger-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '../../marketplace/offer-wizard/exact.ts';
import classes from './sheet.module.css';

export interface SlotReadingsProps {
  /** Pseudonyms of the two members. */
  readonly buyer: string;
  readonly seller: string;
  /** Null where the meter has told nothing. */
  readonly readings: { readonly buyer: SlotReading | null; readonly seller: SlotReading | null };
}

const energies = ['producedWh', 'consumedWh', 'importedWh', 'exportedWh'] as const;
const sides = ['buyer', 'seller'] as const;

/** What both meters said in one slot, side by side. */
export function SlotReadings({ buyer, seller, readings }: SlotReadingsProps): ReactNode {
  const { t } = useTranslation('trade-sheet');
  const format = useFormat();
  const members = { buyer, seller };
  const hasBattery = sides.some((side) => readings[side]?.batterySoc != null);
  const rows: readonly { readonly name: string; readonly text: (reading: SlotReading) => string }[] = [
    ...energies.map((key) => ({
      name: t(`readings.${key}`),
      text: (reading: SlotReading) => exactly(format).quantity(reading[key]),
    })),
    ...(hasBattery
      ? [
          {
            name: t('readings.battery'),
            text: ({ batterySoc }: SlotReading) => format.percent(batterySoc === null ? null : batterySoc / 100, 0),
          },
        ]
      : []),
    { name: t('readings.quality'), text: ({ quality }) => t(`readings.qualities.${quality}`) },
    {
      name: t('readings.revision'),
      text: ({ revision }) => (revision === 0 ? t('readings.first') : format.number(revision)),
    },
  ];
  return (
    <>
      <Table className={classes.table} verticalSpacing={3} horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {sides.map((side) => (
              <Table.Th key={side} scope="col" ta="right">
                {t(`parties.${side}Of`, { member: members[side] })}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ name, text }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              {sides.map((side) => {
                const reading = readings[side];
                return (
                  <Table.Td key={side} ta="right">
                    {reading === null ? format.notAvailable : text(reading)}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {sides
        .filter((side) => readings[side] === null)
        .map((side) => (
          <p key={side} className={classes.note}>
            {t('readings.missing', { member: members[side] })}
          </p>
        ))}
    </>
  );
}
