import type { ReportBlock } from '../document.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';
import type { PricesFact, StepsFact } from './period-facts.ts';

/** Energy of each day or month as bars. */
export function energyChart(
  steps: StepsFact,
  labels: readonly string[],
  unit: 'kWh' | 'MWh',
  words: ReportWords,
): ReportBlock {
  const t = within(words, 'report-period');
  const size = unit === 'kWh' ? 1000 : 1_000_000;
  const values = (column: readonly (number | null)[]) => column.map((wh) => (wh === null ? null : wh / size));
  return {
    type: 'chart',
    title: t('energyChart.title', { unit }),
    description: t('energyChart.description', { first: labels[0], last: labels[labels.length - 1] }),
    chart: {
      kind: 'bars',
      labels,
      unit,
      series: [
        { name: t('energyChart.produced'), meaning: 'production', values: values(steps.producedWh) },
        { name: t('energyChart.consumed'), meaning: 'consumption', values: values(steps.consumedWh) },
        { name: t('energyChart.traded'), meaning: 'trade', values: values(steps.boughtWh) },
      ],
    },
  };
}

/** The community price between the two tariffs. */
export function priceChart(prices: PricesFact, labels: readonly string[], words: ReportWords): ReportBlock {
  const t = within(words, 'report-period');
  const values = (column: readonly (number | null)[]) =>
    column.map((price) => (price === null ? null : price / 1_000_000));
  const { unit } = words.format.price(0);
  return {
    type: 'chart',
    title: t('priceChart.title', { unit }),
    description: t('priceChart.description', { first: labels[0], last: labels[labels.length - 1] }),
    chart: {
      kind: 'lines',
      labels,
      unit,
      series: [
        { name: t('priceChart.price'), meaning: 'trade', values: values(prices.price) },
        { name: t('priceChart.retail'), meaning: 'grid', values: values(prices.retail) },
        { name: t('priceChart.feedIn'), meaning: 'grid', values: values(prices.feedIn), isDashed: true },
      ],
    },
  };
}
