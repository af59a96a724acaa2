import { Anchor } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { BoardName, RankedMember } from '#shared/contract/insight-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { Explained } from '../../../components/explained.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { isLoss } from '../../rules/cents.ts';
import { barShare, boardUnits, boardValue, rankChange, type RankChange } from './board-words.ts';
import classes from './leaderboards.module.css';

export interface BoardTableProps {
  readonly name: BoardName;
  readonly rows: readonly RankedMember[];
  /** Whether ranks are compared with those of the period before. */
  readonly isCompared: boolean;
}

/** Ranked members with their values; a loss is red, hatched, and has its sign. */
export function BoardTable({ name, rows, isCompared }: BoardTableProps): ReactNode {
  const { t } = useTranslation('leaderboards');
  const format = useFormat();
  const { dataTo } = useCommunity();
  const { search } = usePeriod();
  return (
    <table className={classes.table} aria-label={t(`boards.${name}.title`)}>
      <thead>
        <tr>
          <th scope="col" className={classes.rank}>
            {t('columns.rank')}
          </th>
          {isCompared && (
            <th scope="col" className={classes.change}>
              {t('columns.change')}
            </th>
          )}
          <th scope="col" className={classes.member}>
            {t('columns.member')}
          </th>
          <th scope="col" colSpan={2} className={classes.value}>
            <Explained explanation={{ formula: t(`boards.${name}.formula`), dataTo }}>
              {t(`boards.${name}.value`)} ({boardUnits[name].unit(format)})
            </Explained>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const isLost = name === 'savings' && isLoss(row.value);
          return (
            <tr key={row.memberId}>
              <td className={classes.rank}>{format.number(row.rank)}</td>
              {isCompared && (
                <td className={classes.change}>
                  <Change change={rankChange(row)} />
                </td>
              )}
              <th scope="row" className={classes.member}>
                <Anchor
                  component={Link}
                  to={{ pathname: `/members/${encodeURIComponent(row.memberId)}`, search }}
                  className={classes.name}
                >
                  {row.anonymizedId}
                </Anchor>
              </th>
              <td className={classes.bar} aria-hidden="true">
                <span
                  className={clsx(classes.fill, classes[name], isLost && classes.lost)}
                  style={{ width: `${barShare(row.value, rows) * 100}%` }}
                />
              </td>
              <td className={clsx(classes.value, isLost && classes.loss)}>
                {boardValue(name, row.value, format)}
                {isLost && <span className={classes.hidden}> {t('loss')}</span>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Change({ change }: { readonly change: RankChange }): ReactNode {
  const { t } = useTranslation('leaderboards');
  const format = useFormat();
  if (change === 'new') return <span>{t('change.new')}</span>;
  if (change === 0) {
    return (
      <span role="img" aria-label={t('change.same')}>
        –
      </span>
    );
  }
  const places = Math.abs(change);
  const Arrow = change > 0 ? IconArrowUp : IconArrowDown;
  return (
    <span role="img" aria-label={t(change > 0 ? 'change.up' : 'change.down', { count: places })}>
      <Arrow size={13} stroke={2} aria-hidden />
      {format.number(places)}
    </span>
  );
}
