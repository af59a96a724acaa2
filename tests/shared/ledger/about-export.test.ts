import { describe, expect, it } from 'vitest';
import { exportTexts } from '#engine/exports/export-texts.ts';
import { exportColumns, type LedgerFilter } from '#shared/contract/ledger-records.ts';
import { aboutExport, aboutText, type ExportFacts } from '#shared/ledger/about-export.ts';
import germanMarket from '../../../resources/locales/de/marketplace.json' with { type: 'json' };
import germanMembers from '../../../resources/locales/de/members.json' with { type: 'json' };
import englishMarket from '../../../resources/locales/en/marketplace.json' with { type: 'json' };
import englishMembers from '../../../resources/locales/en/members.json' with { type: 'json' };

const everything: LedgerFilter = {
  range: { from: Date.parse('2026-05-31T22:00:00Z'), to: Date.parse('2026-06-30T22:00:00Z') },
  memberId: null,
  side: 'either',
  status: null,
  failureCode: null,
  price: { from: null, to: null },
  quantityWh: { from: null, to: null },
  mechanism: null,
  ruleId: null,
  text: '',
};

const facts: ExportFacts = {
  style: { notation: 'iso', language: 'en', words: exportTexts.en, timeZone: 'Europe/Berlin', currency: 'EUR' },
  format: 'csv',
  fileName: 'trades.csv',
  community: { name: 'Sonnenhang', isDemo: false, hasSimulatedTrades: false },
  filter: everything,
  member: null,
  sort: { by: 'executedAt', descending: true },
  columns: ['executedAt', 'quantityWh'],
  madeAt: Date.parse('2026-07-01T08:00:00Z'),
  rows: 2,
  quantityWh: 1500,
  amount: 250_000,
  fingerprint: 'abc123',
};

const wanted: LedgerFilter = {
  ...everything,
  memberId: 'member-id',
  side: 'seller',
  status: 'failed',
  failureCode: 'DUPLICATE',
  price: { from: -10_000, to: 300_000 },
  quantityWh: { from: null, to: 2000 },
  mechanism: 'direct',
  ruleId: 'rule-id',
  text: ' 01a1 ',
};

describe('what an export says of itself', () => {
  it('is a text that people read', () => {
    expect(aboutText(aboutExport(facts)).split('\r\n')).toEqual([
      'About this export',
      '',
      'File:          trades.csv',
      'Community:     Sonnenhang',
      'Made:          2026-07-01T08:00:00.000Z',
      'Time zone:     UTC',
      'Executed:      from 2026-05-31T22:00:00.000Z until before 2026-06-30T22:00:00.000Z',
      'Order:         newest first',
      'Columns:       executed_at, quantity_kwh',
      'Trades:        2',
      'Energy of all: 1.500 kWh',
      'Amount of all: 0.250000 EUR',
      'SHA-256:       abc123',
      '',
      exportTexts.en.about.check.csv,
      exportTexts.en.about.pseudonyms,
      '',
    ]);
  });

  it('names all that the filter asks for, the member by pseudonym', () => {
    const { facts: told } = aboutExport({ ...facts, filter: wanted, member: 'House A1' });
    expect(told.slice(4, -6)).toEqual([
      ['Executed', 'from 2026-05-31T22:00:00.000Z until before 2026-06-30T22:00:00.000Z'],
      ['Member', 'House A1, as seller'],
      ['Settlement', 'failed'],
      ['Failure code', 'DUPLICATE'],
      ['Price', 'from -0.010000 up to 0.300000 EUR/kWh'],
      ['Energy', 'up to 2.000 kWh'],
      ['Mechanism', 'direct'],
      ['Rule of one of the two orders', 'rule-id'],
      ['Beginning of the id or part of a pseudonym', '01a1'],
    ]);
    expect(JSON.stringify(told)).not.toContain('member-id');
  });

  it('is written as the file is', () => {
    const style = { ...facts.style, notation: 'local', language: 'de', words: exportTexts.de } as const;
    const about = aboutExport({ ...facts, style, filter: wanted, member: 'House A1' });
    expect(about.title).toBe('Über diesen Export');
    expect(Object.fromEntries(about.facts)).toMatchObject({
      Erstellt: '01.07.2026 10:00:00',
      Zeitzone: 'Europe/Berlin',
      Ausgeführt: 'ab 01.06.2026 00:00:00 bis vor 01.07.2026 00:00:00',
      Mitglied: 'House A1, als Verkäufer',
      Abrechnung: 'fehlgeschlagen',
      Preis: 'ab -0,010000 bis 0,300000 EUR/kWh',
      Spalten: 'Ausgeführt und Energie (kWh)',
      'Betrag aller': '0,250000 EUR',
    });
  });

  it('says when the trades are invented or simulated', () => {
    const notes = (community: Partial<ExportFacts['community']>): readonly string[] =>
      aboutExport({ ...facts, community: { ...facts.community, ...community } }).notes;
    const { demo, simulated } = exportTexts.en.about;
    expect(notes({})).not.toEqual(expect.arrayContaining([demo]));
    expect(notes({})).not.toEqual(expect.arrayContaining([simulated]));
    expect(notes({ isDemo: true })).toContain(demo);
    expect(notes({ hasSimulatedTrades: true })).toContain(simulated);
  });
});

describe('the words of an export', () => {
  it.each([
    ['en', englishMarket.mechanisms, englishMembers.trades.statuses],
    ['de', germanMarket.mechanisms, germanMembers.trades.statuses],
  ] as const)('are those of the page in %s where both name the same', (language, mechanisms, statuses) => {
    expect(exportTexts[language].mechanisms).toMatchObject(mechanisms);
    expect(exportTexts[language].statuses).toEqual(statuses);
  });

  it.each(['en', 'de'] as const)('in %s call no two columns the same', (language) => {
    expect(new Set(Object.values(exportTexts[language].heads)).size).toBe(exportColumns.length);
  });
});
