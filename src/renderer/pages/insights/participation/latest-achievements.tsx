import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Achievements } from '#shared/contract/achievement-records.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './achievements.module.css';

/** Who reached what last, newest first. */
export function LatestAchievements({ latest }: Pick<Achievements, 'latest'>): ReactNode {
  const { t } = useTranslation('participation');
  const format = useFormat();
  const { search } = usePeriod();
  const currency = format.money(0).unit;
  return (
    <ul className={classes.list}>
      {latest.map(({ kind, memberId, anonymizedId, reachedAt }) => (
        <li key={`${memberId} ${kind}`} className={classes.item}>
          <div className={classes.words}>
            <Anchor
              component={Link}
              to={{ pathname: `/members/${encodeURIComponent(memberId)}`, search }}
              className={classes.name}
            >
              {anonymizedId}
            </Anchor>
            <span className={classes.quiet}>{t(`member.${kind}.name`, { currency })}</span>
          </div>
          <span className={`${classes.state} tabular`}>{format.date(reachedAt)}</span>
        </li>
      ))}
    </ul>
  );
}
