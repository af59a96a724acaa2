import { useMergedRef } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import clsx from 'clsx';
import { useEffect, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberSummary } from '#shared/contract/members.ts';
import { useRowGrid } from '../../components/use-row-grid.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { columns, type Column } from './columns.tsx';
import type { Filters, SortKey } from './filters.ts';
import classes from './member-table.module.css';
import type { ChangeFilters } from './use-filters.ts';

export interface MemberTableProps {
  readonly members: readonly MemberSummary[];
  readonly sort: Pick<Filters, 'sort' | 'descending'>;
  readonly onSort: ChangeFilters;
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

/** The members as a grid of rows (see useRowGrid). */
export function MemberTable({
  members,
  sort,
  onSort,
  hoveredCell,
  openMember,
  onHover,
  onOpen,
  ref,
}: MemberTableProps): ReactNode {
  const { t } = useTranslation('members');
  const format = useFormat();
  const { gridProps, items, height, active, setActive, rowId } = useRowGrid({
    count: members.length,
    rowHeight: ROW_HEIGHT,
    pageRows: PAGE_ROWS,
    onEnter: (index) => onOpen(members[index]),
  });
  const gridRef = useMergedRef(gridProps.ref, ref);

  useEffect(() => {
    setActive(0);
  }, [sort.sort, sort.descending, setActive]);

  return (
    <div
      {...gridProps}
      ref={gridRef}
      className={classes.grid}
      aria-label={t('list.title')}
      onMouseLeave={() => onHover(null)}
    >
      <div className={clsx(classes.row, classes.head)} role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <Header key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
      <div role="rowgroup" className={classes.rows} style={{ height }}>
        {items.map(({ index, start }) => {
          const member = members[index];
          return (
            <div
              key={member.id}
              id={rowId(index)}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={member.id === openMember}
              className={clsx(
                classes.row,
                index === active && classes.active,
                member.id === openMember && classes.open,
                hoveredCell !== null && member.mapCellId === hoveredCell && classes.linked,
                !member.isActive && classes.gone,
              )}
              style={{ transform: `translateY(${start}px)` }}
              onMouseEnter={() => onHover(member)}
              onClick={() => {
                setActive(index);
                onOpen(member);
              }}
            >
              {columns.map(({ key, kind, cell }) => (
                <div key={key} role="gridcell" className={clsx(classes.cell, classes[kind])}>
                  {cell(member, format, t)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface HeaderProps {
  readonly column: Column;
  readonly sort: MemberTableProps['sort'];
  readonly onSort: ChangeFilters;
}

/** Text begins ascending, numbers with the largest; the second click turns the order round. */
function nextSort(key: SortKey, kind: Column['kind'], { sort, descending }: HeaderProps['sort']): Partial<Filters> {
  return { sort: key, descending: sort === key ? !descending : kind === 'number' };
}

function Header({ column: { key, kind, unit }, sort, onSort }: HeaderProps): ReactNode {
  const { t } = useTranslation('members');
  const format = useFormat();
  const sorted = sort.sort === key;
  const Arrow = sort.descending ? IconArrowDown : IconArrowUp;
  const unitText = unit(format);
  return (
    <div
      role="columnheader"
      aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={clsx(classes.cell, classes[kind])}
    >
      <button
        type="button"
        className={classes.sort}
        title={t(`columns.${key}.name`)}
        onClick={() => onSort(nextSort(key, kind, sort))}
      >
        <span className={classes.headName}>
          {sorted && <Arrow size={13} stroke={2.25} aria-hidden />}
          {t(`columns.${key}.label`)}
        </span>
        {unitText !== null && <span className={classes.unit}>{unitText}</span>}
      </button>
    </div>
  );
}
