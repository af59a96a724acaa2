import { ActionIcon, Skeleton, Tooltip } from '@mantine/core';
import { IconTableExport, IconUsers } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { usePeriod } from '../../../app/period.tsx';
import type { ChartTable } from '../../../charts/chart-data.ts';
import { useSaveTable } from '../../../charts/use-save-table.ts';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { RowGrid, type GridColumn } from '../../../components/row-grid.tsx';
import { SortHead } from '../../../components/sort-head.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { hasNothing, type ImpactChartProps } from './chart-props.ts';
import { factorSentence } from './factor-words.ts';
import classes from './impact.module.css';
import {
  memberColumnKeys,
  memberTable,
  numberColumns,
  numberText,
  sortMembers,
  type MemberColumnKey,
  type MemberImpactRow,
  type MemberOrder,
} from './member-columns.ts';

const ROW_HEIGHT = 34;
const PAGE_ROWS = 8;

type MemberImpactProps = Pick<ImpactChartProps, 'query' | 'days' | 'empty'>;

/** What each member avoided, by pseudonym; the community's figure holds it already. */
export function MemberImpact({ query, days, empty }: MemberImpactProps): ReactNode {
  const { t } = useTranslation('impact');
  const format = useFormat();
  const navigate = useNavigate();
  const { search } = usePeriod();
  const save = useSaveTable();
  const [order, setOrder] = useState<MemberOrder>({ by: 'co2', descending: true });
  const { data } = query;
  const rows = useMemo(() => sortMembers(data?.members ?? [], order, format.locale), [data, order, format.locale]);

  function column(key: MemberColumnKey): GridColumn<MemberImpactRow> {
    const kind = key === 'name' ? 'text' : 'number';
    const sorted = order.by !== key ? null : order.descending ? 'descending' : 'ascending';
    // Text begins ascending, numbers with the largest; the second click turns the order round.
    const descending = sorted === null ? kind === 'number' : !order.descending;
    return {
      key,
      kind,
      sorted: sorted ?? 'none',
      head: (
        <SortHead
          kind={kind}
          label={t(`members.columns.${key}`)}
          title={t(`members.formulas.${key}`)}
          unit={key === 'name' ? null : numberColumns[key].unit}
          sorted={sorted}
          onSort={() => setOrder({ by: key, descending })}
        />
      ),
      cell: (row) => (key === 'name' ? row.anonymizedId : numberText(key, row, format)),
      className: key === 'name' ? classes.name : undefined,
    };
  }

  function fileTable(): ChartTable {
    const factor = data?.factor ?? null;
    const words = {
      columns: {
        name: t('members.columns.name'),
        selfConsumed: t('members.columns.selfConsumed'),
        bought: t('members.columns.bought'),
        co2: t('members.columns.co2'),
      },
      remark: factor === null ? null : { label: t('co2.reckonedWith'), text: factorSentence(factor, { t, format }) },
    };
    return memberTable(rows, words, format);
  }

  return (
    <Panel
      title={t('members.title')}
      subtitle={t('members.subtitle')}
      actions={
        rows.length > 0 && (
          <Tooltip label={t('members.export')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('members.export')}
              onClick={() => void save(`${t('files.members')}_${days}`, fileTable)}
            >
              <IconTableExport size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        )
      }
      padded={false}
    >
      <PageState
        query={query}
        skeleton={<Skeleton height={340} />}
        empty={
          data !== undefined && !hasNothing(data)
            ? {
                icon: <IconUsers size={22} stroke={1.75} />,
                title: t('members.fewMembers'),
                text: t('members.fewMembersText'),
              }
            : empty
        }
        isEmpty={({ members }) => members.length === 0}
      >
        {() => (
          <RowGrid
            name={t('members.title')}
            className={classes.grid}
            rows={rows}
            columns={memberColumnKeys.map(column)}
            keyOf={({ memberId }) => memberId}
            rowHeight={ROW_HEIGHT}
            pageRows={PAGE_ROWS}
            openKey={null}
            order={`${order.by} ${order.descending}`}
            onOpen={({ memberId }) => void navigate({ pathname: `/members/${encodeURIComponent(memberId)}`, search })}
          />
        )}
      </PageState>
    </Panel>
  );
}
