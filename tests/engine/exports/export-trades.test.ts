import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportTexts } from '#engine/exports/export-texts.ts';
import { PendingFile } from '#engine/exports/pending-file.ts';
import { TradeWorkbook } from '#engine/exports/trade-workbook.ts';
import { filteredTrades } from '#engine/ledger/filtered-trades.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { memberId } from '../fixtures/pages.ts';
import { COMMUNITY } from '../fixtures/pages.ts';
import { beside, everything, Exporting, TRADES } from './exporting.ts';

let desk: Exporting;
beforeAll(() => {
  desk = new Exporting();
});
afterAll(() => desk.close());

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What a CSV says, read by another program. */
function rowsOf(file: string, delimiter = ','): Record<string, string>[] {
  return parse(readFileSync(file), { bom: true, columns: true, delimiter });
}

async function workbookOf(file: string): Promise<exceljs.Workbook> {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(file);
  return book;
}

/** What the first sheet says, by label. */
function aboutOf(book: exceljs.Workbook): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  book.worksheets[0].eachRow((row) => (facts[row.getCell(1).text] = row.getCell(2).value));
  return facts;
}

describe('an export as CSV', () => {
  it('holds every trade of the filter as it is in the ledger, in wire names', async () => {
    const file = desk.place('trades.csv');
    const result = await desk.write(file);
    const rows = rowsOf(file);
    expect(rows).toHaveLength(TRADES.length);
    expect(rows[5]).toEqual({
      id: TRADES[5].id,
      executed_at: '2026-10-25T02:30:04.587Z',
      slot: '2026-10-25T02:30:00.000Z',
      buyer: "'=1+1",
      seller: `'-House; "B2"`,
      quantity_kwh: '1.005',
      price_per_kwh: '0.200005',
      total_amount: '0.201005',
      settlement_status: 'failed',
      failure_code: 'DUPLICATE',
      grid_import_price: '0.300000',
      grid_export_price: '0.080000',
      buyer_savings: '0.100495',
      seller_savings: '0.120605',
      mechanism: 'direct',
      buy_rule_id: '',
      sell_rule_id: '',
      version: '1',
    });
    expect(rows[0]).toMatchObject({
      grid_import_price: '',
      grid_export_price: '',
      buyer_savings: '',
      seller_savings: '',
    });
    expect(result).toMatchObject({ rows: 6, quantityWh: 6015, amount: 1_203_015 });
  });

  it.each(['iso', 'local'] as const)('in %s has a text beside it with the SHA-256 of its bytes', async (notation) => {
    const file = desk.place('trades.csv');
    const { fingerprint, about } = await desk.write(file, { notation });
    expect(fingerprint).toBe(sha256(readFileSync(file)));
    expect(beside(file)).toEqual(['trades.about.txt', 'trades.csv']);
    expect(about).toBe(path.join(path.dirname(file), 'trades.about.txt'));
    expect(readFileSync(about!, 'utf8')).toContain(fingerprint);
  });

  it('names the member of the filter by pseudonym', async () => {
    const file = desk.place('trades.csv');
    const { rows, about } = await desk.write(file, { filter: { ...everything, memberId: memberId(3), side: 'buyer' } });
    expect(rows).toBe(1);
    expect(readFileSync(about!, 'utf8')).toMatch(/Member: +Häuschen, C3, as buyer/);
    expect(readFileSync(about!, 'utf8')).not.toContain(memberId(3));
  });

  it('in German tells the two hours apart that clocks show twice', async () => {
    const file = desk.place('handel.csv');
    await desk.write(file, { notation: 'local', language: 'de' });
    expect(rowsOf(file, ';').map((row) => row['Ausgeführt'])).toEqual([
      '25.10.2026 02:00:04 +02:00',
      '25.10.2026 02:30:04 +02:00',
      '25.10.2026 02:00:04 +01:00',
      '25.10.2026 02:30:04 +01:00',
      '25.10.2026 03:00:04',
      '25.10.2026 03:30:04',
    ]);
  });

  it('is in the wanted order', async () => {
    const file = desk.place('trades.csv');
    await desk.write(file, { sort: { by: 'amount', descending: true } });
    expect(rowsOf(file).map(({ total_amount: amount }) => amount)).toEqual(
      TRADES.map(({ amount }) => (amount / 1e6).toFixed(6)).toReversed(),
    );
  });

  it('of nothing has the names of the columns alone', async () => {
    const file = desk.place('trades.csv');
    const nothing = { ...everything, price: { from: 900_000, to: null } };
    expect(await desk.write(file, { filter: nothing, columns: ['id', 'buyer'] })).toMatchObject({ rows: 0, amount: 0 });
    expect(readFileSync(file, 'utf8')).toBe('id,buyer\r\n');
  });
});

