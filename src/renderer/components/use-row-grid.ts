import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useId, useState, type KeyboardEvent } from 'react';

export interface RowGridOptions {
  readonly count: number;
  /** Of a row and of the head, in pixels. */
  readonly rowHeight: number;
  /** How far Page Up and Page Down move. */
  readonly pageRows: number;
  /** Enter on the active row. */
  readonly onEnter: (index: number) => void;
}

export interface RowGrid {
  /** For the scrolling element, which is the grid. Its head is sticky and as high as a row. */
  readonly gridProps: {
    readonly ref: (element: HTMLDivElement | null) => void;
    readonly role: 'grid';
    readonly 'aria-rowcount': number;
    readonly 'aria-activedescendant': string | undefined;
    readonly tabIndex: 0;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
  /** The rows to draw, and the height of all. */
  readonly items: readonly VirtualItem[];
  readonly height: number;
  /** The active row; -1 without rows. */
  readonly active: number;
  readonly setActive: (index: number) => void;
  /** The id of a row's element, which makes it the active descendant. */
  readonly rowId: (index: number) => string;
}

/**
 * A grid of many rows: one stop for the tab key, arrows, Page Up and Down, Home and End move, Enter opens. Only rows in sight are in the
 * page, so that thousands scroll as ten do.
 */
export function useRowGrid({ count, rowHeight, pageRows, onEnter }: RowGridOptions): RowGrid {
  const id = useId();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [wanted, setActive] = useState(0);
  const active = Math.min(wanted, count - 1);
  // oxlint-disable-next-line react/incompatible-library -- the virtualizer is used here only and handed to no memo
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    // The head moves all rows down by its height.
    scrollPaddingEnd: rowHeight,
    overscan: 8,
  });

  function onKeyDown(event: KeyboardEvent): void {
    // Keys of what stands in the grid, such as a button of the head, are its own.
    if (event.target !== event.currentTarget) return;
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + pageRows,
      PageUp: active - pageRows,
      Home: 0,
      End: count - 1,
    };
    if (moves[event.key] !== undefined) {
      const next = Math.max(0, Math.min(count - 1, moves[event.key]));
      setActive(next);
      virtualizer.scrollToIndex(next);
    } else if (event.key === 'Enter' && count > 0) onEnter(active);
    else return;
    event.preventDefault();
  }

  const rowId = (index: number): string => `${id}-${index}`;
  return {
    gridProps: {
      ref: setScroller,
      role: 'grid',
      'aria-rowcount': count + 1,
      'aria-activedescendant': count > 0 ? rowId(active) : undefined,
      tabIndex: 0,
      onKeyDown,
    },
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    active,
    setActive,
    rowId,
  };
}
