import { VisuallyHidden } from '@mantine/core';
import clsx from 'clsx';
import { memo, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Coverage } from '#shared/rules/week-grid.ts';
import type { WeekMask } from '#shared/rules/windows.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { dayName, WEEK_DAYS } from '#shared/format/day-names.ts';
import { usePainting } from './use-painting.ts';
import { ALL, coverageAt } from './week-places.ts';
import styles from './week-table.module.css';

export interface WeekTableProps {
  readonly mask: WeekMask;
  readonly onPaint: (mask: WeekMask) => void;
  readonly label: string;
  /** The id of the text that says how it is painted. */
  readonly describedBy: string;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Hours whose names have room above the grid. */
const NAMED_EVERY = 3;

/** The week as a grid of hours to paint; the heads paint whole days and the same hour of every day. */
export function WeekTable({ mask, onPaint, label, describedBy }: WeekTableProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const { locale } = useFormat();
  const { shown, cursor, handlers } = usePainting(mask, onPaint);
  const days = useMemo(
    () => WEEK_DAYS.map((day) => ({ short: dayName(day, locale, 'short'), long: dayName(day, locale, 'long') })),
    [locale],
  );
  const isAt = (day: number, hour: number): boolean => cursor.day === day && cursor.hour === hour;
  const words = { none: t('grid.none'), partly: t('grid.partly'), all: t('grid.all') };
  const stateOf = (day: number, hour: number): string => words[coverageAt(shown, { day, hour })];
  return (
    <div
      role="grid"
      aria-label={label}
      aria-describedby={describedBy}
      aria-multiselectable
      className={styles.grid}
      {...handlers}
    >
      <div role="row" className={styles.row}>
        <Head
          role="columnheader"
          day={ALL}
          hour={ALL}
          isCursor={isAt(ALL, ALL)}
          name={t('grid.week', { state: stateOf(ALL, ALL) })}
        />
        {HOURS.map((hour) => (
          <Head
            key={hour}
            role="columnheader"
            day={ALL}
            hour={hour}
            isCursor={isAt(ALL, hour)}
            name={t('grid.hourOfAll', { hours: span(hour), state: stateOf(ALL, hour) })}
            text={hour % NAMED_EVERY === 0 ? String(hour) : ''}
          />
        ))}
      </div>
      {days.map(({ short, long }, day) => (
        <div key={short} role="row" className={styles.row}>
          <Head
            role="rowheader"
            day={day}
            hour={ALL}
            isCursor={isAt(day, ALL)}
            name={t('grid.day', { day: long, state: stateOf(day, ALL) })}
            text={short}
          />
          {HOURS.map((hour) => (
            <Cell
              key={hour}
              day={day}
              hour={hour}
              isCursor={isAt(day, hour)}
              coverage={coverageAt(shown, { day, hour })}
              name={t('grid.cell', { day: long, hours: span(hour), state: stateOf(day, hour) })}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

/** E.g. "06:00–07:00". */
function span(hour: number): string {
  return [hour, hour + 1].map((one) => `${String(one).padStart(2, '0')}:00`).join('–');
}

interface PlaceProps {
  readonly day: number;
  readonly hour: number;
  readonly isCursor: boolean;
  readonly name: string;
}

const Cell = memo(function Cell({
  day,
  hour,
  isCursor,
  name,
  coverage,
}: PlaceProps & { readonly coverage: Coverage }): ReactNode {
  return (
    <div
      role="gridcell"
      tabIndex={isCursor ? 0 : -1}
      aria-selected={coverage === 'all'}
      aria-label={name}
      data-day={day}
      data-hour={hour}
      className={clsx(styles.cell, styles[coverage])}
    />
  );
});

const Head = memo(function Head({
  role,
  day,
  hour,
  isCursor,
  name,
  text = '',
}: PlaceProps & { readonly role: 'columnheader' | 'rowheader'; readonly text?: string }): ReactNode {
  return (
    <div
      role={role}
      tabIndex={isCursor ? 0 : -1}
      data-day={day}
      data-hour={hour}
      className={clsx(styles.head, role === 'rowheader' && styles.dayHead)}
    >
      <span aria-hidden>{text}</span>
      <VisuallyHidden>{name}</VisuallyHidden>
    </div>
  );
});
