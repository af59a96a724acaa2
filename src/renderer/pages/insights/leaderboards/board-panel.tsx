import { ActionIcon, Button, Skeleton, Tooltip } from '@mantine/core';
import { IconEyeOff, IconTableExport, IconTrophyOff } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input, Output } from '#shared/contract/contract.ts';
import type { Board, BoardName } from '#shared/contract/insight-records.ts';
import { call, type BridgeError } from '../../../bridge/client.ts';
import type { ChartTable } from '../../../charts/chart-data.ts';
import { useSaveTable } from '../../../charts/use-save-table.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { ALL_ROWS, TOP_ROWS } from './board-rows.ts';
import { BoardTable } from './board-table.tsx';
import { boardTable } from './board-words.ts';
import classes from './leaderboards.module.css';

export interface BoardPanelProps {
  readonly name: BoardName;
  readonly query: UseQueryResult<Output<'insights.leaderboards'>, BridgeError>;
  /** What the query asks for; a file has all rows. */
  readonly asked: Omit<Input<'insights.leaderboards'>, 'limit'>;
  /** Whether more than the first rows are shown. */
  readonly isWhole: boolean;
  readonly onToggle: () => void;
  /** Of the period, for the name of a file. */
  readonly days: string;
  /** The next step where there is nobody to rank. */
  readonly emptyAction: ReactNode;
}

/** One leaderboard: its first members or all of them, or why nobody is ranked. */
export function BoardPanel(props: BoardPanelProps): ReactNode {
  const { name, query, asked, isWhole, onToggle, days, emptyAction } = props;
  const { t } = useTranslation('leaderboards');
  const format = useFormat();
  const save = useSaveTable();
  const board = query.data?.[name];
  const isCompared = asked.compareWith !== null;

  async function fileTable(): Promise<ChartTable> {
    const all = await call('insights.leaderboards', { ...asked, limit: ALL_ROWS });
    const words = {
      rank: t('columns.rank'),
      member: t('columns.member'),
      value: t(`boards.${name}.value`),
      rankBefore: isCompared ? t('columns.rankBefore') : null,
    };
    return boardTable(name, all[name].rows, words, format);
  }

  return (
    <Panel
      title={t(`boards.${name}.title`)}
      subtitle={t(`boards.${name}.subtitle`)}
      actions={
        board !== undefined &&
        board.rows.length > 0 && (
          <Tooltip label={t('export')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('exportOf', { board: t(`boards.${name}.title`) })}
              onClick={() => void save(`${t(`boards.${name}.file`)}_${days}`, fileTable)}
            >
              <IconTableExport size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        )
      }
    >
      <PageState query={query} skeleton={<Skeleton height={386} />}>
        {(boards) => (
          <Content
            name={name}
            board={boards[name]}
            isWhole={isWhole}
            onToggle={onToggle}
            isCompared={isCompared}
            emptyAction={emptyAction}
          />
        )}
      </PageState>
    </Panel>
  );
}

interface ContentProps extends Pick<BoardPanelProps, 'name' | 'isWhole' | 'onToggle' | 'emptyAction'> {
  readonly board: Board;
  readonly isCompared: boolean;
}

function Content({ name, board, isWhole, onToggle, isCompared, emptyAction }: ContentProps): ReactNode {
  const { t } = useTranslation('leaderboards');
  const { members, isWithheld, rows } = board;
  if (members === 0) {
    return (
      <EmptyState
        icon={<IconTrophyOff size={22} stroke={1.75} />}
        title={t(`boards.${name}.nobody`)}
        text={t('nobodyText')}
        actions={emptyAction}
      />
    );
  }
  if (isWithheld) {
    return (
      <EmptyState
        icon={<IconEyeOff size={22} stroke={1.75} />}
        title={t('withheld.title')}
        text={t('withheld.text', { count: members })}
        actions={emptyAction}
      />
    );
  }
  const shown = isWhole ? rows : rows.slice(0, TOP_ROWS);
  return (
    <>
      <BoardTable name={name} rows={shown} isCompared={isCompared} />
      {members > TOP_ROWS && (
        <Button variant="subtle" size="compact-sm" mt={6} className={classes.more} onClick={onToggle}>
          {isWhole ? t('showTop', { count: TOP_ROWS }) : t('showAll', { count: Math.min(members, ALL_ROWS) })}
        </Button>
      )}
    </>
  );
}
