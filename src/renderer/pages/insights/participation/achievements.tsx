import { Skeleton } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Achievements as Reached } from '#shared/contract/achievement-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { factorSentence } from '../impact/factor-words.ts';
import { achievementNumber, progressOf } from './achievement-words.ts';
import classes from './achievements.module.css';
import { LatestAchievements } from './latest-achievements.tsx';
import { MemberAchievements } from './member-achievements.tsx';

/** The latest of members that are listed. */
const LATEST = 9;

/** What the community and its members have reached, from the first data to the end of the period. */
export function Achievements(): ReactNode {
  const { t } = useTranslation('participation');
  const { id: communityId } = useCommunity();
  const { range } = usePeriod();
  const format = useFormat();
  const query = useMethod('insights.achievements', { communityId, until: range.to, limit: LATEST });
  const until = t('achievements.until', { date: format.date(range.to - 1) });
  return (
    <div className={classes.panels}>
      <Panel title={t('achievements.community')} subtitle={until} className={classes.community}>
        <PageState query={query} skeleton={<Skeleton height={340} />}>
          {({ community }) => (
            <>
              <CommunityList community={community} />
              <Co2Reckoning />
            </>
          )}
        </PageState>
      </Panel>
      <Panel title={t('achievements.members')} subtitle={until}>
        <PageState query={query} skeleton={<Skeleton height={340} />}>
          {({ members, membersLeftOut }) => (
            <>
              <MemberAchievements members={members} />
              {membersLeftOut > 0 && (
                <p className={classes.reckoning}>{t('achievements.leftOut', { count: membersLeftOut })}</p>
              )}
            </>
          )}
        </PageState>
      </Panel>
      <Panel title={t('achievements.latest')} subtitle={t('achievements.byPseudonym')}>
        <PageState
          query={query}
          skeleton={<Skeleton height={340} />}
          empty={{ title: t('achievements.none'), text: t('achievements.noneText') }}
          isEmpty={({ latest }) => latest.length === 0}
        >
          {({ latest }) => <LatestAchievements latest={latest} />}
        </PageState>
      </Panel>
    </div>
  );
}

/** A figure of CO2 never stands without what it is reckoned with. */
function Co2Reckoning(): ReactNode {
  const { t } = useTranslation('participation');
  const { t: ofImpact } = useTranslation('impact');
  const { id: communityId, dataFrom } = useCommunity();
  const { range } = usePeriod();
  const format = useFormat();
  const { data } = useMethod(
    'stats.indicators',
    { communityId, range: { from: dataFrom ?? range.from, to: range.to } },
    { enabled: dataFrom !== null && dataFrom < range.to },
  );
  if (data?.co2Factor == null) return null;
  const factor = factorSentence(data.co2Factor, { t: ofImpact, format });
  return <p className={classes.reckoning}>{t('achievements.co2', { factor })}</p>;
}

function CommunityList({ community }: Pick<Reached, 'community'>): ReactNode {
  return (
    <ul className={classes.list}>
      {community.map((one) => (
        <CommunityItem key={one.kind} {...one} />
      ))}
    </ul>
  );
}

function CommunityItem({ kind, reachedAt, value, target }: Reached['community'][number]): ReactNode {
  const { t } = useTranslation('participation');
  const format = useFormat();
  const isReached = reachedAt !== null;
  const ItemIcon = isReached ? IconCircleCheck : IconCircleDashed;
  const progress = progressOf(value, target);
  return (
    <li className={classes.item}>
      <ItemIcon size={18} stroke={1.75} aria-hidden className={clsx(classes.icon, isReached && classes.reached)} />
      <div className={classes.words}>
        <span className={classes.name}>{t(`community.${kind}.name`)}</span>
        <span className={classes.quiet}>{t(`community.${kind}.rule`)}</span>
      </div>
      <span className={clsx(classes.state, 'tabular')}>{isReached ? reached(reachedAt) : standing()}</span>
      {!isReached && progress !== null && (
        <div
          className={classes.bar}
          role="progressbar"
          aria-label={t(`community.${kind}.name`)}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(progress * 100)}
        >
          <div style={{ width: `${progress * 100}%` }} />
        </div>
      )}
    </li>
  );

  function reached(at: number): string {
    return t('achievements.reached', { date: format.date(at) });
  }

  function standing(): string {
    if (value === null) return format.notAvailable;
    const best = achievementNumber(kind, value, format);
    return target === 0
      ? t('achievements.fewest', { value: best })
      : t('achievements.of', { value: best, target: achievementNumber(kind, target, format) });
  }
}
