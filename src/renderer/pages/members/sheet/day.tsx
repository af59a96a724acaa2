import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, formatDay, localDay, localDayRange } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { DayCurve } from '../../../charts/day-curve.tsx';
import classes from './sheet.module.css';

export interface DayProps {
  readonly memberId: string;
  readonly pseudonym: string;
  /** The day to begin with, yyyymmdd. */
  readonly lastDay: number;
}

const HEIGHT = 200;

/** The member's energy on one local day, with a stepper over the days that have data. */
export function Day({ memberId, pseudonym, lastDay }: DayProps): ReactNode {
  const { t } = useTranslation('members');
  const { name, timeZone, slotMinutes, dataFrom, dataTo } = useCommunity();
  const first = dataFrom === null ? lastDay : localDay(dataFrom, timeZone);
  const last = dataTo === null ? lastDay : localDay(dataTo - 1, timeZone);
  const clamp = (day: number) => Math.max(first, Math.min(last, day));
  const [day, setDay] = useState(() => clamp(lastDay));
  const query = useMethod('members.day', { memberId, day });
  const range = useMemo(() => localDayRange(day, timeZone), [day, timeZone]);
  const step = (by: number, Arrow: typeof IconChevronLeft, label: string) => (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        disabled={clamp(addDays(day, by)) === day}
        onClick={() => setDay(clamp(addDays(day, by)))}
      >
        <Arrow size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <DayCurve
      className={classes.day}
      query={query}
      range={range}
      slotMinutes={slotMinutes}
      height={HEIGHT}
      fileName={`${t('files.day')}_${pseudonym.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}_${formatDay(day)}`}
      source={`${name}, ${pseudonym}`}
      empty={{ title: t('day.none'), text: t('day.noneText') }}
      actions={
        <>
          {step(-1, IconChevronLeft, t('day.back'))}
          {step(1, IconChevronRight, t('day.forward'))}
        </>
      }
    />
  );
}
