import { describe, expect, it } from 'vitest';
import { axisOf } from '#engine/reports/chart-axis.ts';
import { chartSvg } from '#engine/reports/chart-svg.ts';
import { reportWords } from '#engine/reports/report-words.ts';
import type { ReportChart } from '#shared/reports/chart.ts';

const { format } = reportWords('de', { timeZone: 'Europe/Berlin', currency: 'EUR' });
const days = Array.from({ length: 31 }, (_, at) => `${at + 1}. Okt.`);

const bars: ReportChart = {
  kind: 'bars',
  labels: days,
  unit: 'kWh',
  series: [
    { name: 'Erzeugung', meaning: 'production', values: days.map((_, at) => (at === 4 ? null : 1200 + at)) },
    { name: 'Verbrauch', meaning: 'consumption', values: days.map(() => 900) },
  ],
};

describe('a chart of a report', () => {
  it('is one picture with its series, its unit and numbers as the language writes them', () => {
    const svg = chartSvg(bars, format, 1);
    expect(svg.match(/<svg/g)).toHaveLength(1);
    for (const text of ['Erzeugung', 'Verbrauch', 'kWh', '1.000']) expect(svg).toContain(`>${text}</text>`);
    expect(svg).not.toContain('<style');
  });

  it('tells bars apart in grey too, by patterns', () => {
    expect(chartSvg(bars, format, 1)).toContain('<pattern');
  });

  it('is the same whenever it is drawn', () => {
    expect(chartSvg(bars, format, 1)).toBe(chartSvg(bars, format, 1));
  });

  it('shares no pattern with another chart of the page', () => {
    const ids = (svg: string): string[] => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const first = ids(chartSvg(bars, format, 1));
    expect(first.length).toBeGreaterThan(0);
    expect(ids(chartSvg(bars, format, 2)).filter((id) => first.includes(id))).toEqual([]);
  });

  it('leaves a gap where a value is withheld, and shows one that stands alone', () => {
    const line = (values: (number | null)[]): string =>
      chartSvg(
        { kind: 'lines', labels: ['a', 'b', 'c'], unit: '%', series: [{ name: 'x', meaning: 'grid', values }] },
        format,
        1,
      );
    const paths = (svg: string): number => svg.match(/<path/g)?.length ?? 0;
    expect(paths(line([null, 5, null]))).toBeGreaterThan(paths(line([null, null, null])));
    expect(line([1, null, 3])).not.toBe(line([1, 2, 3]));
  });

  it('draws supply and demand with the point where they meet', () => {
    const curves = (clearing: { quantity: number; price: number } | null): string =>
      chartSvg(
        {
          kind: 'curves',
          quantityUnit: 'kWh',
          priceUnit: '€/kWh',
          demand: {
            name: 'Nachfrage',
            points: [
              { quantity: 0, price: 0.3 },
              { quantity: 2, price: 0.3 },
            ],
          },
          supply: {
            name: 'Angebot',
            points: [
              { quantity: 0, price: 0.1 },
              { quantity: 3, price: 0.1 },
            ],
          },
          clearing,
        },
        format,
        1,
      );
    const [without, withPoint] = [curves(null), curves({ quantity: 2, price: 0.2 })];
    for (const text of ['Nachfrage', 'Angebot', 'kWh', '€/kWh', '0,10']) expect(without).toContain(`>${text}</text>`);
    expect(withPoint.match(/<path/g)!.length).toBeGreaterThan(without.match(/<path/g)!.length);
  });
});

describe('the axis', () => {
  it.each([
    [[0, 47], true, { min: 0, max: 50, step: 10, decimals: 0 }],
    [[0.196, 0.234], false, { min: 0.19, max: 0.24, step: 0.01, decimals: 2 }],
    [[-3, 8], true, { min: -5, max: 10, step: 5, decimals: 0 }],
    [[], true, { min: 0, max: 1, step: 1, decimals: 0 }],
    [[5, 5], false, { min: 5, max: 6, step: 1, decimals: 0 }],
  ] as const)('of %j has round ends and marks', (values, fromZero, expected) => {
    expect(axisOf(values, fromZero)).toEqual(expected);
  });
});
