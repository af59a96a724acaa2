import { IconCircleCheck, IconReceiptOff } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LosingMember, Losses } from '#shared/contract/loss-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { RowGrid, type GridColumn } from '../../../components/row-grid.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { useEvidence } from '../summary/use-evidence.ts';
import classes from './fairness.module.css';
import { LossSheet } from './loss-sheet.tsx';
import { causeWords, LOSS_DECIMALS } from './loss-words.ts';
import { useLoser } from './use-loser.ts';

const ROW_HEIGHT = 42;
/** More of them scroll. */
const MOST_ROWS = 10;

/** The never-worse monitor: who lost against retail over 30 days, and by what most. */
export function LossMonitor(): ReactNode {
  const { t } = useTranslation('fairness');
  const format = useFormat();
  const { id: communityId } = useCommunity();
  const { range } = usePeriod();
  const [loser, open] = useLoser();
  const query = useMethod('insights.losses', { communityId, until: range.to });
  const { data } = query;
  const part = useEvidence('insights-losses', data !== undefined);
  return (
    <div ref={part}>
      <Panel
        title={t('monitor.title')}
        subtitle={
          data === undefined
            ? t('monitor.subtitle')
            : t('monitor.subtitleOf', { days: format.days(data.range), count: data.members.length })
        }
        padded={data === undefined || data.members.length === 0}
      >
        <PageState query={query} skeleton={<SkeletonLines lines={5} />}>
          {(losses) => <Result losses={losses} loser={loser} onOpen={open} />}
        </PageState>
      </Panel>
      {data !== undefined && <LossSheet losses={data} memberId={loser} onClose={() => open(null)} />}
    </div>
  );
}

interface ResultProps {
  readonly losses: Losses;
  readonly loser: string | null;
  readonly onOpen: (memberId: string) => void;
}

function Result({ losses: { traders, membersLeftOut, members }, loser, onOpen }: ResultProps): ReactNode {
  const { t } = useTranslation('fairness');
  const columns = useColumns();
  const leftOut = membersLeftOut > 0 && t('monitor.leftOut', { count: membersLeftOut });
  if (traders === 0) {
    return (
      <EmptyState
        icon={<IconReceiptOff size={22} stroke={1.75} />}
        title={t('monitor.noTrades')}
        text={leftOut || t('monitor.noTradesText')}
      />
    );
  }
  if (members.length === 0) {
    return (
      <p className={classes.nobody}>
        <IconCircleCheck size={20} stroke={1.9} aria-hidden />
        <span>
          {t('monitor.nobody', { count: traders })} {leftOut}
        </span>
      </p>
    );
  }
  return (
    <>
      <p className={classes.summary}>
        {t('monitor.summary', { members: members.length, count: traders })} {leftOut}
      </p>
      <div className={classes.table} style={{ height: ROW_HEIGHT * (1 + Math.min(members.length, MOST_ROWS)) + 1 }}>
        <RowGrid
          name={t('monitor.title')}
          rows={members}
          columns={columns}
          keyOf={({ memberId }) => memberId}
          rowHeight={ROW_HEIGHT}
          pageRows={MOST_ROWS}
          openKey={loser}
          onOpen={({ memberId }) => onOpen(memberId)}
          className={classes.losers}
        />
      </div>
    </>
  );
}

function useColumns(): readonly GridColumn<LosingMember>[] {
  const { t } = useTranslation('fairness');
  const format = useFormat();
  return useMemo(
    () => [
      {
        key: 'member',
        kind: 'text',
        head: t('monitor.columns.member'),
        cell: ({ anonymizedId }) => <span className={classes.name}>{anonymizedId}</span>,
      },
      {
        key: 'savings',
        kind: 'number',
        head: `${t('monitor.columns.lost')} (${format.money(0).unit})`,
        cell: ({ savings }) => (
          <span className={classes.amount}>
            {format.money(savings, format.currency, { decimals: LOSS_DECIMALS }).value}
          </span>
        ),
      },
      {
        key: 'trades',
        kind: 'number',
        head: t('monitor.columns.trades'),
        cell: ({ losingTrades, trades }) =>
          t('monitor.of', { losing: format.number(losingTrades), all: format.number(trades) }),
      },
      {
        key: 'cause',
        kind: 'text',
        head: t('monitor.columns.cause'),
        className: classes.cause,
        cell: ({ losses: [most] }) => {
          if (most === undefined) return '';
          const words = causeWords(most, format, t);
          return <span title={words}>{words}</span>;
        },
      },
    ],
    [t, format],
  );
}