describe('an export as XLSX', () => {
  it('begins with a sheet about it, whose fingerprint is that of the same trades as ISO CSV', async () => {
    const [csv, xlsx] = [desk.place('trades.csv'), desk.place('trades.xlsx')];
    const { fingerprint } = await desk.write(csv);
    const result = await desk.write(xlsx, { notation: 'local' });
    expect(result).toMatchObject({ fingerprint, about: null });
    expect(beside(xlsx)).toEqual(['trades.xlsx']);
    const book = await workbookOf(xlsx);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['About this export', 'Trades']);
    expect([book.creator, book.lastModifiedBy]).toEqual(['Commonwatt Console', 'Commonwatt Console']);
    expect(aboutOf(book)).toMatchObject({ Community: 'Sonnenhang', Trades: '6', 'SHA-256': fingerprint });
  });

  it('has real numbers and dates, and no formulas', async () => {
    const file = desk.place('trades.xlsx');
    await desk.write(file);
    const [, sheet] = (await workbookOf(file)).worksheets;
    expect(sheet.views).toMatchObject([{ state: 'frozen', ySplit: 1 }]);
    const [heads, ...rows] = sheet.getRows(1, sheet.rowCount)!.map((row) => (row.values as unknown[]).slice(1));
    const named = rows.map((row) => Object.fromEntries(heads.map((head, place) => [head, row[place] ?? null])));
    expect(named[5]).toEqual({
      id: TRADES[5].id,
      executed_at: new Date(TRADES[5].at),
      slot: new Date(TRADES[5].slot),
      buyer: "'=1+1",
      seller: `'-House; "B2"`,
      quantity_kwh: 1.005,
      price_per_kwh: 0.200005,
      total_amount: 0.201005,
      settlement_status: 'failed',
      failure_code: 'DUPLICATE',
      grid_import_price: 0.3,
      grid_export_price: 0.08,
      buyer_savings: 0.100495,
      seller_savings: 0.120605,
      mechanism: 'direct',
      buy_rule_id: null,
      sell_rule_id: null,
      version: 1,
    });
    expect(named).toHaveLength(TRADES.length);
    expect(sheet.getRow(2).getCell(6).numFmt).toBe('0.000');
    expect(sheet.getRow(2).getCell(7).numFmt).toBe('0.000000');
  });

  it('in German shows the wall time of the community, with the offset where clocks show it twice', async () => {
    const file = desk.place('handel.xlsx');
    await desk.write(file, { notation: 'local', language: 'de', columns: ['slot'] });
    const [about, sheet] = (await workbookOf(file)).worksheets;
    expect([about.name, sheet.name, sheet.getRow(1).getCell(1).text]).toEqual([
      'Über diesen Export',
      'Geschäfte',
      'Zeitabschnitt',
    ]);
    const cells = sheet.getRows(2, 6)!.map((row) => row.getCell(1));
    const twoOClock = Date.parse('2026-10-25T02:00:00Z');
    expect(cells.map(({ value, numFmt }) => [value, numFmt])).toEqual([
      [new Date(twoOClock), 'dd.mm.yyyy hh:mm:ss "+02:00"'],
      [new Date(twoOClock + 1_800_000), 'dd.mm.yyyy hh:mm:ss "+02:00"'],
      [new Date(twoOClock), 'dd.mm.yyyy hh:mm:ss "+01:00"'],
      [new Date(twoOClock + 1_800_000), 'dd.mm.yyyy hh:mm:ss "+01:00"'],
      [new Date(twoOClock + 3_600_000), 'dd.mm.yyyy hh:mm:ss'],
      [new Date(twoOClock + 5_400_000), 'dd.mm.yyyy hh:mm:ss'],
    ]);
  });

  it('goes on in another sheet where one is full', async () => {
    const file = desk.place('trades.xlsx');
    const pending = await PendingFile.begin(file);
    const style = {
      notation: 'iso',
      language: 'en',
      words: exportTexts.en,
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
    } as const;
    const book = await TradeWorkbook.begin(pending, ['id'], style, 4);
    const { sort } = desk.order(file);
    for (const trade of filteredTrades(
      desk.cache.read,
      requireCommunity(desk.cache.read, COMMUNITY),
      everything,
      sort,
    )) {
      await book.add(trade);
    }
    await book.end({ title: 'About', facts: [], notes: [] });
    await pending.place();
    const sheets = (await workbookOf(file)).worksheets;
    const read = sheets.map((sheet) => [
      sheet.name,
      ...sheet.getRows(1, sheet.rowCount)!.map((row) => row.getCell(1).text),
    ]);
    const ids = TRADES.map(({ id }) => id);
    expect(read).toEqual([
      ['About', 'About'],
      ['Trades', 'id', ...ids.slice(0, 4)],
      ['Trades 2', 'id', ...ids.slice(4)],
    ]);
  });
});
