import { Skeleton, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseGroup } from '#shared/contract/settlement-records.ts';
import type { CaseFilter } from '#shared/contract/settlement.ts';
import type { FailureCode } from '#shared/domain/records.ts';
import { openStates } from './case-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useNow } from '../../../app/now.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './groups.module.css';

export interface CauseGroupsProps {
  /** What is asked for beside the cause. */
  readonly filter: CaseFilter;
  readonly onChoose: (cause: FailureCode | null) => void;
}

/** The causes of the cases with how many, how much money, and since when; choosing one leaves its cases. */
export function CauseGroups({ filter, onChoose }: CauseGroupsProps): ReactNode {
  const { t } = useTranslation('settlements');
  const { id: communityId } = useCommunity();
  const query = useMethod('settlement.groups', { communityId, filter: { ...filter, cause: null } });
  return (
    <Panel title={t('groups.title')} padded={false} className={classes.panel}>
      <PageState query={query} skeleton={<GroupSkeletons />}>
        {(groups) => (
          <ul className={classes.list} aria-label={t('groups.title')}>
            <Group group={allOf(groups)} isChosen={filter.cause === null} onChoose={() => onChoose(null)} />
            {groups.map((group) => (
              <Group
                key={group.cause}
                group={group}
                isChosen={filter.cause === group.cause}
                onChoose={() => onChoose(filter.cause === group.cause ? null : group.cause)}
              />
            ))}
          </ul>
        )}
      </PageState>
    </Panel>
  );
}

type ShownGroup = Omit<CaseGroup, 'cause' | 'oldestAt'> & {
  /** Null for all together. */
  readonly cause: FailureCode | null;
  readonly oldestAt: number | null;
};

function allOf(groups: readonly CaseGroup[]): ShownGroup {
  const sum = (value: (group: CaseGroup) => number): number => groups.reduce((total, group) => total + value(group), 0);
  return {
    cause: null,
    count: sum(({ count }) => count),
    amount: sum(({ amount }) => amount),
    oldestAt: groups.length === 0 ? null : Math.min(...groups.map(({ oldestAt }) => oldestAt)),
    byState: {
      open: sum(({ byState }) => byState.open),
      proposed: sum(({ byState }) => byState.proposed),
      approved: sum(({ byState }) => byState.approved),
      sent: sum(({ byState }) => byState.sent),
      resolved: sum(({ byState }) => byState.resolved),
    },
  };
}

interface GroupProps {
  readonly group: ShownGroup;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

const MINUTE_MS = 60_000;

function Group({ group, isChosen, onChoose }: GroupProps): ReactNode {
  const { t } = useTranslation('settlements');
  const { t: ofCases } = useTranslation('settlement-cases');
  const format = useFormat();
  const now = useNow(MINUTE_MS);
  const { cause, count, amount, oldestAt, byState } = group;
  const beyondOpen = openStates.filter((state) => state !== 'open' && byState[state] > 0);
  const name = cause === null ? t('groups.all') : ofCases(`causes.${cause}.name`);
  const oldest = oldestAt === null ? null : t('groups.oldest', { ago: format.relative(Math.min(oldestAt, now), now) });
  return (
    <li>
      <UnstyledButton className={classes.group} aria-pressed={isChosen} onClick={onChoose}>
        <span className={classes.name} title={name}>
          {name}
        </span>
        <span className={classes.count}>{format.number(count)}</span>
        <span className={classes.quiet} title={oldest ?? undefined}>
          {oldest}
        </span>
        <span className={classes.amount}>{format.money(amount).text}</span>
        {beyondOpen.length > 0 && (
          <span className={classes.states}>
            {beyondOpen
              .map((state) =>
                t('groups.inState', { number: format.number(byState[state]), state: ofCases(`states.${state}`) }),
              )
              .join(' · ')}
          </span>
        )}
      </UnstyledButton>
    </li>
  );
}

function GroupSkeletons(): ReactNode {
  return (
    <div className={classes.skeletons} aria-busy="true">
      {Array.from({ length: 6 }, (_, row) => (
        <Skeleton key={row} height={34} />
      ))}
    </div>
  );
}
