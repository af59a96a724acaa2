/** Where the community lies: its h3 cells, their quarters, and where in it people live. */
import { cellToLatLng, cellToParent, gridDisk, gridDistance, latLngToCell } from 'h3-js';
import type { Random } from '../domain/random.ts';

/** A slope above Freiburg in the south-west of Germany. */
export const LATITUDE = 48.006;
export const LONGITUDE = 7.872;
/** Cells of about a tenth of a square kilometre. */
const RESOLUTION = 9;
const MEMBERS_PER_CELL = 5.5;
const MEMBERS_PER_QUARTER = 32;
/** The community is longer along the valley than across it; the direction in degrees from east. */
const STRETCH = 1.6;

const quarterNames = [
  'Oberdorf',
  'Weinberg',
  'Mühlbach',
  'Unterdorf',
  'Sonnenberg',
  'Bahnhof',
  'Wiesental',
  'Neubau',
] as const;

interface Quarter {
  /** A, B, C...: the zone letter of pseudonyms. */
  readonly letter: string;
  readonly name: string;
  readonly cells: readonly string[];
}

export interface Place {
  readonly quarters: readonly Quarter[];
  /** All cells, and for each how many people want to live there, relative to the others; 0 for woods and vineyards. */
  readonly cells: readonly string[];
  readonly weights: readonly number[];
}

/** A place for `members` members. */
export function drawPlace(members: number, random: Random): Place {
  const cells = growCells(Math.max(Math.round(members / MEMBERS_PER_CELL) + 3, 4), random.fork('area'));
  const quarterCount = Math.min(Math.max(Math.round(members / MEMBERS_PER_QUARTER), 1), quarterNames.length);
  const seeds = spreadSeeds(cells, quarterCount);
  const quarters = seeds.map((seed, at) => ({
    letter: String.fromCharCode('A'.charCodeAt(0) + at),
    name: quarterNames[at] ?? '',
    cells: cells.filter((cell) => nearest(seeds, cell) === seed),
  }));
  return { quarters, cells, weights: drawWeights(cells, seeds, random.fork('density')) };
}

/** Where a cell lies, in cell widths east and north of the middle of the place. */
function offset(cell: string): { east: number; north: number } {
  const [latitude, longitude] = cellToLatLng(cell);
  // 0.67 is the cosine of the latitude; a degree is 111 km, a cell about 0.35 km wide.
  return { east: ((longitude - LONGITUDE) * 0.67 * 111) / 0.35, north: ((latitude - LATITUDE) * 111) / 0.35 };
}

/** `count` cells or a few more, in one piece with an uneven rim. */
function growCells(count: number, random: Random): string[] {
  const centre = latLngToCell(LATITUDE, LONGITUDE, RESOLUTION);
  const reach = Math.ceil(Math.sqrt(count)) + 2;
  const cost = new Map<string, number>();
  for (const cell of gridDisk(centre, reach)) {
    const { east, north } = offset(cell);
    // Along the valley, which runs north-east, distance counts less.
    const along = 0.8 * east + 0.6 * north;
    const across = 0.8 * north - 0.6 * east;
    // Hills of a few cells and single cells make the rim uneven, the more the larger the place.
    const hill = random.fork(cellToParent(cell, RESOLUTION - 1)).between(0, 0.22 * count);
    cost.set(
      cell,
      (along * along) / STRETCH + across * across * STRETCH + hill + random.fork(cell).between(0, 0.1 * count),
    );
  }
  const inside = new Set([centre]);
  while (inside.size < count) {
    let best: string | null = null;
    for (const cell of inside) {
      for (const neighbour of gridDisk(cell, 1)) {
        if (inside.has(neighbour) || !cost.has(neighbour)) continue;
        if (best === null || cost.get(neighbour)! < cost.get(best)!) best = neighbour;
      }
    }
    if (best === null) break;
    inside.add(best);
  }
  for (let filled = true; filled;) {
    filled = false;
    for (const cell of cost.keys()) {
      if (inside.has(cell) || gridDisk(cell, 1).filter((neighbour) => inside.has(neighbour)).length < 5) continue;
      inside.add(cell);
      filled = true;
    }
  }
  return [...inside].sort();
}

/** Cells that lie far from one another, from west to east. */
function spreadSeeds(cells: readonly string[], count: number): string[] {
  const seeds = [cells.reduce((most, cell) => (offset(cell).east < offset(most).east ? cell : most))];
  while (seeds.length < count) {
    seeds.push(cells.reduce((far, cell) => (distanceTo(seeds, cell) > distanceTo(seeds, far) ? cell : far)));
  }
  // One step towards the middle of what is nearest to each, so that seeds do not sit on the rim.
  const centred = seeds.map((seed) => {
    const own = cells.filter((cell) => nearest(seeds, cell) === seed);
    const total = (cell: string) => own.reduce((sum, other) => sum + gridDistance(cell, other), 0);
    return own.reduce((best, cell) => (total(cell) < total(best) ? cell : best));
  });
  return centred.sort((a, b) => offset(a).east - offset(b).east);
}

function distanceTo(seeds: readonly string[], cell: string): number {
  return Math.min(...seeds.map((seed) => gridDistance(seed, cell)));
}

function nearest(seeds: readonly string[], cell: string): string {
  return seeds.reduce((best, seed) => (gridDistance(seed, cell) < gridDistance(best, cell) ? seed : best));
}

/** Dense around the middle of each quarter, thin between, and here and there nobody. */
function drawWeights(cells: readonly string[], seeds: readonly string[], random: Random): number[] {
  return cells.map((cell) => {
    const draw = random.fork(cell);
    if (!seeds.includes(cell) && draw.chance(0.18)) return 0;
    const away = distanceTo(seeds, cell);
    return (0.25 + 2 / (1 + away * away)) * draw.between(0.4, 1.6);
  });
}
