/** The parts of ECharts that the console uses, and nothing else of it. */
import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts';
import { CustomChart, LineChart } from 'echarts/charts';
import type { GeoComponentOption, GridComponentOption, TooltipComponentOption } from 'echarts/components';
import { GeoComponent, GridComponent, TooltipComponent } from 'echarts/components';
import type { ComposeOption, ECharts } from 'echarts/core';
import { init, registerMap, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

register([LineChart, CustomChart, GridComponent, GeoComponent, TooltipComponent, CanvasRenderer]);

export type ChartOption = ComposeOption<
  LineSeriesOption | CustomSeriesOption | GridComponentOption | GeoComponentOption | TooltipComponentOption
>;
export { init, registerMap };
export type { ECharts };
