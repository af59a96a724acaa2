import { ActionIcon, Button, Skeleton, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPlayerTrackNext } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Book } from '#shared/contract/market-records.ts';
import { Mark } from '../../../components/mark.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './slot-bar.module.css';
import { SlotPicker } from './slot-picker.tsx';
import { slotText } from './slot-text.ts';
import type { ShowSlot } from './use-slot.ts';

export interface SlotBarProps {
  /** Undefined until the first answer. */
  readonly book: Book | undefined;
  readonly onSlot: ShowSlot;
}

/** Which slot the page shows, and the ways to another one. */
export function SlotBar({ book, onSlot }: SlotBarProps): ReactNode {
  const { t } = useTranslation('marketplace');
  if (book === undefined) return <Skeleton height={32} />;
  const { openSlot, slot } = book;
  // The open slot is asked for by no name: when it is cleared the page goes on to the one after it.
  const show = (wanted: number | null): void => onSlot(wanted === openSlot ? null : wanted);
  return (
    <div className={classes.bar} role="group" aria-label={t('slot.label')}>
      <Step label={t('slot.previous')} to={book.previousSlot} onSlot={show} icon={<IconChevronLeft size={16} />} />
      <Step label={t('slot.next')} to={book.nextSlot} onSlot={show} icon={<IconChevronRight size={16} />} />
      <Name book={book} />
      <SlotPicker book={book} onSlot={show} />
      {openSlot !== null && slot !== openSlot && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlayerTrackNext size={15} stroke={1.75} aria-hidden />}
          onClick={() => onSlot(null)}
        >
          {t('slot.toOpen')}
        </Button>
      )}
    </div>
  );
}

function Name({ book: { slot, slotEnd, state, openSlot } }: { readonly book: Book }): ReactNode {
  const { t } = useTranslation('marketplace');
  const label = slotText(slot, slotEnd, useFormat());
  return (
    <span className={classes.name} aria-live="polite">
      {slot === openSlot ? t('slot.named', { slot: label }) : label}
      <Mark>{t(`slot.states.${state}`)}</Mark>
    </span>
  );
}

interface StepProps {
  readonly label: string;
  readonly to: number | null;
  readonly icon: ReactNode;
  readonly onSlot: ShowSlot;
}

function Step({ label, to, icon, onSlot }: StepProps): ReactNode {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={30} disabled={to === null} aria-label={label} onClick={() => onSlot(to)}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
