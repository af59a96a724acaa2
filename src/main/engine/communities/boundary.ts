import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { Failure } from '#shared/contract/errors.ts';
import { readingFailure } from '../imports/source-file.ts';

const MAX_BYTES = 20_000_000;

const position = z.array(z.number()).min(2);
const polygon = z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(position).min(4)).min(1) });
const multiPolygon = z.object({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(z.array(position).min(4)).min(1)).min(1),
});
const geometry = z.discriminatedUnion('type', [polygon, multiPolygon]);
const feature = z.object({
  type: z.literal('Feature'),
  geometry,
  properties: z.record(z.string(), z.unknown()).nullable().optional(),
});
const file = z.union([
  z.object({ type: z.literal('FeatureCollection'), features: z.array(feature).min(1) }),
  feature,
  geometry,
]);

type Ring = [number, number][];

function normalise(rings: number[][][], name: string): Ring[] {
  return rings.map((ring) =>
    ring.map(([longitude, latitude]): [number, number] => {
      if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) {
        throw new Failure(
          'INPUT_INVALID',
          `${name}: the point ${longitude}, ${latitude} is not a longitude and latitude.`,
          {
            remedy: 'Save the area as GeoJSON in WGS 84 (EPSG:4326) and choose it again. Nothing was changed.',
          },
        );
      }
      return [longitude, latitude];
    }),
  );
}

/**
 * Reads a GeoJSON file with a Polygon, MultiPolygon or a collection of them (WGS 84) and gives it back as a FeatureCollection that
 * keeps of the properties only a short `name`. Throws INPUT_INVALID naming the file and what is wrong.
 */
export function readBoundary(path: string, name: string): { geojson: string; areas: number } {
  const refuse = (what: string): Failure =>
    new Failure('INPUT_INVALID', `${name}: ${what}`, {
      remedy: 'Choose a GeoJSON file with the community’s area as polygons. Nothing was changed.',
      details: { file: name, situation: 'file' },
    });
  let text: string;
  try {
    if (statSync(path).size > MAX_BYTES) throw refuse(`the file is larger than ${MAX_BYTES / 1_000_000} MB.`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw readingFailure({ path, name }, error);
  }
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw refuse('the file is not JSON.');
  }
  const parsed = file.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refuse(`not an area in GeoJSON (${issue.path.join('.') || 'top level'}).`);
  }
  const features =
    parsed.data.type === 'FeatureCollection'
      ? parsed.data.features
      : [
          parsed.data.type === 'Feature'
            ? parsed.data
            : { type: 'Feature' as const, geometry: parsed.data, properties: {} },
        ];
  const cleaned = features.map(({ geometry: shape, properties }) => ({
    type: 'Feature' as const,
    properties: { name: typeof properties?.name === 'string' ? properties.name.slice(0, 80) : '' },
    geometry:
      shape.type === 'Polygon'
        ? { type: shape.type, coordinates: normalise(shape.coordinates, name) }
        : { type: shape.type, coordinates: shape.coordinates.map((rings) => normalise(rings, name)) },
  }));
  return { geojson: JSON.stringify({ type: 'FeatureCollection', features: cleaned }), areas: cleaned.length };
}
