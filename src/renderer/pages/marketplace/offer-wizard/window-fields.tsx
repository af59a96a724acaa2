import { Autocomplete, Button, Fieldset, Group, SimpleGrid } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { parseDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { useCalendarLabels } from '../../../components/use-calendar-labels.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import type { OfferFieldsProps } from './offer-fields.tsx';
import styles from './offers.module.css';
import { boundaryTimes, chosenWindow, EVENING_HOUR, movedDay, typedMoment, windowChoices } from './typed-window.ts';

/** Start and end of the window, in the community's time zone, with the windows that are wanted most. */
export function WindowFields({ values, onChange, messages, clock }: Omit<OfferFieldsProps, 'terms'>): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const { slotMinutes, timeZone, firstSlot } = clock;
  const { start, end } = values;
  const choices = windowChoices.flatMap((choice) => {
    const window = chosenWindow(choice, firstSlot, slotMinutes, timeZone);
    return window === null ? [] : [{ choice, window }];
  });
  return (
    <Fieldset legend={t('window.title')} variant="unstyled" className={styles.window}>
      <Group gap={6} mb="xs">
        {choices.map(({ choice, window }) => (
          <Button
            key={choice}
            size="compact-xs"
            variant="default"
            onClick={() =>
              onChange({ start: typedMoment(window.start, timeZone), end: typedMoment(window.end, timeZone) })
            }
          >
            {t(`window.${choice}`, { hour: EVENING_HOUR })}
            <span className={styles.choiceTimes}>
              {format.time(window.start)}–{format.time(window.end)}
            </span>
          </Button>
        ))}
      </Group>
      <SimpleGrid cols={4} spacing="xs" className={styles.moments}>
        <DayField
          label={t('window.startDay')}
          value={start.day}
          onChange={(day) =>
            onChange({ start: { ...start, day }, end: { ...end, day: movedDay(end.day, start.day, day) } })
          }
        />
        <TimeField
          label={t('window.startTime')}
          value={start.time}
          onChange={(time) => onChange({ start: { ...start, time } })}
          times={boundaryTimes(start.day, slotMinutes, timeZone, false)}
          error={messages.start}
        />
        <DayField label={t('window.endDay')} value={end.day} onChange={(day) => onChange({ end: { ...end, day } })} />
        <TimeField
          label={t('window.endTime')}
          value={end.time}
          onChange={(time) => onChange({ end: { ...end, time } })}
          times={boundaryTimes(end.day, slotMinutes, timeZone, true)}
          error={messages.end}
        />
      </SimpleGrid>
    </Fieldset>
  );
}

interface DayFieldProps {
  readonly label: string;
  /** `yyyy-mm-dd`. */
  readonly value: string;
  readonly onChange: (day: string) => void;
}

function DayField({ label, value, onChange }: DayFieldProps): ReactNode {
  const calendarLabels = useCalendarLabels();
  const format = useFormat();
  const calendarDay = parseDay(value);
  return (
    <DatePickerInput
      label={label}
      valueFormatter={() => (calendarDay === null ? value : format.date(startOfLocalDay(calendarDay, format.timeZone)))}
      value={value}
      onChange={(day) => day !== null && onChange(day)}
      size="sm"
      ariaLabels={calendarLabels}
    />
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (time: string) => void;
  /** What the list below the field offers. */
  readonly times: readonly string[];
  readonly error: ReactNode;
}

function TimeField({ label, value, onChange, times, error }: TimeFieldProps): ReactNode {
  // A whole time in the field is no search: the list then begins with it.
  const at = times.indexOf(value);
  const shown =
    at === -1 ? times.filter((time) => time.startsWith(value)) : [...times.slice(at), ...times.slice(0, at)];
  return (
    <Autocomplete
      label={label}
      value={value}
      onChange={onChange}
      data={shown}
      filter={({ options }) => options}
      maxDropdownHeight={180}
      openOnFocus={false}
      // Above the field: below it the list would hide the message.
      comboboxProps={{ keepMounted: false, position: 'top-start' }}
      error={error}
      classNames={{ error: styles.momentMessage }}
    />
  );
}
