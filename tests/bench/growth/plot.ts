import { chartSvg } from '#engine/reports/chart-svg.ts';
import { createFormat } from '#shared/format/format.ts';
import type { Meaning } from '#shared/format/meaning.ts';
import { type Growth, nLogN } from '#tools/bench/growth.ts';
import { shortCount } from '#tools/bench/report.ts';

const meanings: readonly Meaning[] = ['trade', 'consumption', 'production', 'failure', 'grid'];
const format = createFormat({
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  notAvailable: 'n/a',
  points: 'pt',
});

/**
 * A growth as an SVG file, drawn by the charts of the reports: the time of one trade (member, order), over that at the smallest size. 1 is as
 * the data, below is better, and the dashed line is n log n.
 */
export function growthPlot({ of, sizes, curves }: Growth, place: number): string {
  const first = sizes[0];
  const reference = {
    name: 'n log n',
    meaning: 'grid' as const,
    isDashed: true,
    values: sizes.map((size) => relative(nLogN(size) / nLogN(first), size / first)),
  };
  const series = curves.map(({ step, points }, at) => ({
    name: step,
    meaning: meanings[at % meanings.length],
    values: sizes.map((size) => {
      const point = points.find((one) => one.size === size);
      return point ? relative(point.milliseconds / points[0].milliseconds, size / first) : null;
    }),
  }));
  const labels = sizes.map((size) => `${shortCount(size)} ${of}`);
  return chartSvg(
    { kind: 'lines', labels, unit: `time of one, ${shortCount(first)} = 1`, series: [...series, reference] },
    format,
    place,
  );
}

function relative(cost: number, size: number): number {
  return Math.round((cost / size) * 1000) / 1000;
}
