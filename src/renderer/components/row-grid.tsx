import { useMergedRef } from '@mantine/hooks';
import clsx from 'clsx';
import { useEffect, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import styles from './row-grid.module.css';
import { useRowGrid } from './use-row-grid.ts';

export interface GridColumn<Row> {
  readonly key: string;
  readonly kind: 'text' | 'number';
  readonly head: ReactNode;
  /** How the rows are sorted by it; absent where they cannot be. */
  readonly sorted?: 'ascending' | 'descending' | 'none';
  readonly cell: (row: Row) => ReactNode;
  readonly className?: string;
}

export interface RowGridProps<Row> {
  /** Accessible name. */
  readonly name: string;
  readonly rows: readonly Row[];
  readonly columns: readonly GridColumn<Row>[];
  readonly keyOf: (row: Row) => string;
  /** In pixels. */
  readonly rowHeight: number;
  /** How far Page Up and Page Down move. */
  readonly pageRows: number;
  /** The row whose sheet is open. */
  readonly openKey: string | null;
  readonly rowClass?: (row: Row) => string | false | undefined;
  /** A click on a row, or Enter on the active one. */
  readonly onOpen: (row: Row) => void;
  /** Space on the active row, or Shift and Space; without it Space is the browser's. */
  readonly onSpace?: (row: Row, withShift: boolean) => void;
  /** The rows that are chosen, where several can be; without it the open one is the selected one. */
  readonly chosenKeys?: ReadonlySet<string>;
  /** The row under the mouse; null when it leaves. */
  readonly onHover?: (row: Row | null) => void;
  /** Called when the last rows come into sight; null when all are there. */
  readonly onEnd?: (() => void) | null;
  /** When it changes the first row becomes the active one: the rows stand in another order. */
  readonly order?: string;
  /** Says the widths of the columns: `--row-columns`, `--row-width`. */
  readonly className?: string;
  /** The scrolling grid, for moving the focus into it. */
  readonly ref?: Ref<HTMLDivElement>;
}

/** Rows under a sticky head, as many as there are (see useRowGrid). */
export function RowGrid<Row>(props: RowGridProps<Row>): ReactNode {
  const { name, rows, columns, keyOf, rowHeight, pageRows, openKey, order, className, ref = null } = props;
  const { rowClass, onOpen, onSpace, chosenKeys, onHover, onEnd = null } = props;
  const { gridProps, items, height, active, setActive, rowId } = useRowGrid({
    count: rows.length,
    rowHeight,
    pageRows,
    onEnter: (index) => onOpen(rows[index]),
  });
  const gridRef = useMergedRef(gridProps.ref, ref);
  useEffect(() => {
    setActive(0);
  }, [order, setActive]);
  const isAtEnd = items.at(-1)?.index === rows.length - 1;
  useEffect(() => {
    if (isAtEnd) onEnd?.();
  }, [isAtEnd, onEnd, rows.length]);

  function onKeyDown(event: KeyboardEvent): void {
    if (onSpace && event.key === ' ' && event.target === event.currentTarget) {
      event.preventDefault();
      onSpace(rows[active], event.shiftKey);
    } else gridProps.onKeyDown(event);
  }

  return (
    <div
      {...gridProps}
      ref={gridRef}
      className={clsx(styles.grid, className)}
      aria-label={name}
      aria-multiselectable={chosenKeys && true}
      onKeyDown={onKeyDown}
      onMouseLeave={onHover && (() => onHover(null))}
    >
      <div className={clsx(styles.row, styles.head)} role="row" aria-rowindex={1}>
        {columns.map(({ key, kind, head, sorted }) => (
          <div key={key} role="columnheader" aria-sort={sorted} className={clsx(styles.cell, styles[kind])}>
            {head}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={styles.rows} style={{ height }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          const key = keyOf(row);
          return (
            <div
              key={key}
              id={rowId(index)}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={chosenKeys ? chosenKeys.has(key) : key === openKey}
              className={clsx(
                styles.row,
                index === active && styles.active,
                key === openKey && styles.open,
                rowClass?.(row),
              )}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              onMouseEnter={onHover && (() => onHover(row))}
              onClick={() => {
                setActive(index);
                onOpen(row);
              }}
            >
              {columns.map((column) => (
                <div
                  key={column.key}
                  role="gridcell"
                  data-column={column.key}
                  className={clsx(styles.cell, styles[column.kind], column.className)}
                >
                  {column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
