import { describe, expect, it } from 'vitest';
import type { FeatureCollection, MultiPolygon, Position } from 'geojson';
import { gridDisk, isValidCell } from 'h3-js';
import { Random } from '#shared/domain/random.ts';
import { outlineText } from '#shared/simulator/outline.ts';
import { drawPlace } from '#shared/simulator/place.ts';

describe.each([5, 160, 900])('the place of %i members', (members) => {
  const place = drawPlace(members, new Random(members));

  it('is in one piece of valid cells, each in one quarter', () => {
    expect(place.cells.every(isValidCell)).toBe(true);
    const reached = new Set([place.cells[0]]);
    for (const cell of reached) {
      for (const neighbour of gridDisk(cell, 1)) if (place.cells.includes(neighbour)) reached.add(neighbour);
    }
    expect(reached.size).toBe(place.cells.length);
    expect(place.quarters.flatMap(({ cells }) => cells).sort()).toEqual([...place.cells]);
    expect(place.quarters.map(({ letter }) => letter).join('')).toBe('ABCDEFGH'.slice(0, place.quarters.length));
  });

  it('is denser here than there, and somewhere there is somebody', () => {
    expect(place.weights).toHaveLength(place.cells.length);
    expect(Math.max(...place.weights)).toBeGreaterThan(2 * Math.min(...place.weights));
    expect(Math.min(...place.weights)).toBeGreaterThanOrEqual(0);
  });

  it('has a map of named quarters with closed rings in the south-west of Germany', () => {
    const map = JSON.parse(outlineText(place)) as FeatureCollection<MultiPolygon, { name: string; zone: string }>;
    expect(map.type).toBe('FeatureCollection');
    expect(map.features.map(({ properties }) => properties.zone)).toEqual(place.quarters.map(({ letter }) => letter));
    expect(new Set(map.features.map(({ properties }) => properties.name)).size).toBe(place.quarters.length);
    for (const { geometry } of map.features) {
      for (const ring of geometry.coordinates.flat()) {
        expect(ring.at(-1)).toEqual(ring[0]);
        expect(
          ring.every(([longitude, latitude]) => Math.abs(longitude - 7.87) < 0.2 && Math.abs(latitude - 48) < 0.2),
        ).toBe(true);
      }
    }
  });

  it('has no gaps between quarters: what two of them share, they share to the last digit', () => {
    const map = JSON.parse(outlineText(place)) as FeatureCollection<MultiPolygon>;
    const area = (ring: Position[]): number =>
      ring.slice(1).reduce((sum, [x, y], at) => sum + ring[at][0] * y - x * ring[at][1], 0) / 2;
    const quartersArea = map.features
      .flatMap(({ geometry }) => geometry.coordinates.flat())
      .reduce((sum, ring) => sum + area(ring), 0);
    const edges = new Map<string, number>();
    for (const ring of map.features.flatMap(({ geometry }) => geometry.coordinates.flat())) {
      for (let at = 1; at < ring.length; at++) {
        const ends = [ring[at - 1].join(), ring[at].join()].sort().join(' ');
        edges.set(ends, (edges.get(ends) ?? 0) + 1);
      }
    }
    const shared = [...edges.values()].filter((count) => count === 2).length;
    expect([...edges.values()].every((count) => count <= 2)).toBe(true);
    expect(shared > 0).toBe(place.quarters.length > 1);
    expect(quartersArea).toBeGreaterThan(0);
  });
});
