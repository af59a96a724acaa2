// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { boxOfBoundary, labelPlace, longitudeScale, mapView, readBoundary } from '#renderer/charts/map-view.ts';
import { memberMapOption, memberMapTable, netColour, type MapWords } from '#renderer/charts/member-map-option.ts';
import { paletteOf } from '#renderer/charts/palette.ts';
import { cell, context, seriesById } from './fixtures.ts';

const words: MapWords = {
  members: (count) => `${count} members`,
  membersHeader: 'Members',
  prosumers: 'Prosumers',
  produced: 'Produced',
  consumed: 'Consumed',
  net: 'Net',
  traded: 'Traded',
  heldBack: 'held back',
  heldBackReason: 'One member makes up more than 80 %.',
  cell: 'Cell',
};
const needs = cell('needs', 7.8, 48);
const gives = cell('gives', 7.81, 48, { netWh: 90_000, producedWh: 190_000, consumedWh: 100_000 });
const hidden = cell('hidden', 7.82, 48, { producedWh: null, consumedWh: null, netWh: null, tradedWh: null });
const cells = [needs, gives, hidden];
const input = { cells, boundary: null, mapName: 'test', selectedCell: null, words };
const size = { width: 400, height: 200 };
const palette = paletteOf('light');

function districts(): string {
  const file = path.resolve('../shared/data/freiburg-districts/districts.geojson');
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`This test reads the districts of Freiburg, which are missing at ${file}.`, { cause: error });
  }
}

interface Drawn {
  readonly children: readonly [
    { readonly style: Record<string, unknown> },
    { readonly style: Record<string, unknown> },
  ];
}

/** What the custom series draws for each cell, with degrees as pixels times 10,000. */
function drawn(selectedCell: string | null = null): Drawn[] {
  const series = seriesById(memberMapOption({ ...input, selectedCell }, context(), size)).cells;
  const render = series.renderItem as (params: unknown, api: unknown) => Drawn;
  const api = { coord: ([x, y]: number[]) => [x * 10_000, y * 10_000] };
  return cells.map((_, dataIndex) => render({ dataIndex }, api));
}

function tooltipOf(dataIndex: number): string {
  const { tooltip } = memberMapOption(input, context(), size);
  const { formatter } = tooltip as unknown as { formatter: (params: unknown) => HTMLElement };
  return formatter({ componentType: 'series', dataIndex }).textContent ?? '';
}

describe('the colours of the map', () => {
  it('run from blue for need over neutral to amber for surplus', () => {
    expect(netColour(-100, 100, palette)).toBe('#4c8dff');
    expect(netColour(0, 100, palette)).toBe(palette.balanced.toLowerCase());
    expect(netColour(100, 100, palette)).toBe('#f2a33a');
    expect(netColour(0, 0, palette)).toBe(palette.balanced);
  });
});

describe('the cells of the map', () => {
  it('carry their count of members', () => {
    expect(drawn().map(({ children }) => children[1].style.text)).toEqual(['7', '7', '7']);
  });

  it('that are held back are empty with a dashed outline, not a colour', () => {
    const [path_] = drawn()[2].children;
    expect(path_.style).toMatchObject({ fill: palette.surface, lineDash: [4, 3] });
  });

  it('that are selected have a strong outline', () => {
    expect(drawn('gives')[1].children[0].style).toMatchObject({ stroke: palette.text, lineWidth: 3 });
    expect(drawn('gives')[0].children[0].style).toMatchObject({ stroke: palette.surface });
  });

  it('tell their energy with sign and unit in the tooltip, or why it is held back', () => {
    expect(tooltipOf(0)).toContain('7 members');
    expect(tooltipOf(0)).toContain('Net−150.0\u00a0kWh');
    expect(tooltipOf(1)).toContain('Net+90.0\u00a0kWh');
    expect(tooltipOf(2)).toContain('One member makes up more than 80 %.');
    expect(tooltipOf(2)).not.toContain('kWh');
  });

  it('have a table twin, the largest surplus first and the held back ones last', () => {
    const { columns, rows } = memberMapTable(cells, words, context());
    const net = columns.find(({ label }) => label === 'Net');
    expect(rows).toBe(3);
    expect([0, 1, 2].map((row) => net?.text(row))).toEqual(['+90.0', '−150.0', 'held back']);
    expect(net?.value(2)).toBeNull();
  });

  it('write their count inside one of their parts when the middle is empty', () => {
    const apart = cell('apart', 7.8, 48, {
      outline: [needs.outline[0], cell('other', 7.9, 48).outline[0]],
      centre: [7.855, 48.005],
    });
    expect(labelPlace(needs)).toEqual(needs.centre);
    const [longitude, latitude] = labelPlace(apart);
    expect(longitude).toBeCloseTo(7.805);
    expect(latitude).toBeCloseTo(48.005);
  });
});

describe('what the map shows', () => {
  it('fills the drawing area, so that hexagons stay regular', () => {
    const view = mapView(cells, null, 2)!;
    const width = (view.east - view.west) * longitudeScale(view);
    expect(width / (view.north - view.south)).toBeCloseTo(2, 1);
    expect(view.west).toBeLessThan(7.8);
    expect(view.east).toBeGreaterThan(7.83);
  });

  it('is the cells, not a boundary that would make them small', () => {
    const boundary = readBoundary(districts());
    const view = mapView(cells, boundary, 2)!;
    const whole = boxOfBoundary(boundary!)!;
    expect(view.east - view.west).toBeLessThan((whole.east - whole.west) / 2);
  });

  it('is the boundary while there is no cell, and nothing without either', () => {
    const view = mapView([], readBoundary(districts()), 1)!;
    expect(view.west).toBeLessThan(7.7);
    expect(mapView([], null, 1)).toBeNull();
    expect(memberMapOption({ ...input, cells: [] }, context(), size).series).toEqual([]);
  });
});

describe('the boundary', () => {
  it('takes any FeatureCollection of areas, such as the 28 districts of Freiburg', () => {
    const boundary = readBoundary(districts());
    expect(boundary?.features).toHaveLength(28);
    expect(new Set(boundary?.features.map(({ properties }) => properties.name)).size).toBe(28);
  });

  it('leaves out what is no area', () => {
    const point = { type: 'Feature', properties: null, geometry: { type: 'Point', coordinates: [7, 48] } };
    const area = { type: 'Feature', properties: null, geometry: { type: 'Polygon', coordinates: needs.outline[0] } };
    const empty = { type: 'Feature', properties: {}, geometry: null };
    const text = JSON.stringify({ type: 'FeatureCollection', features: [point, area, empty] });
    expect(readBoundary(text)?.features).toHaveLength(1);
  });

  it.each([null, 'no JSON', 'null', '{"type":"Point"}', '{"type":"FeatureCollection","features":[]}'])(
    'is none for %j',
    (text) => {
      expect(readBoundary(text)).toBeNull();
    },
  );
});
