import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportTexts } from '#engine/exports/export-texts.ts';
import { TradeCsv } from '#engine/exports/trade-csv.ts';
import { type ExportColumn, exportColumns, type LedgerTrade } from '#shared/contract/ledger-records.ts';
import { columnFacts } from '#shared/ledger/export-columns.ts';
import type { ExportStyle } from '#shared/ledger/export-notation.ts';
import { trade } from './trade.ts';

const iso: ExportStyle = {
  notation: 'iso',
  language: 'en',
  words: exportTexts.en,
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
};
const english: ExportStyle = { ...iso, notation: 'local' };
const german: ExportStyle = { ...english, language: 'de', words: exportTexts.de };
const allStyles = [iso, english, german];

function lines(style: ExportStyle, trades: readonly LedgerTrade[], columns: readonly ExportColumn[] = exportColumns) {
  const csv = new TradeCsv(columns, style);
  for (const one of trades) csv.add(one);
  return csv.take().toString('utf8');
}

/** The value of one column in the only row. */
function value(style: ExportStyle, column: ExportColumn, changes: Partial<LedgerTrade>): string {
  return lines(style, [trade(changes)], [column]).split('\r\n')[1];
}

describe('a CSV of trades', () => {
  it('in ISO has wire names, decimal points and UTC', () => {
    expect(lines(iso, [trade()])).toBe(
      'id,executed_at,slot,buyer,seller,quantity_kwh,price_per_kwh,total_amount,settlement_status,failure_code,grid_import_price,' +
        'grid_export_price,buyer_savings,seller_savings,mechanism,buy_rule_id,sell_rule_id,version\r\n' +
        '01a152cc-a08b-7035-8f42-e806983a87b9,2026-06-01T10:15:04.587Z,2026-06-01T10:15:00.000Z,House A1,House B2,1.234,0.250000,' +
        '0.308500,settled,,0.313400,0.080900,0.078236,0.208669,uniform-price,,,2\r\n',
    );
  });

  it('in German has words, decimal commas and the wall time of the community, and a byte order mark for spreadsheets', () => {
    const columns = ['executedAt', 'slot', 'quantityWh', 'price', 'amount', 'status', 'mechanism'] as const;
    expect(lines(german, [trade({ mechanism: 'direct' })], columns)).toBe(
      '\uFEFFAusgeführt;Zeitabschnitt;Energie (kWh);Preis (EUR/kWh);Betrag (EUR);Abrechnung;Verfahren\r\n' +
        '01.06.2026 12:15:04;01.06.2026 12:15:00;1,234;0,250000;0,308500;abgerechnet;Angebot direkt angenommen\r\n',
    );
  });

  it('in English has words, decimal points and days with the year first', () => {
    const columns = ['executedAt', 'quantityWh', 'status'] as const;
    expect(lines(english, [trade({ status: 'failed' })], columns)).toBe(
      '\uFEFFExecuted,Energy (kWh),Settlement\r\n2026-06-01 12:15:04,1.234,failed\r\n',
    );
  });

  it('has the columns that were asked for, in their order', () => {
    expect(lines(iso, [trade()], ['version', 'buyer'])).toBe('version,buyer\r\n2,House A1\r\n');
  });

  it.each([
    [0, '0.000000', '0,000000'],
    [1, '0.000001', '0,000001'],
    [-1, '-0.000001', '-0,000001'],
    [-1_000_000, '-1.000000', '-1,000000'],
    [Number.MAX_SAFE_INTEGER, '9007199254.740991', '9007199254,740991'],
  ])('writes %i micro-currency with all of its decimals', (amount, withPoint, withComma) => {
    expect([iso, german].map((style) => value(style, 'buyerSavings', { buyerSavings: amount }))).toEqual([
      withPoint,
      withComma,
    ]);
  });

  it('on the day that clocks are put back tells the two equal hours apart, and only them', () => {
    const local = (time: string): string => value(german, 'executedAt', { executedAt: Date.parse(time) });
    expect(
      [
        '2026-10-24T23:59:59Z',
        '2026-10-25T00:00:00Z',
        '2026-10-25T00:59:59Z',
        '2026-10-25T01:00:00Z',
        '2026-10-25T01:59:59Z',
        '2026-10-25T02:00:00Z',
      ].map(local),
    ).toEqual([
      '25.10.2026 01:59:59',
      '25.10.2026 02:00:00 +02:00',
      '25.10.2026 02:59:59 +02:00',
      '25.10.2026 02:00:00 +01:00',
      '25.10.2026 02:59:59 +01:00',
      '25.10.2026 03:00:00',
    ]);
  });

  it('on the day that clocks are put forward leaves the missing hour out', () => {
    const local = (time: string): string => value(english, 'slot', { slot: Date.parse(time) });
    expect(['2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z'].map(local)).toEqual([
      '2026-03-29 01:59:00',
      '2026-03-29 03:00:00',
    ]);
  });

  it('never names the id of a member', () => {
    for (const style of allStyles) expect(lines(style, [trade()])).not.toMatch(/buyer-id|seller-id/);
  });

  it('keeps a text from being run as a formula, and numbers numbers', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', '＝']) {
      const [, read] = parsed(iso, trade({ buyer: `${start}SUM(A1:A9)`, buyerSavings: -5 }));
      expect(read[exportColumns.indexOf('buyer')]).toBe(`'${start}SUM(A1:A9)`);
      expect(read[exportColumns.indexOf('buyerSavings')]).toBe('-0.000005');
    }
  });

  it('gives back what it was given, whatever a text holds', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('aä€"\';,=+-@|\t\r\n ')), maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...allStyles), text, text, text, (style, buyer, seller, mechanism) => {
        const [heads, fields] = parsed(style, trade({ buyer, seller, mechanism }));
        expect(heads).toHaveLength(exportColumns.length);
        expect(fields).toHaveLength(exportColumns.length);
        for (const [column, given] of Object.entries({ buyer, seller, mechanism })) {
          const field = fields[exportColumns.indexOf(column as ExportColumn)];
          expect(field).not.toMatch(/^[=+\-@\t\r\n]/);
          expect(field.replace(/^'(?=[=+\-@\t\r\n])/, '')).toBe(given.replace(/^'(?=[=+\-@\t\r\n])/, ''));
        }
      }),
    );
  });

  it('knows each of its columns by one name on the wire', () => {
    const names = exportColumns.map((column) => columnFacts[column].wire);
    expect(new Set(names).size).toBe(exportColumns.length);
  });
});

function parsed(style: ExportStyle, one: LedgerTrade): string[][] {
  const delimiter = style === german ? ';' : ',';
  return parse(lines(style, [one]), { bom: true, delimiter, record_delimiter: '\r\n' });
}
