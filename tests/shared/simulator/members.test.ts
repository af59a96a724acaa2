import { describe, expect, it } from 'vitest';
import { Random } from '#shared/domain/random.ts';
import { addDays } from '#shared/domain/slots.ts';
import { BatteryFleet } from '#shared/simulator/battery.ts';
import { dayKind, dayKinds, isSchoolBreak, winterness } from '#shared/simulator/calendar.ts';
import { LoadFleet } from '#shared/simulator/load.ts';
import { drawLoadTable, memberKinds, QUARTERS } from '#shared/simulator/load-shapes.ts';
import { PanelFleet, sunlightAt } from '#shared/simulator/photovoltaics.ts';
import { drawDwelling } from '#shared/simulator/population.ts';
import { Tariffs } from '#shared/simulator/tariffs.ts';
import { Weather } from '#shared/simulator/weather.ts';

describe('dwellings', () => {
  it('do not change when there are more of them', () => {
    expect(drawDwelling(3, new Random('m3'))).toEqual(drawDwelling(3, new Random('m3')));
  });

  it('use what homes and firms use in a year', () => {
    for (let member = 0; member < 300; member++) {
      const { kind, yearlyWh } = drawDwelling(member, new Random(`use ${member}`));
      const isHome = kind === 'flat' || kind === 'house';
      expect(yearlyWh).toBeGreaterThanOrEqual(isHome ? 1_500_000 : 8_000_000);
      expect(yearlyWh).toBeLessThanOrEqual(isHome ? 5_000_000 : 40_000_000);
    }
  });
});

describe('load shapes', () => {
  it.each(memberKinds)('of a %s have a mean of 1 over the week and are never negative', (kind) => {
    const table = drawLoadTable(kind, new Random(kind));
    const days = [0, 1, 2].map((day) =>
      table.slice(day * QUARTERS, (day + 1) * QUARTERS).reduce((sum, level) => sum + level, 0),
    );
    expect((5 * days[0] + days[1] + days[2]) / (7 * QUARTERS)).toBeCloseTo(1, 9);
    expect(Math.min(...table)).toBeGreaterThan(0);
  });

  it('close the office on Sundays and let the farm work', () => {
    const level = (kind: 'office' | 'farm', day: number) => drawLoadTable(kind, new Random(1))[day * QUARTERS + 44];
    expect(level('office', dayKinds.workday)).toBeGreaterThan(3 * level('office', dayKinds.sunday));
    expect(level('farm', dayKinds.sunday)).toBeGreaterThan(0.7 * level('farm', dayKinds.workday));
  });
});

describe('the load of a year', () => {
  it('comes to about what each member uses in a year, heat pump and car apart', () => {
    const dwellings = Array.from({ length: 40 }, (_, member) => ({
      ...drawDwelling(member, new Random(`year ${member}`)),
      heatPump: null,
      car: null,
    }));
    const loads = new LoadFleet(dwellings, 0.25, new Random('loads'));
    const active = Int32Array.from(dwellings.keys());
    const used = dwellings.map(() => 0);
    for (let at = 0; at < 365; at++) {
      const day = addDays(20260101, at);
      loads.beginDay(day, dayKind(day), 10, active);
      for (let quarter = 0; quarter < QUARTERS; quarter++) {
        for (const member of active) used[member] += loads.consumedWh(member, quarter);
      }
    }
    for (const [member, { kind, yearlyWh }] of dwellings.entries()) {
      // Travelling homes and a school with holidays use less.
      expect(used[member] / yearlyWh).toBeGreaterThan(kind === 'school' ? 0.6 : 0.75);
      expect(used[member] / yearlyWh).toBeLessThan(1.15);
    }
  });
});

describe('panels', () => {
  const kilowatt = { capacityWp: 1000, tilt: 35, performance: 0.8 };
  const clear = 1;

  it('make nothing in the dark, and at most what the inverter lets through', () => {
    const fleet = new PanelFleet([{ ...kilowatt, azimuth: 180 }], 0.25, new Random(1));
    expect(sunlightAt(Date.parse('2026-06-21T00:00:00Z'), 48, 7.87, clear)).toBeNull();
    expect(fleet.producedWh(0, null)).toBe(0);
    const noon = sunlightAt(Date.parse('2026-06-21T11:30:00Z'), 48, 7.87, clear);
    const most = Array.from({ length: 200 }, () => fleet.producedWh(0, noon));
    expect(Math.min(...most)).toBeGreaterThan(150);
    expect(Math.max(...most)).toBeLessThanOrEqual(230);
  });

  it('look east for the morning and west for the evening', () => {
    const fleet = new PanelFleet(
      [{ ...kilowatt, azimuth: 90 }, { ...kilowatt, azimuth: 270 }, null],
      0.25,
      new Random(1),
    );
    const morning = sunlightAt(Date.parse('2026-06-21T06:30:00Z'), 48, 7.87, clear);
    const evening = sunlightAt(Date.parse('2026-06-21T17:00:00Z'), 48, 7.87, clear);
    expect(fleet.producedWh(0, morning)).toBeGreaterThan(2 * fleet.producedWh(1, morning));
    expect(fleet.producedWh(1, evening)).toBeGreaterThan(2 * fleet.producedWh(0, evening));
    expect(fleet.producedWh(2, morning)).toBe(0);
  });

  it('yield in a year what roofs in the south-west of Germany yield', () => {
    const fleet = new PanelFleet([{ ...kilowatt, azimuth: 180 }], 0.25, new Random('yield'));
    const weather = new Weather(new Random('yield'));
    let wh = 0;
    for (let day = 0; day < 2 * 365; day++) {
      const { clearness } = weather.next(addDays(20250101, day), 96);
      for (let slot = 0; slot < 96; slot++) {
        const time = Date.UTC(2025, 0, 1 + day) + slot * 900_000;
        wh += fleet.producedWh(0, sunlightAt(time, 48, 7.87, clearness[slot]));
      }
    }
    expect(wh / 2000).toBeGreaterThan(900);
    expect(wh / 2000).toBeLessThan(1200);
  });
});

