import { Group, Select, Stack, Text } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, localDay, localDayRange, MINUTE, parseDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../../app/community.tsx';
import { useMethod } from '../../../../bridge/queries.ts';
import { timeSpan } from '../../../../charts/time-axis.ts';
import { useCalendarLabels } from '../../../../components/use-calendar-labels.ts';
import { useFormat } from '../../../../i18n/use-format.ts';
import type { ChoiceProps } from './choice-fields.tsx';

/** A slot by its local day and time, with what it was cleared to; the last cleared one to begin with. */
export function ClearingField({ choice, onChange }: ChoiceProps): ReactNode {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const { timeZone, locale } = format;
  const { id: communityId, dataFrom, dataTo, slotMinutes } = useCommunity();
  const [slot, setSlot] = useState<number | null>(choice.clearing?.slot ?? null);
  const newest = useMethod('market.book', { communityId, slot: null }, { enabled: slot === null }).data;
  const wanted = slot ?? newest?.previousSlot ?? null;
  const { data: book } = useMethod(
    'market.book',
    { communityId, slot: wanted },
    { enabled: wanted !== null, keepPrevious: false },
  );
  const clearingId = book?.certificate?.clearingId ?? null;
  useEffect(() => {
    onChange({ clearing: wanted === null || clearingId === null ? null : { slot: wanted, clearingId } });
    // oxlint-disable-next-line react/exhaustive-deps -- told again when the clearing is another, not when the page is drawn again
  }, [wanted, clearingId]);

  if (wanted === null) return <Text size="sm">{newest === undefined ? t('make.looking') : t('make.noClearing')}</Text>;
  const day = localDay(wanted, timeZone);
  const length = slotMinutes * MINUTE;
  const price = book?.clearing?.price ?? null;
  return (
    <Stack gap="xs">
      <Group gap="sm" grow align="flex-start">
        <DayField
          day={day}
          from={dataFrom === null ? day : localDay(dataFrom, timeZone)}
          to={dataTo === null ? day : Math.max(localDay(dataTo, timeZone), day)}
          // The same time of the other day.
          onDay={(other) => setSlot(sameTime(wanted, day, other, timeZone))}
        />
        <Select
          label={t('make.time')}
          searchable
          allowDeselect={false}
          maxDropdownHeight={220}
          value={String(wanted)}
          onChange={(start) => start !== null && setSlot(Number(start))}
          data={slotsOfDay(day, timeZone, length).map((start) => ({
            value: String(start),
            label: timeSpan(start, start + length, locale, timeZone),
          }))}
        />
      </Group>
      <Text size="sm" role="status" c={clearingId === null ? undefined : 'dimmed'}>
        {book === undefined && t('make.looking')}
        {book !== undefined && clearingId === null && t('make.notCleared')}
        {clearingId !== null &&
          t(price === null ? 'make.clearedWithout' : 'make.clearedAt', {
            price: price === null ? '' : format.price(price).text,
          })}
      </Text>
    </Stack>
  );
}

interface DayFieldProps {
  /** Local days, yyyymmdd. */
  readonly day: number;
  readonly from: number;
  readonly to: number;
  readonly onDay: (day: number) => void;
}

function DayField({ day, from, to, onDay }: DayFieldProps): ReactNode {
  const { t } = useTranslation('reports');
  const calendarLabels = useCalendarLabels();
  const format = useFormat();
  return (
    <DatePickerInput
      label={t('make.day')}
      value={formatDay(day)}
      minDate={formatDay(from)}
      maxDate={formatDay(to)}
      valueFormatter={() => format.date(startOfLocalDay(day, format.timeZone))}
      ariaLabels={calendarLabels}
      onChange={(chosen) => {
        const other = chosen === null ? null : parseDay(chosen);
        if (other !== null) onDay(other);
      }}
    />
  );
}

/** The 92, 96 or 100 quarter hours of a local day; `length` in milliseconds. */
function slotsOfDay(day: number, timeZone: string, length: number): number[] {
  const { from, to } = localDayRange(day, timeZone);
  return Array.from({ length: Math.round((to - from) / length) }, (_, index) => from + index * length);
}

/** As far into the other day as the slot is into its own, at most its last slot. */
function sameTime(slot: number, day: number, other: number, timeZone: string): number {
  const { from, to } = localDayRange(other, timeZone);
  return Math.min(from + (slot - localDayRange(day, timeZone).from), to - 15 * MINUTE);
}
