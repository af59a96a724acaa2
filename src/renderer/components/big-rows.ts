/**
 * How a scroller of limited height shows any number of rows. Browsers lay nothing out beyond about 33 million pixels, half of that on a
 * dense screen: a million rows do not fit. The thumb then moves in proportion, while small steps (wheel, track pad) still move the rows
 * pixel by pixel. Pure.
 */

/** The tallest that the scrolled space becomes, in pixels: half of the lowest limit. */
export const MOST_PIXELS = 8_000_000;

/** Rows are drawn and forgotten by so many, so that most scrolling draws none. */
const STEP_ROWS = 8;

export interface Extent {
  readonly count: number;
  /** In pixels. */
  readonly rowHeight: number;
  /** Height of the window that the rows are seen through, in pixels. */
  readonly view: number;
}

export interface Position {
  /** Where the scroller stands, in pixels of its space. */
  readonly scroll: number;
  /** The pixel of all rows, laid out end to end, that is at the top of the view. */
  readonly top: number;
}

/** Rows from `first` to `last`, the second not included. */
export interface RowSpan {
  readonly first: number;
  readonly last: number;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

const mostTop = ({ count, rowHeight, view }: Extent): number => Math.max(0, count * rowHeight - view);
const mostScroll = (extent: Extent): number => Math.max(0, spaceHeight(extent) - extent.view);

/** The height of the space that is scrolled. */
export function spaceHeight({ count, rowHeight }: Extent): number {
  return Math.min(count * rowHeight, MOST_PIXELS);
}

/** The position with `top` at the top of the view, as near as there are rows. */
export function positionAt(top: number, extent: Extent): Position {
  const reached = clamp(top, mostTop(extent));
  const all = mostTop(extent);
  return { top: reached, scroll: all === 0 ? 0 : Math.round((reached / all) * mostScroll(extent)) };
}

/** The shortest step that the thumb makes, in pixels of the space: half a pixel of its track, which is about as long as the view. */
function thumbStep(extent: Extent): number {
  return extent.view === 0 ? 0 : Math.max(extent.view, mostScroll(extent) / (2 * extent.view));
}

/**
 * Where the rows are after the scroller has moved from `before` to `scroll`. A small step (wheel, track pad, a click on the track) moves
 * them by as much; after one of the thumb its place in the space is the rows' place in all.
 */
export function afterScroll(before: Position, scroll: number, extent: Extent): Position {
  const [space, all] = [mostScroll(extent), mostTop(extent)];
  const step = scroll - before.scroll;
  const isThumb = Math.abs(step) >= thumbStep(extent);
  if (space === all) return { scroll, top: clamp(scroll, all) };
  return { scroll, top: isThumb ? (clamp(scroll, space) / space) * all : clamp(before.top + step, all) };
}

/** Whether the scroller is at its end and the rows are not: small steps have used its space up. */
export function isStuck({ scroll, top }: Position, extent: Extent): boolean {
  return (scroll <= 0 && top > 0) || (scroll >= mostScroll(extent) && top < mostTop(extent));
}

/** The rows that are seen at a position, those that are cut included. */
export function seenRows({ top }: Position, { count, rowHeight, view }: Extent): RowSpan {
  const first = Math.min(Math.floor(top / rowHeight), count);
  return { first, last: Math.min(count, Math.ceil((top + view) / rowHeight)) };
}

/** The most rows that are drawn at once. */
export function mostDrawn({ rowHeight, view }: Extent): number {
  return Math.ceil(view / rowHeight) + 1 + 3 * STEP_ROWS;
}

/** The rows to draw at a position: those that are seen and some around them. */
export function drawnRows(position: Position, extent: Extent): RowSpan {
  const { first } = seenRows(position, extent);
  return drawnFrom((Math.floor(first / STEP_ROWS) - 1) * STEP_ROWS, extent);
}

/** As many rows as are drawn at once, from `first` on, or the last ones. */
export function drawnFrom(first: number, extent: Extent): RowSpan {
  const most = mostDrawn(extent);
  const from = Math.max(0, Math.min(first, extent.count - most));
  return { first: from, last: Math.min(extent.count, from + most) };
}

/** The position, nearest to the present one, in which a row is seen as a whole. */
export function positionOfRow(index: number, present: Position, extent: Extent): Position {
  const start = index * extent.rowHeight;
  const end = start + extent.rowHeight;
  if (start < present.top) return positionAt(start, extent);
  if (end > present.top + extent.view) return positionAt(end - extent.view, extent);
  return present;
}
