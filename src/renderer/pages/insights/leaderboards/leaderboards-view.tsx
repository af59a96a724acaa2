import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { boardNames, type BoardName } from '#shared/contract/insight-records.ts';
import { formatDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { ShowAllDays } from '../../../app/show-all-days.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { GroupFilter, useGroup } from '../group-filter.tsx';
import { BoardPanel } from './board-panel.tsx';
import { ALL_ROWS, TOP_ROWS } from './board-rows.ts';
import classes from './leaderboards.module.css';

/** Who trades, saves, sustains itself and shares most, by pseudonym. */
export function LeaderboardsView(): ReactNode {
  const { t } = useTranslation('leaderboards');
  const { id: communityId } = useCommunity();
  const { range, previous, compare, firstDay, lastDay, previousLabel } = usePeriod();
  const group = useGroup();
  const [whole, setWhole] = useState<ReadonlySet<BoardName>>(new Set());
  const asked = { communityId, range, compareWith: compare ? previous : null, group };
  const query = useMethod('insights.leaderboards', { ...asked, limit: whole.size > 0 ? ALL_ROWS : TOP_ROWS });

  const leftOut = query.data?.membersLeftOut ?? 0;

  function toggle(name: BoardName): void {
    const next = new Set(whole);
    if (!next.delete(name)) next.add(name);
    setWhole(next);
  }

  return (
    <div className={classes.view}>
      <div className={classes.filter}>
        <GroupFilter />
        <p className={classes.hint}>
          {compare ? t('hintCompared', { before: previousLabel }) : t('hint')}
          {leftOut > 0 && ` ${t('leftOut', { count: leftOut })}`}
        </p>
      </div>
      <div className={classes.boards} aria-busy={query.isPlaceholderData}>
        {boardNames.map((name) => (
          <BoardPanel
            key={name}
            name={name}
            query={query}
            asked={asked}
            isWhole={whole.has(name)}
            onToggle={() => toggle(name)}
            days={`${formatDay(firstDay)}_${formatDay(lastDay)}`}
            emptyAction={<ShowAllDays />}
          />
        ))}
      </div>
    </div>
  );
}
