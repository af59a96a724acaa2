import clsx from 'clsx';
import { memo, useRef, type MouseEvent, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import type { LedgerSort } from '#shared/contract/ledger-records.ts';
import gridClasses from '../../../components/row-grid.module.css';
import { ColumnHead } from './column-head.tsx';
import type { ColumnKey } from './column-layout.ts';
import classes from './table.module.css';
import type { Columns } from './use-columns.ts';

export interface HeadRowProps {
  readonly columns: Columns;
  /** In their order. */
  readonly shown: readonly ColumnKey[];
  readonly sort: LedgerSort;
  readonly onSort: (sort: LedgerSort) => void;
}

/** The heads of the columns that are shown. Scrolling does not draw them again. */
export const HeadRow = memo(function HeadRow({ columns, shown, sort, onSort }: HeadRowProps): ReactNode {
  const row = useRef<HTMLDivElement>(null);
  const { layout, change, widthOf, isSharing, grab } = columns;

  /** The widths that are chosen, or that the columns share at the moment. */
  function chosenWidths(): Map<ColumnKey, number> {
    if (!isSharing) return new Map(layout.widths);
    const heads = [...(row.current?.querySelectorAll<HTMLElement>('[role=columnheader]') ?? [])];
    return new Map(shown.map((key, index) => [key, heads[index].offsetWidth || widthOf(key)]));
  }

  function resize(key: ColumnKey, width: number): void {
    change({ ...layout, widths: chosenWidths().set(key, width) });
  }

  function beginDrag(key: ColumnKey, event: MouseEvent): void {
    // The edge follows the mouse only when the other columns keep their widths.
    if (isSharing) flushSync(() => change({ ...layout, widths: chosenWidths() }));
    grab(key, event);
  }

  return (
    <div ref={row} className={clsx(gridClasses.row, gridClasses.head, classes.head)} role="row" aria-rowindex={1}>
      {shown.map((key) => (
        <ColumnHead
          key={key}
          column={key}
          width={widthOf(key)}
          sort={sort}
          onSort={onSort}
          onResize={(width) => resize(key, width)}
          onGrab={(event) => beginDrag(key, event)}
        />
      ))}
    </div>
  );
});
