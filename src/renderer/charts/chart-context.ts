import type { Format } from '#shared/format/format.ts';
import type { Palette } from './palette.ts';

/** What every option builder needs to know of the place where its chart is read. */
export interface ChartContext {
  readonly palette: Palette;
  /** Carries the locale, the community's time zone and its currency. */
  readonly format: Format;
}

/** The face of all text in a canvas: the one bundled with the console. */
export const CHART_FONT = "'Inter Variable', Inter, system-ui, sans-serif";
