import clsx from 'clsx';
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberSummary } from '#shared/contract/members.ts';
import type { ChangeFilters } from '../../app/address-filters.ts';
import { RowGrid, type GridColumn } from '../../components/row-grid.tsx';
import { SortHead } from '../../components/sort-head.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { columns, type Column } from './columns.tsx';
import type { Filters } from './filters.ts';
import classes from './member-table.module.css';

export interface MemberTableProps {
  readonly members: readonly MemberSummary[];
  readonly sort: Pick<Filters, 'sort' | 'descending'>;
  readonly onSort: ChangeFilters<Filters>;
  /** The cell under the mouse on the map. */
  readonly hoveredCell: string | null;
  readonly openMember: string | null;
  readonly onHover: (member: MemberSummary | null) => void;
  readonly onOpen: (member: MemberSummary) => void;
  /** The scrolling grid, for moving the focus into it. */
  readonly ref: Ref<HTMLDivElement>;
}

const ROW_HEIGHT = 36;
const PAGE_ROWS = 10;

/** The members as a grid of rows. */
export function MemberTable({ members, sort, onSort, hoveredCell, openMember, ...props }: MemberTableProps): ReactNode {
  const { t } = useTranslation('members');
  const format = useFormat();
  const { onHover, onOpen, ref } = props;

  function gridColumn({ key, kind, unit, term, cell }: Column): GridColumn<MemberSummary> {
    const sorted = sort.sort !== key ? null : sort.descending ? 'descending' : 'ascending';
    // Text begins ascending, numbers with the largest; the second click turns the order round.
    const descending = sorted === null ? kind === 'number' : !sort.descending;
    return {
      key,
      kind,
      sorted: sorted ?? 'none',
      head: (
        <SortHead
          kind={kind}
          label={t(`columns.${key}.label`)}
          title={t(`columns.${key}.name`)}
          unit={unit(format)}
          sorted={sorted}
          term={term}
          onSort={() => onSort({ sort: key, descending })}
        />
      ),
      cell: (member) => cell(member, format, t),
      className: clsx(classes.cell, kind === 'number' && classes.number),
    };
  }

  return (
    <RowGrid
      ref={ref}
      name={t('list.title')}
      className={classes.grid}
      rows={members}
      columns={columns.map(gridColumn)}
      keyOf={({ id }) => id}
      rowHeight={ROW_HEIGHT}
      pageRows={PAGE_ROWS}
      openKey={openMember}
      order={`${sort.sort} ${sort.descending}`}
      rowClass={({ mapCellId, isActive }) =>
        clsx(hoveredCell !== null && mapCellId === hoveredCell && classes.linked, !isActive && classes.gone)
      }
      onOpen={onOpen}
      onHover={onHover}
    />
  );
}
