// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { pairSteps } from '#renderer/charts/comparison-steps.ts';
import {
  periodEnergyOption,
  periodEnergyTable,
  type PeriodEnergyInput,
} from '#renderer/charts/period-energy-option.ts';
import { pricePairOption, pricePairTable, type PricePairInput } from '#renderer/charts/price-pair-option.ts';
import { tradedPriceOption, tradedPriceTable, type TradedPriceInput } from '#renderer/charts/traded-price-option.ts';
import { startOfLocalDay } from '#shared/domain/slots.ts';
import { BERLIN, context, seriesById, tooltipAt } from './fixtures.ts';

const at = (day: number) => startOfLocalDay(day, BERLIN);
const range = { from: at(20260716), to: at(20260718) };
const steps = pairSteps(
  {
    step: 'day',
    range,
    start: [at(20260716), at(20260717)],
    before: { from: at(20260714), start: [at(20260714), at(20260715)] },
  },
  BERLIN,
);
const cells = (table: { rows: number; columns: readonly { text: (row: number) => string }[] }, row: number) =>
  table.columns.map(({ text }) => text(row).replaceAll('\u00a0', ' '));

describe('the energy of two periods', () => {
  const input: PeriodEnergyInput = {
    step: 'day',
    range,
    steps,
    current: [140_000, 120_000],
    before: [150_000, 90_000],
    words: { time: 'Time', current: '16–17 Jul', before: '14–15 Jul', beforeTime: 'Compared with' },
  };

  it('is drawn as bars, with the other period as a dashed line over the whole of each step', () => {
    const { current, before } = seriesById(periodEnergyOption(input, context(), 700));
    expect((current.data as number[][]).map(([, value]) => value)).toEqual([140, 120]);
    expect(before).toMatchObject({ lineStyle: { type: 'dashed' } });
    expect(before.data).toEqual([
      [at(20260716), 150],
      [at(20260717), 150],
      [at(20260717), 90],
      [at(20260718), 90],
    ]);
  });

  it('says both days under the pointer', () => {
    const text = tooltipAt(periodEnergyOption(input, context(), 700), at(20260717)).replaceAll('\u00a0', ' ');
    expect(text).toContain('Fri, 17 Jul 2026');
    expect(text).toContain('120.0 kWh');
    expect(text).toContain('Wed, 15 Jul 2026');
    expect(text).toContain('90.0 kWh');
  });

  it('without another period is bars alone', () => {
    const alone = { ...input, before: null };
    expect(Object.keys(seriesById(periodEnergyOption(alone, context(), 700)))).toEqual(['current']);
    expect(cells(periodEnergyTable(alone, context()), 0)).toEqual(['Thu, 16 Jul 2026', '140.0']);
  });

  it('has a table with both', () => {
    expect(cells(periodEnergyTable(input, context()), 0)).toEqual([
      'Thu, 16 Jul 2026',
      '140.0',
      'Tue, 14 Jul 2026',
      '150.0',
    ]);
  });
});

describe('what was paid between the tariffs', () => {
  const line = (id: string, mark: 'line' | 'dashed' | 'dotted', values: (number | null)[]) => ({
    id,
    label: id,
    mark,
    values,
  });
  const input: TradedPriceInput = {
    step: 'day',
    range,
    steps,
    retail: line('retail', 'dashed', [312_000, null]),
    feedIn: line('feedIn', 'dotted', [81_000, 81_000]),
    traded: [line('bought', 'line', [150_000, null])],
    timeWord: 'Time',
  };

  it('is a line of steps over the shaded band, with gaps where nothing is known', () => {
    const { retail, bought } = seriesById(tradedPriceOption(input, context(), 700));
    expect((retail.data as number[][])[0][1]).toBeCloseTo(0.231);
    expect((retail.data as (number | null)[][])[4][1]).toBeNull();
    expect((bought.data as (number | null)[][]).map(([, price]) => price)).toEqual([
      0.15,
      0.15,
      0.15,
      null,
      null,
      null,
    ]);
  });

  it('says n/a under the pointer where nothing was traded', () => {
    const text = tooltipAt(tradedPriceOption(input, context(), 700), at(20260717)).replaceAll('\u00a0', ' ');
    expect(text).toContain('boughtn/a');
    expect(text).toContain('feedIn0.0810 €/kWh');
  });

  it('has a table with what was paid first', () => {
    expect(cells(tradedPriceTable(input, context()), 0)).toEqual(['Thu, 16 Jul 2026', '0.1500', '0.3120', '0.0810']);
  });
});

describe('a member beside the community', () => {
  const input: PricePairInput = {
    pairs: [
      { label: 'Bought at', member: 140_000, community: 150_000, memberWh: 5000, communityWh: 100_000 },
      { label: 'Sold at', member: null, community: 150_000, memberWh: 0, communityWh: 100_000 },
    ],
    words: {
      what: 'What',
      member: 'It',
      community: 'Community',
      memberEnergy: 'Its energy',
      communityEnergy: 'All energy',
      share: 'Share',
    },
  };

  it('begins its bars at zero, with few labels', () => {
    const { xAxis } = pricePairOption(input, context());
    expect(xAxis).toMatchObject({ name: '€/kWh', min: 0, interval: 0.05 });
  });

  it('has a table with prices, energy and share', () => {
    expect(cells(pricePairTable(input, context()), 0)).toEqual([
      'Bought at',
      '0.1400',
      '0.1500',
      '5.00',
      '100.0',
      '5.0%',
    ]);
    expect(cells(pricePairTable(input, context()), 1)).toEqual(['Sold at', 'n/a', '0.1500', '0.00', '100.0', '0.0%']);
  });
});
