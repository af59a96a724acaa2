import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Participation } from '#shared/contract/insight-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { ChangedFigures, type ChangedFigure } from '../changed-figures.tsx';

export interface ParticipationFiguresProps {
  readonly participation: Participation;
  /** Whether who took part can be compared: it is known of whole days only. */
  readonly isComparable: boolean;
  /** The days of the period before; null when nothing is compared. */
  readonly beforeLabel: string | null;
  readonly isOutdated: boolean;
}

/** How many there were, how many took part, who came and went. */
export function ParticipationFigures({ participation, isComparable, ...rest }: ParticipationFiguresProps): ReactNode {
  const { t } = useTranslation('participation');
  const format = useFormat();
  const { dataTo } = useCommunity();
  const { totals } = participation;
  const previous = participation.previous?.totals ?? null;

  /** A count changes by members, not by per cent: most are small. */
  function count(key: 'activeMembers' | 'participants' | 'joined' | 'left'): ChangedFigure {
    return {
      label: t(`figures.${key}.label`),
      value: format.number(totals[key]),
      explanation: {
        ...(key === 'activeMembers' || key === 'participants'
          ? { term: key }
          : { formula: t(`figures.${key}.formula`) }),
        dataTo,
      },
      change:
        previous === null || (key === 'participants' && !isComparable) ? null : difference(totals[key] - previous[key]),
    };
  }

  function difference(by: number): string {
    return by === 0 ? t('figures.unchanged') : format.number(by, 0, { signed: true });
  }

  return (
    <ChangedFigures
      figures={[
        count('activeMembers'),
        count('participants'),
        {
          label: t('figures.rate.label'),
          value: format.percent(totals.rate),
          explanation: {
            term: 'participationRate',
            inputs: [
              { label: t('figures.participants.label'), value: format.number(totals.participants) },
              { label: t('figures.activeMembers.label'), value: format.number(totals.activeMembers) },
            ],
            dataTo,
          },
          change:
            previous === null || !isComparable
              ? null
              : totals.rate === previous.rate
                ? t('figures.unchanged')
                : format.changeInPoints(totals.rate, previous.rate),
        },
        count('joined'),
        count('left'),
      ]}
      {...rest}
    />
  );
}
