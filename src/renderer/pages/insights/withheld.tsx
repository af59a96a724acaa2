import { Tooltip } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WithheldReason } from '#shared/contract/published-sum.ts';
import { useFormat } from '../../i18n/use-format.ts';
import classes from './withheld.module.css';

export interface WithheldProps {
  /** Null where only the days are told. */
  readonly reason: WithheldReason | null;
  /** Local days that may not be shown; left out where it is about no days. */
  readonly days?: number;
}

/** Stands in the place of a number that may not be shown, and says on hover and focus why. */
export function Withheld({ reason, days }: WithheldProps): ReactNode {
  const { t } = useTranslation('insights');
  const format = useFormat();
  return (
    <Tooltip
      multiline
      w={300}
      label={
        <>
          {t(reason === null ? 'withheld.reasons.either' : `withheld.reasons.${reason}`)}
          {days !== undefined && days > 0 && ` ${t('withheld.days', { count: days, days: format.number(days) })}`}
        </>
      }
    >
      <span className={classes.withheld} tabIndex={0}>
        {t('withheld.word')}
      </span>
    </Tooltip>
  );
}

/** Below a sum: how many days it is without; null when it has all. */
export function withheldNote(days: number, t: TFunction<'insights'>): string | null {
  return days === 0 ? null : t('insights:withheld.note', { count: days });
}
