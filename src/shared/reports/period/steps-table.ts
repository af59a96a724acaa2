import { numbers, table, words as column } from '../blocks.ts';
import type { ReportBlock } from '../document.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';
import type { PricesFact, StepsFact } from './period-facts.ts';

/** Energy and prices day by day: what the charts draw, in numbers. */
export function daysTable(steps: StepsFact, prices: PricesFact, words: ReportWords): ReportBlock {
  const t = within(words, 'report-period');
  const { format } = words;
  const priceAt = new Map(prices.start.map((start, at) => [start, at]));
  const kwh = (wh: number | null, at: number): string => {
    if (wh !== null) return format.number(wh / 1000, 1);
    return steps.withheldDays[at] > 0 ? t('withheld.word') : format.notAvailable;
  };
  const priceOf = (values: readonly (number | null)[], start: number): string => {
    const at = priceAt.get(start);
    const price = at === undefined ? null : values[at];
    return price === null ? format.notAvailable : format.price(price).value;
  };
  const priceUnit = format.price(0).unit;
  return table(
    t('days.caption'),
    [
      column(t('days.day'), 1.5),
      ...(['produced', 'consumed', 'selfConsumed', 'traded'] as const).map((name) => numbers(t(`days.${name}`))),
      ...(['price', 'retail', 'feedIn'] as const).map((name) => numbers(t(`days.${name}`, { unit: priceUnit }))),
    ],
    steps.start.map((start, at) => [
      format.weekday(start),
      kwh(steps.producedWh[at], at),
      kwh(steps.consumedWh[at], at),
      kwh(steps.selfConsumedWh[at], at),
      kwh(steps.boughtWh[at], at),
      priceOf(prices.price, start),
      priceOf(prices.retail, start),
      priceOf(prices.feedIn, start),
    ]),
  );
}
