import { describe, expect, it } from 'vitest';
import { createI18n } from '#renderer/i18n/index.ts';
import { createFormat } from '#shared/format/format.ts';
import { countryName, factorSentence } from '#renderer/pages/insights/impact/factor-words.ts';
import { massScale } from '#renderer/pages/insights/impact/mass-scale.ts';
import { memberTable, sortMembers } from '#renderer/pages/insights/impact/member-columns.ts';
import { toCsv } from '#renderer/charts/chart-data.ts';
import type { Co2Factor } from '#shared/contract/stats.ts';

const formatOf = (locale: string) =>
  createFormat({ locale, timeZone: 'Europe/Berlin', currency: 'EUR', notAvailable: 'n/a', points: 'pt' });
const english = { t: createI18n('en').getFixedT('en', 'impact'), format: formatOf('en-GB') };
const german = { t: createI18n('de').getFixedT('de', 'impact'), format: formatOf('de-DE') };
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

const method = 'location-based average; not an offset';
const ofYear = { gramsPerKwh: 344.14, country: 'DEU', year: 2024, source: 'Ember (CC BY-SA 4.0)', method };
const hourly: Extract<Co2Factor, { kind: 'hourly' }> = {
  kind: 'hourly',
  source: 'Electricity Maps, Germany 2026',
  method,
  from: 0,
  to: 1,
  hours: 672,
  coveredHours: 650,
  meanGramsPerKwh: 318.4,
  otherwise: ofYear,
};

describe('what CO2 is reckoned with', () => {
  it('says factor, country, year, source and method of a year', () => {
    expect(plain(factorSentence({ kind: 'year', factor: ofYear }, english))).toBe(
      '344 g/kWh, Germany 2024, Ember (CC BY-SA 4.0); location-based average; not an offset',
    );
    expect(plain(factorSentence({ kind: 'year', factor: ofYear }, german))).toBe(
      '344 g/kWh, Deutschland 2024, Ember (CC BY-SA 4.0); standortbezogener Durchschnitt; keine Kompensation',
    );
  });

  it('says of an hourly series how many hours it covers, and what holds for the others', () => {
    expect(plain(factorSentence(hourly, english))).toBe(
      'hourly factors (mean 318 g/kWh, Electricity Maps, Germany 2026) for 650 of 672 hours with readings; the other hours with 344 g/kWh, Germany 2024, Ember (CC BY-SA 4.0); location-based average; not an offset',
    );
  });

  it('of a series that covers everything says nothing of other hours', () => {
    expect(plain(factorSentence({ ...hourly, coveredHours: 672 }, english))).not.toContain('other hours');
  });

  it('says that hours without any factor count as nothing', () => {
    expect(plain(factorSentence({ ...hourly, otherwise: null }, english))).toContain('the other hours count as 0');
  });

  it('keeps the code of a country that it has no name for', () => {
    expect(countryName('XKX', 'en-GB')).toBe('XKX');
    expect(countryName('AUT', 'de-DE')).toBe('Österreich');
  });
});

it('an axis of masses is in one unit, the one of its largest', () => {
  const { format } = english;
  expect(massScale(900, format)).toMatchObject({ unit: 'g', size: 1 });
  expect(plain(massScale(120_000, format).write(450).text)).toBe('0.5 kg');
  expect(plain(massScale(12_000_000, format).write(450_000).text)).toBe('0.45 t');
});

describe('the members', () => {
  const rows = [
    { memberId: 'a', anonymizedId: 'Member 10', selfConsumedWh: 5000, boughtWh: 0, co2AvoidedG: 1720 },
    { memberId: 'b', anonymizedId: 'Member 2', selfConsumedWh: 0, boughtWh: 5000, co2AvoidedG: 1720 },
    { memberId: 'c', anonymizedId: 'Member 3', selfConsumedWh: 0, boughtWh: 9000, co2AvoidedG: null },
  ];
  const sorted = (by: 'name' | 'co2' | 'bought', descending: boolean) =>
    sortMembers(rows, { by, descending }, 'en-GB').map(({ memberId }) => memberId);

  it('are sorted by any column, equal ones by pseudonym and unknown ones last', () => {
    expect(sorted('name', false)).toEqual(['b', 'c', 'a']);
    expect(sorted('bought', true)).toEqual(['c', 'b', 'a']);
    expect(sorted('co2', true)).toEqual(['b', 'a', 'c']);
    expect(sorted('co2', false)).toEqual(['b', 'a', 'c']);
  });

  it('are exported with what their CO2 is reckoned with in every row', () => {
    const words = {
      columns: { name: 'Member', selfConsumed: 'Own', bought: 'Bought', co2: 'CO2' },
      remark: { label: 'With', text: '344 g/kWh, 2024' },
    };
    expect(toCsv(memberTable(rows.slice(0, 1), words, english.format), 'en-GB')).toBe(
      '\uFEFFMember,Own (kWh),Bought (kWh),CO2 (kg),With\r\nMember 10,5,0,1.72,"344 g/kWh, 2024"\r\n',
    );
  });
});
