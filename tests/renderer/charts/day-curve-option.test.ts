// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import {
  dayCurveOption,
  dayCurveTable,
  type DayCurveInput,
  type MemberDay,
} from '#renderer/charts/day-curve-option.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { QUARTER, context, day, seriesById, tooltipAt } from './fixtures.ts';

const words = {
  production: 'Production',
  consumption: 'Consumption',
  imported: 'From the grid',
  exported: 'Into the grid',
  battery: 'Battery',
  time: 'Time',
};

function input(yyyymmdd: number, soc: number | null): DayCurveInput {
  const range = day(yyyymmdd);
  const start: number[] = [];
  for (let at = range.from; at < range.to; at += QUARTER) start.push(at);
  const fill = (value: number) => start.map(() => value);
  const memberDay: MemberDay = {
    start,
    producedWh: fill(300),
    consumedWh: fill(120),
    importedWh: fill(0),
    exportedWh: fill(180),
    batterySoc: start.map(() => soc),
  };
  return { day: memberDay, range, slotMinutes: 15, words };
}

describe("a member's day", () => {
  it('shows the battery against its own axis in percent', () => {
    const option = dayCurveOption(input(20261122, 62), context(), 560);
    expect(option.yAxis).toMatchObject([{ name: 'Wh' }, { name: '%', min: 0, max: 100 }]);
    expect(seriesById(option).battery).toMatchObject({ yAxisIndex: 1, lineStyle: { type: 'dotted' } });
    expect(tooltipAt(option, day(20261122).from)).toContain('Battery62%');
  });

  it('has neither line nor axis for a battery that is not there', () => {
    const option = dayCurveOption(input(20261122, null), context(), 560);
    expect(option.yAxis).toMatchObject({ name: 'Wh' });
    expect(Object.keys(seriesById(option))).toEqual(['production', 'consumption', 'imported']);
    expect(dayCurveTable(input(20261122, null), context()).columns.map(({ label }) => label)).not.toContain('Battery');
  });

  it('has 92 quarter hours in spring and 100 in autumn', () => {
    expect(dayCurveTable(input(20260329, null), context()).rows).toBe(92);
    expect(dayCurveTable(input(20261025, null), context()).rows).toBe(100);
  });

  it('tells the two hours of the autumn night apart', () => {
    const table = dayCurveTable(input(20261025, null), context('de-DE'));
    expect([8, 12].map(table.columns[0].text)).toEqual(['25. Okt., 02:00–02:15 MESZ', '25. Okt., 02:00–02:15 MEZ']);
    expect(table.columns[0].value(12)).toBe(new Date(day(20261025).from + 3 * HOUR).toISOString());
  });
});
