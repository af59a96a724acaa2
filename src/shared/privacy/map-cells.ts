import { cellToLatLng, cellsToMultiPolygon, gridDistance, isValidCell } from 'h3-js';
import { DEFAULT_K } from './suppression.ts';

/** Some h3 cells shown as one, with at least k members. */
export interface MergedCell {
  /** The smallest of its h3 cells: stable while the members stay. */
  readonly id: string;
  readonly cells: readonly string[];
  /** Indexes into the given members. */
  readonly members: readonly number[];
}

/** Far apart (another resolution, the other side of a pentagon): h3 has no grid distance, so compare by degrees instead. */
function distance(a: string, b: string): number {
  try {
    return gridDistance(a, b);
  } catch {
    const [latA, lngA] = cellToLatLng(a);
    const [latB, lngB] = cellToLatLng(b);
    return 1_000_000 * Math.hypot(latA - latB, lngA - lngB);
  }
}

function groupDistance(a: readonly string[], b: readonly string[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const one of a) for (const other of b) nearest = Math.min(nearest, distance(one, other));
  return nearest;
}

/**
 * Merges cells until each holds at least `k` members (DOMAIN.md section 8): again and again the group with the fewest members joins its
 * nearest neighbour, the smaller neighbour first. The outcome depends on the places only, not on their order, and never on a period,
 * so that two periods cannot be subtracted to find one home. `places[i]` is member i's cell, or null when it has none; members without
 * a place are in no group. Fewer than `k` members with a place give no group at all.
 */
export function mergeMapCells(places: readonly (string | null)[], k: number = DEFAULT_K): MergedCell[] {
  const byCell = new Map<string, number[]>();
  places.forEach((cell, member) => {
    if (cell === null || !isValidCell(cell)) return;
    const members = byCell.get(cell);
    if (members) members.push(member);
    else byCell.set(cell, [member]);
  });
  let groups = [...byCell.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([cell, members]) => ({ cells: [cell], members }));
  while (groups.length > 0) {
    const smallest = groups.reduce((least, group) => (group.members.length < least.members.length ? group : least));
    if (smallest.members.length >= k) break;
    const others = groups.filter((group) => group !== smallest);
    if (others.length === 0) return [];
    const ranked = others
      .map((group) => ({ group, distance: groupDistance(smallest.cells, group.cells) }))
      .sort(
        (a, b) =>
          a.distance - b.distance ||
          a.group.members.length - b.group.members.length ||
          (a.group.cells[0] < b.group.cells[0] ? -1 : 1),
      );
    const partner = ranked[0].group;
    const merged = {
      cells: [...smallest.cells, ...partner.cells].sort(),
      members: [...smallest.members, ...partner.members].sort((a, b) => a - b),
    };
    groups = [...groups.filter((group) => group !== smallest && group !== partner), merged].sort((a, b) =>
      a.cells[0] < b.cells[0] ? -1 : 1,
    );
  }
  return groups.map((group) => ({ id: group.cells[0], cells: group.cells, members: group.members }));
}

/** The outline of merged cells as GeoJSON polygons (rings of [longitude, latitude], closed). */
export function outlineOf(cells: readonly string[]): [number, number][][][] {
  return cellsToMultiPolygon([...cells], true);
}

/** The middle of merged cells as [longitude, latitude]: the mean of their centres. */
export function centreOf(cells: readonly string[]): [number, number] {
  let lat = 0;
  let lng = 0;
  for (const cell of cells) {
    const [cellLat, cellLng] = cellToLatLng(cell);
    lat += cellLat / cells.length;
    lng += cellLng / cells.length;
  }
  return [lng, lat];
}
