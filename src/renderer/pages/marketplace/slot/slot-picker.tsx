import { Button, Popover, Select } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendar } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Book } from '#shared/contract/market-records.ts';
import { formatDay, localDay, localDayRange, MINUTE, parseDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { timeSpan } from '../../../charts/time-axis.ts';
import { useCalendarLabels } from '../../../components/use-calendar-labels.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './slot-bar.module.css';
import type { ShowSlot } from './use-slot.ts';

export interface SlotPickerProps {
  readonly book: Book;
  readonly onSlot: ShowSlot;
}

/** Any slot by its local day and time. */
export function SlotPicker({ book, onSlot }: SlotPickerProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const [opened, { toggle, close, open }] = useDisclosure(false);
  return (
    <Popover
      opened={opened}
      onChange={(wanted) => (wanted ? open() : close())}
      position="bottom-start"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          size="compact-sm"
          h={30}
          leftSection={<IconCalendar size={15} stroke={1.75} aria-hidden />}
          onClick={toggle}
        >
          {t('slot.choose')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('slot.choose')}>
        <DayAndTime
          book={book}
          onSlot={(slot) => {
            onSlot(slot);
            close();
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function DayAndTime({ book, onSlot }: SlotPickerProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const calendarLabels = useCalendarLabels();
  const { timeZone, locale } = useFormat();
  const { dataFrom, slotMinutes } = useCommunity();
  const [day, setDay] = useState(localDay(book.slot, timeZone));
  return (
    <div className={classes.picker}>
      <DatePicker
        value={formatDay(day)}
        onChange={(chosen) => setDay((chosen === null ? null : parseDay(chosen)) ?? day)}
        defaultDate={formatDay(day)}
        maxDate={formatDay(localDay(Math.max(book.openSlot ?? book.slot, book.slot), timeZone))}
        {...(dataFrom === null ? {} : { minDate: formatDay(localDay(dataFrom, timeZone)) })}
        size="sm"
        ariaLabels={calendarLabels}
      />
      <Select
        size="xs"
        label={t('slot.time')}
        placeholder={t('slot.timePlaceholder')}
        searchable
        // Inside the popover, which a click elsewhere closes.
        comboboxProps={{ withinPortal: false }}
        maxDropdownHeight={180}
        value={localDay(book.slot, timeZone) === day ? String(book.slot) : null}
        onChange={(slot) => slot !== null && onSlot(Number(slot))}
        data={slotsOfDay(day, timeZone, slotMinutes * MINUTE).map((start) => ({
          value: String(start),
          label: timeSpan(start, start + slotMinutes * MINUTE, locale, timeZone),
        }))}
      />
    </div>
  );
}

/** The 92, 96 or 100 quarter hours of a local day; `length` in milliseconds. */
function slotsOfDay(day: number, timeZone: string, length: number): number[] {
  const { from, to } = localDayRange(day, timeZone);
  return Array.from({ length: Math.round((to - from) / length) }, (_, index) => from + index * length);
}
