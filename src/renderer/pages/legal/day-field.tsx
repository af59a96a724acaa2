import { DatePickerInput } from '@mantine/dates';
import type { ReactNode } from 'react';
import { formatDay, parseDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { useCalendarLabels } from '../../components/use-calendar-labels.ts';
import { useFormat } from '../../i18n/use-format.ts';

export interface DayFieldProps {
  readonly label: string;
  readonly description?: string;
  /** yyyymmdd of the community's local days, as is `last`. */
  readonly value: number;
  readonly onChange: (day: number) => void;
  /** The last day that can be chosen. */
  readonly last?: number;
}

/** One local day of the community. */
export function DayField({ label, description, value, onChange, last }: DayFieldProps): ReactNode {
  const calendarLabels = useCalendarLabels();
  const format = useFormat();
  return (
    <DatePickerInput
      label={label}
      description={description}
      valueFormatter={() => format.date(startOfLocalDay(value, format.timeZone))}
      value={formatDay(value)}
      onChange={(chosen) => onChange((chosen === null ? null : parseDay(chosen)) ?? value)}
      maxDate={last === undefined ? undefined : formatDay(last)}
      ariaLabels={calendarLabels}
    />
  );
}
