import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ReportChart } from '#shared/reports/chart.ts';
import type { Format } from '#shared/format/format.ts';
import { chartOption } from './chart-option.ts';

// AriaComponent brings the patterns in the bars, which tell them apart in grey.
echarts.use([BarChart, LineChart, ScatterChart, GridComponent, LegendComponent, AriaComponent, SVGRenderer]);

/** The width of an upright page's text, in CSS pixels. */
const WIDTH = 680;
const HEIGHTS: Readonly<Record<ReportChart['kind'], number>> = { bars: 210, lines: 210, curves: 200 };

/**
 * Draws a chart of a report as one `<svg>` element, the same one whenever it is asked.
 * @param place of the chart in its report: what it names is named by no other chart of the page
 */
export function chartSvg(chart: ReportChart, format: Format, place: number): string {
  const drawn = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHTS[chart.kind] });
  try {
    drawn.setOption(chartOption(chart, format));
    // What is left is for a pointer, which paper has not, and the library counts its charts from the start of the process.
    return drawn
      .renderToSVGString()
      .replace(/<style .*<\/style>/s, '')
      .replaceAll(/ (?:ecmeta_\w+|class)="[^"]*"/g, '')
      .replaceAll(/\bzr\d+-/g, `chart${place}-`);
  } finally {
    drawn.dispose();
  }
}
