import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterScroll,
  drawnRows,
  isStuck,
  mostDrawn,
  MOST_PIXELS,
  positionAt,
  positionOfRow,
  seenRows,
  spaceHeight,
  type Extent,
} from '#renderer/components/big-rows.ts';

const few: Extent = { count: 1000, rowHeight: 32, view: 640 };
const million: Extent = { count: 1_000_000, rowHeight: 32, view: 640 };
const mostScroll = (extent: Extent): number => spaceHeight(extent) - extent.view;
const lastTop = ({ count, rowHeight, view }: Extent): number => count * rowHeight - view;

describe('rows that fit into a scroller', () => {
  it('stand where the scroller stands', () => {
    expect(spaceHeight(few)).toBe(32_000);
    expect(afterScroll({ scroll: 0, top: 0 }, 12_345, few)).toEqual({ scroll: 12_345, top: 12_345 });
    expect(positionAt(9000, few)).toEqual({ scroll: 9000, top: 9000 });
  });
});

describe('a million rows', () => {
  it('have no more space than a browser lays out', () => {
    expect(spaceHeight(million)).toBe(MOST_PIXELS);
  });

  it('move pixel by pixel with the wheel, in a hard fling too', () => {
    const before = positionAt(16_000_000, million);
    expect(afterScroll(before, before.scroll + 4800, million).top).toBe(16_004_800);
    expect(afterScroll(before, before.scroll + 120, million).top).toBe(16_000_120);
    expect(afterScroll(before, before.scroll - 120, million).top).toBe(15_999_880);
  });

  it('follow the thumb in proportion, to the very last row', () => {
    const half = afterScroll({ scroll: 0, top: 0 }, mostScroll(million) / 2, million);
    expect(half.top).toBe(lastTop(million) / 2);
    const end = afterScroll(half, mostScroll(million), million);
    expect(seenRows(end, million)).toEqual({ first: 999_980, last: 1_000_000 });
    expect(seenRows(afterScroll(end, 0, million), million).first).toBe(0);
  });

  it('tell when small steps have used up the space, and find their place again', () => {
    const nearEnd = { scroll: mostScroll(million) - 100, top: 31_000_000 };
    const stuck = afterScroll(nearEnd, mostScroll(million), million);
    expect(isStuck(stuck, million)).toBe(true);
    const again = positionAt(stuck.top, million);
    expect(again.top).toBe(31_000_100);
    expect(isStuck(again, million)).toBe(false);
    expect(isStuck(positionAt(lastTop(million), million), million)).toBe(false);
    expect(isStuck({ scroll: 0, top: 0 }, million)).toBe(false);
  });

  it('bring a row into sight with the least movement', () => {
    const present = positionAt(3200, million);
    expect(positionOfRow(105, present, million)).toBe(present);
    expect(positionOfRow(99, present, million).top).toBe(99 * 32);
    expect(positionOfRow(120, present, million).top).toBe(121 * 32 - 640);
    expect(positionOfRow(999_999, present, million).top).toBe(lastTop(million));
  });
});

it('every row that is seen is drawn, and never more than fit the elements', () => {
  const extents = fc.record({
    count: fc.integer({ min: 0, max: 5_000_000 }),
    rowHeight: fc.integer({ min: 20, max: 60 }),
    view: fc.integer({ min: 0, max: 2200 }),
  });
  fc.assert(
    fc.property(extents, fc.double({ min: 0, max: 1, noNaN: true }), (extent, share) => {
      const position = positionAt(share * extent.count * extent.rowHeight, extent);
      const [drawn, seen] = [drawnRows(position, extent), seenRows(position, extent)];
      expect(drawn.first).toBeLessThanOrEqual(seen.first);
      expect(drawn.last).toBeGreaterThanOrEqual(seen.last);
      expect(drawn.last - drawn.first).toBeLessThanOrEqual(mostDrawn(extent));
      expect(drawn.last).toBeLessThanOrEqual(extent.count);
    }),
  );
});

it('wherever the scroller goes, the rows stay within those there are', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: MOST_PIXELS + 20 }), { maxLength: 30 }), (stops) => {
      let position = positionAt(0, million);
      for (const scroll of stops) {
        position = afterScroll(position, scroll, million);
        expect(position.top).toBeGreaterThanOrEqual(0);
        expect(position.top).toBeLessThanOrEqual(lastTop(million));
      }
    }),
  );
});
