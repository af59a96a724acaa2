import { describe, expect, it } from 'vitest';
import { toCsv, type ChartTable } from '#renderer/charts/chart-data.ts';

const values: (string | number | null)[][] = [
  ['House A01', 1.5],
  ['a;b,"c"', null],
  ['=HYPERLINK("x")', -2],
];
const table: ChartTable = {
  rows: values.length,
  columns: [
    { label: 'Member', kind: 'text', value: (row) => values[row][0], text: () => '' },
    { label: 'Traded', unit: 'kWh', kind: 'number', value: (row) => values[row][1], text: () => '' },
  ],
};

describe('the CSV file of a chart', () => {
  it('has commas and decimal points in English', () => {
    expect(toCsv(table, 'en-GB')).toBe(
      '\uFEFFMember,Traded (kWh)\r\nHouse A01,1.5\r\n"a;b,""c""",\r\n"\'=HYPERLINK(""x"")",-2\r\n',
    );
  });

  it('has semicolons and decimal commas in German', () => {
    expect(toCsv(table, 'de-DE').split('\r\n')[1]).toBe('House A01;1,5');
  });

  it('keeps texts that a spreadsheet would run as formulas texts', () => {
    expect(toCsv(table, 'de-DE')).toContain("'=HYPERLINK");
  });
});
