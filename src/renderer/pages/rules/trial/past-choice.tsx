import { SegmentedControl } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, localDay, parseDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useCalendarLabels } from '../../../components/use-calendar-labels.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { pasts, type OwnDays, type Past } from './past.ts';
import classes from './trial.module.css';

export interface PastChoiceProps {
  readonly past: Past;
  readonly own: OwnDays | null;
  readonly onPast: (past: Past) => void;
  readonly onOwn: (days: OwnDays) => void;
}

/** Which past to try a draft on. */
export function PastChoice({ past, own, onPast, onOwn }: PastChoiceProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  return (
    <div className={classes.past}>
      <SegmentedControl
        size="xs"
        aria-label={t('past.label')}
        value={past}
        onChange={onPast}
        data={pasts.map((value) => ({ value, label: t(`past.${value}`) }))}
      />
      {past === 'own' && <OwnDaysField own={own} onOwn={onOwn} />}
    </div>
  );
}

function OwnDaysField({ own, onOwn }: Pick<PastChoiceProps, 'own' | 'onOwn'>): ReactNode {
  const { t } = useTranslation('rule-trials');
  const calendarLabels = useCalendarLabels();
  const format = useFormat();
  const { dataFrom, dataTo, timeZone } = useCommunity();
  const [days, setDays] = useState<[string | null, string | null]>(
    own === null ? [null, null] : [formatDay(own.first), formatDay(own.last)],
  );

  function changed(chosen: [string | null, string | null]): void {
    setDays(chosen);
    const [first, last] = chosen.map((day) => (day === null ? null : parseDay(day)));
    if (first != null && last != null) onOwn({ first, last });
  }

  const edge = (at: number | null) => (at === null ? undefined : formatDay(localDay(at, timeZone)));
  const words = (text: string): string => {
    const day = parseDay(text);
    return day === null ? text : format.date(startOfLocalDay(day, timeZone));
  };
  return (
    <DatePickerInput
      type="range"
      size="xs"
      allowSingleDateInRange
      aria-label={t('past.days')}
      placeholder={t('past.days')}
      className={classes.days}
      value={days}
      onChange={changed}
      valueFormatter={() =>
        days
          .filter((day) => day !== null)
          .map(words)
          .join(' – ')
      }
      minDate={edge(dataFrom)}
      maxDate={edge(dataTo === null ? null : dataTo - 1)}
      defaultDate={edge(dataTo === null ? null : dataTo - 1)}
      ariaLabels={calendarLabels}
    />
  );
}
