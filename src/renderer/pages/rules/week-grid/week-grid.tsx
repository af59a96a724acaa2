import clsx from 'clsx';
import { useMemo, type ReactNode } from 'react';
import { isInMask, MINUTES_PER_DAY, type WeekMask } from '#shared/rules/windows.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { dayName, WEEK_DAYS } from '#shared/format/day-names.ts';
import { readableMask } from './readable-mask.ts';
import styles from './week-grid.module.css';

export interface WeekGridProps {
  readonly windows: readonly string[];
  /** `row`: as small as a line of a list; `sheet`: as wide as its place, with the names of days and hours. */
  readonly size: 'row' | 'sheet';
  /** The windows in words: what screen readers say instead of the picture. */
  readonly label: string;
}

/** Hours that are named below the picture. */
const NAMED_HOURS = [0, 6, 12, 18, 24] as const;
/** Of a day in the drawing, with the gap below it. */
const DAY_HEIGHT = 4;
const BAR_HEIGHT = 3;

/** A picture of the week, a bar for each day: filled to the minute where a window is open. */
export function WeekGrid({ windows, size, label }: WeekGridProps): ReactNode {
  const { locale } = useFormat();
  const mask = useMemo(() => readableMask(windows), [windows]);
  const isSheet = size === 'sheet';
  return (
    <div role="img" aria-label={label} className={clsx(styles.picture, styles[size])}>
      {isSheet && (
        <div className={styles.days}>
          {WEEK_DAYS.map((day) => (
            <span key={day}>{dayName(day, locale, 'short')}</span>
          ))}
        </div>
      )}
      <svg
        viewBox={`0 0 ${MINUTES_PER_DAY} ${WEEK_DAYS.length * DAY_HEIGHT}`}
        preserveAspectRatio="none"
        className={styles.bars}
      >
        {WEEK_DAYS.map((day) => (
          <g key={day}>
            <rect y={day * DAY_HEIGHT} width={MINUTES_PER_DAY} height={BAR_HEIGHT} className={styles.closed} />
            {openSpans(mask, day).map(({ start, end }) => (
              <rect
                key={start}
                x={start}
                y={day * DAY_HEIGHT}
                width={end - start}
                height={BAR_HEIGHT}
                className={styles.open}
              />
            ))}
          </g>
        ))}
      </svg>
      {isSheet && (
        <div className={styles.hours}>
          {NAMED_HOURS.map((hour) => (
            <span key={hour}>{hour}</span>
          ))}
        </div>
      )}
    </div>
  );
}

/** The spans of a day that are inside, in minutes after its midnight; `end` is exclusive. */
function openSpans(mask: WeekMask, day: number): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (let at = 0; at < MINUTES_PER_DAY; at++) {
    const start = at;
    while (at < MINUTES_PER_DAY && isInMask(mask, day * MINUTES_PER_DAY + at)) at++;
    if (at > start) spans.push({ start, end: at });
  }
  return spans;
}
