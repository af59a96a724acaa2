/** Where the member map looks: boxes of longitude and latitude (WGS84), and the boundary cleaned for ECharts. */
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson';
import type { MapCell } from '#shared/contract/map.ts';

export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export type Boundary = FeatureCollection<Polygon | MultiPolygon, { name: string }>;

function boxOf(points: Iterable<Position | readonly number[]>): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [longitude, latitude] of points) {
    west = Math.min(west, longitude);
    east = Math.max(east, longitude);
    south = Math.min(south, latitude);
    north = Math.max(north, latitude);
  }
  return west <= east && south <= north ? { west, south, east, north } : null;
}

/** The box around all cells; null without any. */
export function boxOfCells(cells: readonly MapCell[]): Box | null {
  return boxOf(cells.flatMap(({ outline }) => outline.flat(2)));
}

/** The box around a boundary; null when it has no points. */
export function boxOfBoundary(boundary: Boundary): Box | null {
  return boxOf(
    boundary.features.flatMap(({ geometry }) =>
      geometry.type === 'Polygon' ? geometry.coordinates.flat(1) : geometry.coordinates.flat(2),
    ),
  );
}

/** Kilometres east-west per degree in units of north-south ones, at the box's middle: keeps hexagons regular. */
export function longitudeScale({ south, north }: Box): number {
  return Math.cos((((south + north) / 2) * Math.PI) / 180);
}

const area = ({ west, south, east, north }: Box): number => (east - west) * (north - south);

function grow(box: Box, share: number): Box {
  const [dx, dy] = [(box.east - box.west) * share, (box.north - box.south) * share];
  return { west: box.west - dx, south: box.south - dy, east: box.east + dx, north: box.north + dy };
}

/** How much larger than the cells' box a boundary may be to be shown whole. */
const WHOLE_BOUNDARY = 1.5;

/**
 * What the map shows: the cells with a margin, and the whole boundary where that does not make the cells small. Widened to the shape of
 * the drawing area, so that the map fills it.
 * @param aspect width / height of the drawing area
 * @returns null when there is neither a cell nor a boundary
 */
export function mapView(cells: readonly MapCell[], boundary: Boundary | null, aspect: number): Box | null {
  const inner = boxOfCells(cells);
  const outer = boundary === null ? null : boxOfBoundary(boundary);
  const base = inner ?? outer;
  if (base === null) return null;
  const both =
    outer === null
      ? base
      : {
          west: Math.min(base.west, outer.west),
          south: Math.min(base.south, outer.south),
          east: Math.max(base.east, outer.east),
          north: Math.max(base.north, outer.north),
        };
  const box = grow(area(both) <= WHOLE_BOUNDARY * area(base) ? both : base, 0.04);
  const scale = longitudeScale(box);
  const [width, height] = [(box.east - box.west) * scale, box.north - box.south];
  const missingWidth = Math.max(0, height * aspect - width) / scale / 2;
  const missingHeight = Math.max(0, width / aspect - height) / 2;
  return {
    west: box.west - missingWidth,
    east: box.east + missingWidth,
    south: box.south - missingHeight,
    north: box.north + missingHeight,
  };
}

/** Whether a point lies within a ring (even-odd rule). */
function isInRing([x, y]: readonly [number, number], ring: readonly (readonly number[])[]): boolean {
  let inside = false;
  ring.forEach(([x1, y1], index) => {
    const [x2, y2] = ring[(index + ring.length - 1) % ring.length];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}

/** Where to write a cell's count: at its centre, or, when its parts lie around that, in the middle of the part with the most corners. */
export function labelPlace({ centre, outline }: MapCell): [number, number] {
  if (outline.length === 0 || outline.some(([ring]) => isInRing(centre, ring))) return centre;
  const [ring] = outline.reduce((most, polygon) => (polygon[0].length > most[0].length ? polygon : most));
  const corners = ring.slice(0, -1);
  const mean = (axis: 0 | 1) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length;
  return [mean(0), mean(1)];
}

/**
 * The areas of a GeoJSON FeatureCollection text, each with a name of its own; what is no area (points, lines, empty geometries) is left
 * out. Null when the text is no FeatureCollection or holds no area.
 */
export function readBoundary(text: string | null): Boundary | null {
  if (text === null) return null;
  let data: Partial<FeatureCollection> | null;
  try {
    data = JSON.parse(text) as Partial<FeatureCollection> | null;
  } catch {
    return null;
  }
  if (data?.type !== 'FeatureCollection' || !Array.isArray(data.features)) return null;
  const features = data.features
    .filter(
      (feature): feature is Feature<Polygon | MultiPolygon> =>
        feature.geometry?.type === 'Polygon' || feature.geometry?.type === 'MultiPolygon',
    )
    .map((feature, index) => ({ ...feature, properties: { name: String(index) } }));
  return features.length === 0 ? null : { type: 'FeatureCollection', features };
}
