import { useCallback, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import {
  afterScroll,
  drawnFrom,
  drawnRows,
  isStuck,
  mostDrawn,
  positionAt,
  positionOfRow,
  seenRows,
  spaceHeight,
  type Extent,
  type Position,
  type RowSpan,
} from './big-rows.ts';

export interface BigRowsOptions {
  readonly count: number;
  /** In pixels. */
  readonly rowHeight: number;
  /** Of the sticky head, in pixels. */
  readonly headHeight: number;
  /** When it becomes another object, the row of that place becomes the active one, at the top of the view: other rows, or a jump. */
  readonly start: { readonly place: number };
  /** Enter on the active row. */
  readonly onEnter: (index: number) => void;
}

export interface BigRows {
  /** For the scrolling element, which is the grid. Its head is sticky. */
  readonly gridProps: {
    readonly ref: RefObject<HTMLDivElement | null>;
    readonly role: 'grid';
    readonly 'aria-rowcount': number;
    readonly 'aria-activedescendant': string | undefined;
    readonly tabIndex: 0;
    readonly onKeyDown: (event: KeyboardEvent) => void;
    readonly onScroll: () => void;
    readonly onScrollEnd: () => void;
  };
  /** Of the scrolled space below the head, and of the sticky stage in it that the rows are on; in pixels. */
  readonly spaceHeight: number;
  readonly stageHeight: number;
  /** For the element on the stage that holds the rows. */
  readonly shiftRef: RefObject<HTMLDivElement | null>;
  readonly drawn: RowSpan;
  /** How far below the top of that element a row is, in pixels. */
  readonly topOf: (index: number) => number;
  /** Rows that follow one another on the screen keep their elements by it: what is drawn changes texts and makes no elements. */
  readonly keyOf: (index: number) => number;
  /** The active row; -1 without rows. */
  readonly active: number;
  readonly setActive: (index: number) => void;
  /** The id of a row's element, which makes it the active descendant. */
  readonly rowId: (index: number) => string;
}

/** Rows are placed from a row that seldom changes, so that those which stay drawn need not be placed anew. */
const ROWS_OF_A_BASE = 10_000;
const NOWHERE: Position = { scroll: 0, top: 0 };

/**
 * A grid of any number of rows (see big-rows.ts): one stop for the tab key, arrows, Page Up and Down, Home and End move, Enter opens. The
 * rows are on a stage that does not scroll; they move with the scroller's position, in the same frame, so that it never runs ahead of them.
 */
export function useBigRows({ count, rowHeight, headHeight, start, onEnter }: BigRowsOptions): BigRows {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const shift = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(0);
  const [wanted, setActive] = useState(0);
  const [firstDrawn, setFirstDrawn] = useState(0);
  const position = useRef(NOWHERE);
  const active = Math.min(wanted, count - 1);
  const extent: Extent = { count, rowHeight, view };

  const most = mostDrawn(extent);
  const drawn = drawnFrom(firstDrawn, extent);
  const base = Math.floor(drawn.first / ROWS_OF_A_BASE) * ROWS_OF_A_BASE;

  const place = useCallback(() => {
    const offset = Math.round(base * rowHeight - position.current.top);
    if (shift.current !== null) shift.current.style.transform = `translateY(${offset}px)`;
  }, [base, rowHeight]);
  useLayoutEffect(place);

  /** Draws the rows of the present position, at once when one of those that are seen is not drawn. */
  function draw(): void {
    const { first } = drawnRows(position.current, extent);
    const seen = seenRows(position.current, extent);
    if (seen.first < drawn.first || seen.last > drawn.last) flushSync(() => setFirstDrawn(first));
    else {
      if (first !== drawn.first) setFirstDrawn(first);
      place();
    }
  }

  function show(next: Position): void {
    position.current = next;
    if (scroller.current !== null) scroller.current.scrollTop = next.scroll;
    draw();
  }

  function onScroll(): void {
    if (scroller.current === null) return;
    const next = afterScroll(position.current, scroller.current.scrollTop, extent);
    if (isStuck(next, extent)) show(positionAt(next.top, extent));
    else {
      position.current = next;
      draw();
    }
  }

  /** Small steps have moved the thumb away from where it stands for the rows. */
  function onScrollEnd(): void {
    show(positionAt(position.current.top, extent));
  }

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = () => setView(Math.max(0, element.clientHeight - headHeight));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [headHeight]);

  const [shownStart, setShownStart] = useState(start);
  if (start !== shownStart) {
    setShownStart(start);
    setActive(start.place);
  }
  // At another number of rows or another height the same pixel stays at the top, as far as there are rows.
  const begun = useRef<BigRowsOptions['start'] | null>(null);
  useLayoutEffect(() => {
    const isNew = begun.current !== start;
    begun.current = start;
    const top = isNew ? start.place * rowHeight : position.current.top;
    position.current = positionAt(top, { count, rowHeight, view });
    if (scroller.current !== null) scroller.current.scrollTop = position.current.scroll;
    setFirstDrawn(drawnRows(position.current, { count, rowHeight, view }).first);
  }, [count, rowHeight, view, start]);

  function onKeyDown(event: KeyboardEvent): void {
    // Keys of what stands in the grid, such as a button of the head, are its own.
    if (event.target !== event.currentTarget) return;
    const pageRows = Math.max(1, Math.floor(view / rowHeight) - 1);
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
      show(positionOfRow(next, position.current, extent));
    } else if (event.key === 'Enter' && count > 0) onEnter(active);
    else return;
    event.preventDefault();
  }

  const rowId = useCallback((index: number): string => `${id}-${index}`, [id]);
  return {
    gridProps: {
      ref: scroller,
      role: 'grid',
      'aria-rowcount': count + 1,
      // Scrolled out of sight it is no longer in the page.
      'aria-activedescendant': active >= drawn.first && active < drawn.last ? rowId(active) : undefined,
      tabIndex: 0,
      onKeyDown,
      onScroll,
      onScrollEnd,
    },
    spaceHeight: spaceHeight(extent),
    stageHeight: Math.min(view, count * rowHeight),
    shiftRef: shift,
    drawn,
    topOf: (index) => (index - base) * rowHeight,
    keyOf: (index) => index % most,
    active,
    setActive,
    rowId,
  };
}
