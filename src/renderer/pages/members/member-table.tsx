import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberSummary } from '#shared/contract/members.ts';
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

/**
 * The members as a grid: one stop for the tab key, arrows move, Enter opens. Only rows in sight are in the page, so a community of
 * thousands scrolls as one of ten.
 */
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
  const id = useId();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [active, setActive] = useState(0);
  const current = Math.min(active, members.length - 1);
  // oxlint-disable-next-line react/incompatible-library -- the virtualizer is used here only and handed to no memo
  const virtualizer = useVirtualizer({
    count: members.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
    overscan: 8,
  });

  useEffect(() => {
    setActive(0);
  }, [sort.sort, sort.descending]);

  function move(to: number): void {
    const next = Math.max(0, Math.min(members.length - 1, to));
    setActive(next);
    virtualizer.scrollToIndex(next);
  }

  function onKey(event: KeyboardEvent): void {
    const moves: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + PAGE_ROWS,
      PageUp: current - PAGE_ROWS,
      Home: 0,
      End: members.length - 1,
    };
    if (event.target !== event.currentTarget) return;
    const member = members[current];
    if (moves[event.key] !== undefined) move(moves[event.key]);
    else if (event.key === 'Enter' && member !== undefined) onOpen(member);
    else return;
    event.preventDefault();
  }

  const items = virtualizer.getVirtualItems();
  return (
    <div
      ref={(element) => {
        setScroller(element);
        if (typeof ref === 'function') ref(element);
        else if (ref) ref.current = element;
      }}
      className={classes.grid}
      role="grid"
      aria-label={t('list.title')}
      aria-rowcount={members.length + 1}
      aria-activedescendant={members.length > 0 ? `${id}-${current}` : undefined}
      tabIndex={0}
      onKeyDown={onKey}
      onMouseLeave={() => onHover(null)}
    >
      <div className={clsx(classes.row, classes.head)} role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <Header key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
      <div role="rowgroup" className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const member = members[index];
          return (
            <div
              key={member.id}
              id={`${id}-${index}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={member.id === openMember}
              className={clsx(
                classes.row,
                index === current && classes.active,
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
