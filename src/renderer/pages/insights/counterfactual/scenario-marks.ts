/** How the scenarios are told apart in charts: what was in the colour of trade, the others in that of text, each with its own form. */
import type { LegendItem } from '../../../charts/legend.tsx';
import type { Palette } from '../../../charts/palette.ts';
import type { PriceLine } from '../../../charts/traded-price-option.ts';

const bars = ['swatch', 'area', 'held-back'] as const;
const lines = ['line', 'dashed', 'dotted'] as const;

/** The bars of the scenario at a place, 0 being what was. */
export function barOf(place: number, { fill, quietText }: Palette): Pick<LegendItem, 'colour' | 'mark'> {
  return place === 0 ? { colour: fill.trade, mark: 'swatch' } : { colour: quietText, mark: bars[place - 1] };
}

/** The line of the scenario at a place, 0 being what was. */
export function lineOf(place: number): Pick<PriceLine, 'mark'> & { readonly isSupposed: boolean } {
  return place === 0 ? { mark: 'line', isSupposed: false } : { mark: lines[place - 1], isSupposed: true };
}
