import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlotReading } from '#shared/contract/ledger-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import classes from './sheet.module.css';
import { SideBySide, type SideRow } from './side-by-side.tsx';

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
  const rows: readonly SideRow<SlotReading>[] = [
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
      <SideBySide
        sides={sides.map((side) => ({
          head: t(`parties.${side}Of`, { member: members[side] }),
          thing: readings[side],
        }))}
        rows={rows}
      />
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