describe('batteries', () => {
  it('take a surplus and give it back with losses, within power and capacity', () => {
    const fleet = new BatteryFleet([{ capacityWh: 8000, powerW: 4000 }, null], 0.25);
    expect(fleet.stateOfCharge(0)).toBe(50);
    expect(fleet.charge(0, 300)).toBe(300);
    expect(fleet.charge(0, 5000)).toBe(1000);
    expect(fleet.charge(0, -5000)).toBe(-1000);
    let taken = 0;
    for (let slot = 0; slot < 20; slot++) taken += fleet.charge(0, 1000);
    expect(fleet.stateOfCharge(0)).toBe(100);
    let given = 0;
    for (let slot = 0; slot < 40; slot++) given -= fleet.charge(0, -1000);
    expect(fleet.stateOfCharge(0)).toBe(6);
    expect(given).toBeGreaterThan(taken);
    expect(given).toBeLessThan(8000 * 0.94);
    expect(fleet.charge(0, -100)).toBe(0);
    expect(Object.is(fleet.charge(0, -100), 0)).toBe(true);
    expect(fleet.charge(1, 500)).toBe(0);
    expect(fleet.stateOfCharge(1)).toBe(-1);
  });
});

describe('the calendar', () => {
  it('knows workdays, weekends, holidays and school breaks', () => {
    expect(dayKind(20261120)).toBe(dayKinds.workday);
    expect(dayKind(20261121)).toBe(dayKinds.saturday);
    expect(dayKind(20261122)).toBe(dayKinds.sunday);
    expect(dayKind(20261225)).toBe(dayKinds.sunday);
    expect([20260815, 20261224, 20260102].every(isSchoolBreak)).toBe(true);
    expect([20261122, 20260913, 20260710].some(isSchoolBreak)).toBe(false);
  });

  it('knows winter from summer', () => {
    expect(winterness(20260120)).toBe(1);
    expect(winterness(20260721)).toBeLessThan(-0.99);
    expect(Math.abs(winterness(20260421))).toBeLessThan(0.05);
  });
});

describe('weather', () => {
  it('is clearer in summer than in winter, warmer, and goes on from day to day', () => {
    const season = (first: number) => {
      const weather = new Weather(new Random(8));
      const days = Array.from({ length: 400 }, () => weather.next(first, 96));
      const means = days.map(({ clearness }) => clearness.reduce((sum, value) => sum + value, 0) / 96);
      const mean = means.reduce((sum, value) => sum + value, 0) / 400;
      const alike = means.slice(1).filter((value, at) => Math.abs(value - means[at]) < 0.15).length;
      return { mean, alike, warmth: days.reduce((sum, { temperature }) => sum + temperature, 0) / 400, days };
    };
    const summer = season(20260720);
    const winter = season(20260120);
    expect(summer.mean).toBeGreaterThan(winter.mean + 0.08);
    expect(summer.warmth).toBeGreaterThan(17);
    expect(winter.warmth).toBeLessThan(6);
    expect(winter.alike).toBeGreaterThan(160);
    expect(winter.days.every(({ clearness }) => clearness.every((value) => value > 0 && value <= 1.05))).toBe(true);
  });
});

describe('tariffs', () => {
  it('hold within a month and stay in a believable band for years', () => {
    const tariffs = new Tariffs(new Random(4));
    let before = tariffs.of(20240101);
    let changes = 0;
    for (let at = 1; at < 3 * 365; at++) {
      const day = addDays(20240101, at);
      const tariff = tariffs.of(day);
      if (day % 100 !== 1) expect(tariff).toEqual(before);
      else if (tariff.retail !== before.retail) changes++;
      expect(tariff.retail % 100 === 0 && tariff.feedIn % 100 === 0).toBe(true);
      expect(tariff.retail).toBeGreaterThanOrEqual(285_000);
      expect(tariff.retail).toBeLessThanOrEqual(340_000);
      before = tariff;
    }
    expect(changes).toBeGreaterThan(5);
    expect(before.feedIn).toBeLessThan(tariffs.of(20240101).retail / 3);
  });
});
