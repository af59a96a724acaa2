/** The map of the place: one smooth polygon for each quarter, drawn from its cells. */
import { cellsToMultiPolygon } from 'h3-js';
import type { Place } from './place.ts';

type Point = readonly [number, number];

/** Times that corners are cut. */
const ROUNDS = 3;

/**
 * The GeoJSON FeatureCollection of the quarters, with `name` and `zone` as properties and [longitude, latitude] to six
 * decimals (a hand's breadth). Neighbours share their border to the last digit.
 */
export function outlineText(place: Place): string {
  const outlines = place.quarters.map((quarter) => polygonsOf(quarter.cells));
  const corners = sharedCorners([...outlines, polygonsOf(place.cells)]);
  return JSON.stringify({
    type: 'FeatureCollection',
    features: place.quarters.map((quarter, at) => ({
      type: 'Feature',
      properties: { name: quarter.name, zone: quarter.letter },
      geometry: {
        type: 'MultiPolygon',
        coordinates: outlines[at].map((polygon) => polygon.map((ring) => smooth(ring, corners))),
      },
    })),
  });
}

function polygonsOf(cells: readonly string[]): Point[][][] {
  return cellsToMultiPolygon([...cells], true);
}

function key([longitude, latitude]: Point): string {
  return `${longitude.toFixed(7)} ${latitude.toFixed(7)}`;
}

/** The points where three outlines meet (the outer one counts): they stay where they are, or gaps would open between quarters. */
function sharedCorners(outlines: readonly Point[][][][]): Set<string> {
  const meetings = new Map<string, number>();
  for (const outline of outlines) {
    for (const point of new Set(outline.flat(2).map(key))) meetings.set(point, (meetings.get(point) ?? 0) + 1);
  }
  return new Set([...meetings].filter(([, count]) => count > 2).map(([point]) => point));
}

/** Cuts the corners of a closed ring (Chaikin 1974) but for the fixed ones; the same from either end. */
function smooth(ring: readonly Point[], fixed: ReadonlySet<string>): Point[] {
  let points = ring.slice(0, -1).map((point) => ({ point, isFixed: fixed.has(key(point)) }));
  for (let round = 0; round < ROUNDS; round++) {
    points = points.flatMap(({ point, isFixed }, at) => {
      const next = points[(at + 1) % points.length].point;
      const cut = [
        { point: blend(point, next), isFixed: false },
        { point: blend(next, point), isFixed: false },
      ];
      return isFixed ? [{ point, isFixed }, ...cut] : cut;
    });
  }
  const rounded = points.map(({ point }): Point => [round6(point[0]), round6(point[1])]);
  return [...rounded, rounded[0]];
}

/** Three parts of `near` and one of `far`. */
function blend(near: Point, far: Point): Point {
  return [0.75 * near[0] + 0.25 * far[0], 0.75 * near[1] + 0.25 * far[1]];
}

function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
