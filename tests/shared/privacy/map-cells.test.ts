import fc from 'fast-check';
import { gridDisk, latLngToCell } from 'h3-js';
import { describe, expect, it } from 'vitest';
import { centreOf, mergeMapCells, outlineOf } from '#shared/privacy/map-cells.ts';

const town = gridDisk(latLngToCell(47.99, 7.84, 9), 6);
const places = fc.array(fc.option(fc.constantFrom(...town), { freq: 12 }), { maxLength: 120 });

describe('merged map cells', () => {
  it('hold at least k members each, every placed member in exactly one', () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 9 }), (given, k) => {
        const cells = mergeMapCells(given, k);
        const placed = given.flatMap((cell, member) => (cell === null ? [] : [member]));
        for (const cell of cells) expect(cell.members.length).toBeGreaterThanOrEqual(k);
        const shown = cells.flatMap((cell) => cell.members).sort((a, b) => a - b);
        expect(shown).toEqual(placed.length >= k ? placed : []);
        const used = cells.flatMap((cell) => cell.cells);
        expect(new Set(used).size).toBe(used.length);
      }),
      { numRuns: 60 },
    );
  });

  it('do not depend on the order of the members', () => {
    fc.assert(
      fc.property(places, (given) => {
        const shape = (all: (string | null)[]): unknown =>
          mergeMapCells(all).map((cell) => ({ cells: cell.cells, count: cell.members.length }));
        expect(shape([...given].reverse())).toEqual(shape(given));
      }),
      { numRuns: 40 },
    );
  });

  it('show nothing at all when fewer than k members have a place', () => {
    expect(mergeMapCells([town[0], town[1], town[2], null, null, null])).toEqual([]);
  });

  it('leave out what is not an h3 cell instead of failing', () => {
    expect(mergeMapCells(['not a cell', ...Array.from({ length: 5 }, () => town[0])])[0].members).toEqual([
      1, 2, 3, 4, 5,
    ]);
  });

  it('have a closed outline around their centre, in longitude and latitude', () => {
    const outline = outlineOf([town[0], town[1]]);
    expect(outline).toHaveLength(1);
    const ring = outline[0][0];
    expect(ring[0]).toEqual(ring.at(-1));
    const [lng, lat] = centreOf([town[0], town[1]]);
    expect(lng).toBeGreaterThan(Math.min(...ring.map((point) => point[0])));
    expect(lat).toBeLessThan(Math.max(...ring.map((point) => point[1])));
  });
});
