// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { energyOption, energyTable, type EnergyChartInput } from '#renderer/charts/energy-option.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { BERLIN, axisLabels, context, day, seriesById, series, tooltipAt } from './fixtures.ts';

const words = {
  production: 'Production',
  consumption: 'Consumption',
  trade: 'Community trade',
  time: 'Time',
  withheld: 'withheld',
};
const sunday = day(20261122);

function input(change: Partial<EnergyChartInput> = {}): EnergyChartInput {
  return {
    series: series(sunday),
    clock: { granularity: 'slot', timeZone: BERLIN, slotMinutes: 15 },
    range: sunday,
    withTrade: true,
    dataTo: null,
    words,
    ...change,
  };
}

const unitOf = (scale: number) => {
  const option = energyOption(input({ series: series(sunday, undefined, scale) }), context(), 700);
  return (option.yAxis as { name: string }).name;
};

describe('the energy chart', () => {
  it('names the unit of its axis by the largest value: Wh, kWh or MWh', () => {
    expect(unitOf(1)).toBe('Wh');
    expect(unitOf(100)).toBe('kWh');
    expect(unitOf(200_000)).toBe('MWh');
  });

  it('draws in the unit of the axis', () => {
    const { production } = seriesById(energyOption(input(), context(), 700));
    const points = production.data as [number, number][];
    expect(points.at(-1)).toEqual([sunday.to, 9.5]);
  });

  it('keeps the meanings of the colours and gives each its own form', () => {
    const { production, consumption, trade } = seriesById(energyOption(input(), context('en-GB', 'dark'), 700));
    expect(production).toMatchObject({ color: '#F2A33A', areaStyle: { color: 'rgba(242, 163, 58, 0.3)' } });
    expect(consumption.color).toBe('#6BA1FF');
    expect(consumption.areaStyle).toBeUndefined();
    expect(trade).toMatchObject({ lineStyle: { type: [5, 3] }, areaStyle: { color: 'rgba(22, 165, 150, 0.6)' } });
  });

  it('leaves a gap where a sum is withheld, and says so in tooltip and table, but not in a file', () => {
    const quarters = series(sunday);
    const withheld = input({
      series: { ...quarters, consumedWh: quarters.consumedWh.map((wh, at) => (at === 48 ? null : wh)) },
    });
    const option = energyOption(withheld, context(), 700);
    const { consumption } = seriesById(option);
    const noon = sunday.from + 12 * HOUR;
    expect((consumption.data as [number, number | null][]).filter(([, value]) => value === null)).toEqual([
      [noon + 7.5 * 60_000, null],
    ]);
    expect(tooltipAt(option, noon)).toContain('Consumptionwithheld');
    const column = energyTable(withheld, context()).columns[2];
    expect([column.text(48), column.value(48), column.value(47)]).toEqual(['withheld', null, 0.5]);
  });

  it('leaves trade out where there is no market', () => {
    const without = input({ withTrade: false });
    expect(Object.keys(seriesById(energyOption(without, context(), 700)))).toEqual(['production', 'consumption']);
    expect(energyTable(without, context()).columns.map(({ label }) => label)).toEqual([
      'Time',
      'Production',
      'Consumption',
    ]);
  });

  it('tells local times and units in the tooltip, in the words of the language', () => {
    const tooltip = tooltipAt(energyOption(input(), context('de-DE'), 700), sunday.from + 12 * HOUR);
    expect(tooltip).toContain('22. Nov., 12:00–12:15');
    expect(tooltip).toContain('Production4,80\u00a0kWh');
  });

  it('labels the day on which the clocks go back by the wall clock, with 25 hours between its ends', () => {
    const range = day(20261025);
    const option = energyOption(input({ series: series(range), range }), context(), 700);
    expect(axisLabels(option)).toEqual(['00:00', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00']);
    const axis = option.xAxis as { min: number; max: number };
    expect(axis.max - axis.min).toBe(25 * HOUR);
  });

  it('names days when it shows several, and fewer of them when it is narrow', () => {
    const range = { from: day(20261116).from, to: sunday.to };
    const wide = energyOption(input({ series: series(range), range }), context(), 640);
    expect(axisLabels(wide)).toEqual(['16 Nov', '17 Nov', '18 Nov', '19 Nov', '20 Nov', '21 Nov', '22 Nov']);
    const narrow = energyOption(input({ series: series(range), range }), context(), 360);
    expect(axisLabels(narrow)).toEqual(['17 Nov', '19 Nov', '21 Nov']);
  });

  it('does not draw an hour that is not over, and names its real end in the table', () => {
    const range = { from: sunday.from, to: sunday.from + 3 * HOUR };
    const hours = input({
      series: series(range, HOUR),
      clock: { granularity: 'hour', timeZone: BERLIN, slotMinutes: 15 },
      dataTo: range.to - 45 * 60_000,
    });
    const { production } = seriesById(energyOption(hours, context(), 700));
    expect((production.data as [number, number][]).at(-1)?.[0]).toBe(range.to - HOUR);
    const table = energyTable(hours, context());
    expect(table.columns[0].text(table.rows - 1)).toBe('22 Nov, 02:00–02:15');
  });

  it('has a table twin with the same numbers, exact to the Wh for spreadsheets', () => {
    const { columns, rows } = energyTable(input(), context());
    expect(rows).toBe(96);
    expect(columns[1]).toMatchObject({ label: 'Production', unit: 'kWh' });
    expect(columns[1].text(48)).toBe('4.80');
    expect(columns[1].value(48)).toBe(4.8);
    expect(columns[0].value(0)).toBe('2026-11-21T23:00:00.000Z');
  });
});
