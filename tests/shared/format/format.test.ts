import { describe, expect, it } from 'vitest';
import { createFormat } from '#shared/format/format.ts';

const shared = { timeZone: 'Europe/Berlin', currency: 'EUR' };
const en = createFormat({ ...shared, locale: 'en-GB', notAvailable: 'n/a', points: 'pt' });
const de = createFormat({ ...shared, locale: 'de-DE', notAvailable: 'k. A.', points: 'Pp.' });
/** Breaking and other spaces as plain ones, so that expectations can be read. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f\u2009]/g, ' ');

describe('energy', () => {
  it.each([
    [0, '0 Wh'],
    [999, '999 Wh'],
    [1000, '1.00 kWh'],
    [47_900, '47.9 kWh'],
    [412_600, '412.6 kWh'],
    [1_284_000, '1,284 kWh'],
    [12_345_678, '12.3 MWh'],
    [30_000_000_000, '30.0 GWh'],
    [-1500, '−1.50 kWh'],
  ])('%d Wh reads %s', (wh, text) => {
    expect(plain(en.energy(wh).text)).toBe(text);
  });

  it('keeps a fixed unit in a column and shows gains with a plus when asked', () => {
    expect(plain(en.energy(500, { unit: 'kWh' }).text)).toBe('0.50 kWh');
    expect(plain(en.energy(500, { unit: 'kWh', signed: true }).text)).toBe('+0.50 kWh');
    expect(plain(de.energy(1_284_000).text)).toBe('1.284 kWh');
  });

  it('gives the number and the unit apart, joined by a space that does not break', () => {
    expect(en.energy(47_900)).toEqual({ value: '47.9', unit: 'kWh', text: '47.9\u00a0kWh' });
  });
});

describe('money and prices', () => {
  it('shows amounts to the cent in the form of the language', () => {
    expect(plain(en.money(38_240_000).text)).toBe('€38.24');
    expect(plain(de.money(38_240_000).text)).toBe('38,24 €');
    expect(en.money(38_240_000)).toMatchObject({ value: '38.24', unit: '€' });
  });

  it('shows a loss with a minus and a gain with a plus', () => {
    expect(plain(en.money(-4_490_000, 'EUR', { signed: true }).text)).toBe('−€4.49');
    expect(plain(de.money(2_100_000, 'EUR', { signed: true }).text)).toBe('+2,10 €');
  });

  it('shows a price to the tick of the market, also in a currency without a short sign', () => {
    expect(plain(en.price(148_200).text)).toBe('0.1482 €/kWh');
    expect(plain(de.price(148_200).text)).toBe('0,1482 €/kWh');
    expect(plain(en.price(148_200, 'CHF').text)).toBe('0.1482 CHF/kWh');
    expect(plain(en.price(-5000).text)).toBe('−0.0050 €/kWh');
  });
});

describe('shares and changes', () => {
  it('says when a share does not exist', () => {
    expect(en.percent(null)).toBe('n/a');
    expect(de.percent(null)).toBe('k. A.');
    expect(en.change(5, 0)).toBe('n/a');
    expect(en.change(5, null)).toBe('n/a');
    expect(en.changeInPoints(null, 0.4)).toBe('n/a');
  });

  it('writes shares in percent and their differences in points', () => {
    expect(plain(en.percent(0.479))).toBe('47.9%');
    expect(plain(de.percent(0.479))).toBe('47,9 %');
    expect(plain(en.changeInPoints(0.479, 0.447))).toBe('+3.2 pt');
    expect(plain(de.changeInPoints(0.447, 0.479))).toBe('−3,2 Pp.');
  });

  it('measures a change against the size of what was before, so that a smaller loss is a gain', () => {
    expect(plain(en.change(108.1, 100))).toBe('+8.1%');
    expect(plain(en.change(-50, -100))).toBe('+50.0%');
  });
});

describe('times', () => {
  it('name months in the time zone of the community', () => {
    const firstOfAugust = Date.UTC(2026, 6, 31, 22);
    expect([en.month(firstOfAugust), en.shortMonth(firstOfAugust)]).toEqual(['August 2026', 'Aug']);
    expect([de.month(firstOfAugust - 1), de.shortMonth(firstOfAugust - 1)]).toEqual(['Juli 2026', 'Jul']);
  });

  it('stand in the time zone of the community, on a clock of 24 hours', () => {
    const instant = Date.UTC(2026, 6, 22, 22, 15);
    expect(en.time(instant)).toBe('00:15');
    expect(plain(en.dateTime(instant))).toBe('23 Jul 2026, 00:15');
    expect(plain(de.dateTime(instant))).toBe('23. Juli 2026, 00:15');
    expect(plain(createFormat({ ...en, locale: 'en-US' }).time(instant))).toBe('00:15');
  });

  it('jump from 01:45 to 03:00 in spring and repeat 02:00 in autumn', () => {
    const spring = Date.UTC(2026, 2, 29, 0, 45);
    expect([en.time(spring), en.time(spring + 900_000)]).toEqual(['01:45', '03:00']);
    const autumn = Date.UTC(2026, 9, 25, 0, 0);
    expect([en.time(autumn), en.time(autumn + 3_600_000)]).toEqual(['02:00', '02:00']);
  });

  it('name the local days of a range whose end is not included', () => {
    const week = { from: Date.UTC(2026, 10, 15, 23), to: Date.UTC(2026, 10, 22, 23) };
    expect(plain(en.days(week)).replaceAll(' ', '')).toBe('16–22Nov2026');
    const autumnDay = { from: Date.UTC(2026, 9, 24, 22), to: Date.UTC(2026, 9, 25, 23) };
    expect(plain(en.days(autumnDay))).toBe('25 Oct 2026');
  });

  it('are told against the present in the largest whole unit', () => {
    const now = Date.UTC(2026, 6, 22, 12);
    expect(en.relative(now - 20_000, now)).toBe('now');
    expect(en.relative(now - 125_000, now)).toBe('2 minutes ago');
    expect(de.relative(now - 125_000, now)).toBe('vor 2 Minuten');
    expect(en.relative(now - 26 * 3_600_000, now)).toBe('yesterday');
  });

  it('last in their one or two largest units, and never nothing', () => {
    expect(plain(en.duration(12))).toBe('1 sec');
    expect(plain(en.duration(65_000))).toBe('1 min 5 secs');
    expect(plain(en.duration(3_900_000))).toBe('1 hr 5 mins');
    expect(plain(de.duration(3_600_000))).toBe('1 Std.');
  });
});

it('sizes of files are told in thousands', () => {
  expect(plain(en.bytes(61_204))).toBe('61.2 kB');
  expect(plain(de.bytes(4_812_330))).toBe('4,8 MB');
  expect(plain(de.bytes(84_300_000_000))).toBe('84,3 GB');
});
