import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '#cli/command.ts';
import { runDemo } from '#cli/demo.ts';
import { runExport } from '#cli/export.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-cli-test-'));
const snapshot = path.join(folder, 'demo.commonwatt');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ exitCode: number; stdout: string }> {
  let stdout = '';
  const exitCode = await runExport(args, { stdout: (text) => (stdout += text), stderr: () => undefined });
  return { exitCode, stdout };
}

let files = 0;

/** Exports the demo's trades; answers the report and the rows of the CSV. */
async function exported(...args: string[]) {
  const file = path.join(folder, `trades-${files++}.csv`);
  const { exitCode, stdout } = await run('trades', '--file', snapshot, '--out', file, '--json', ...args);
  expect(exitCode).toBe(0);
  const rows: Record<string, string>[] = parse(readFileSync(file), { bom: true, columns: true });
  return { file, rows, report: JSON.parse(stdout) as Record<string, unknown> };
}

let all: Awaited<ReturnType<typeof exported>>;
beforeAll(async () => {
  const made = ['--members', '6', '--days', '2', '--seed', '1', '--until', '2026-06-09T22:00:00Z', '--out', snapshot];
  await runDemo(made, { stdout: () => undefined, stderr: () => undefined });
  all = await exported();
}, 60_000);

describe('export trades', () => {
  it('writes all trades of the community and reports them in wire names', () => {
    const { file, rows, report } = all;
    const sum = (name: string): number =>
      rows.reduce((total, row) => total + Math.round(Number(row[name]) * 1e6), 0) / 1e6;
    expect(rows.length).toBeGreaterThan(0);
    expect(report).toEqual({
      file,
      about: file.replace('.csv', '.about.txt'),
      rows: rows.length,
      quantity_kwh: sum('quantity_kwh'),
      total_amount: sum('total_amount'),
      sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
    });
  });

  it('keeps to the filter', async () => {
    const asked = ['--to', '2026-06-08', '--status', 'pending', '--min-price', '0.1', '--min-quantity', '0.05'];
    const { rows } = await exported(...asked, '--max-quantity', '0.5', '--mechanism', 'uniform-price');
    expect(rows).toEqual(
      all.rows.filter(
        (row) =>
          row['executed_at'] < '2026-06-08T22:00' &&
          row['settlement_status'] === 'pending' &&
          row['price_per_kwh'] >= '0.1' &&
          row['quantity_kwh'] >= '0.05' &&
          row['quantity_kwh'] <= '0.5' &&
          row['mechanism'] === 'uniform-price',
      ),
    );
    expect(rows.length).toBeGreaterThan(0);
  });

  it('writes the named columns of the trades on one side of a member, in the order of another column', async () => {
    const { seller } = all.rows[0];
    const wanted = ['--member', seller, '--side', 'seller', '--columns', 'total_amount,id'];
    const { rows } = await exported(...wanted, '--sort', 'total_amount', '--descending');
    const expected = all.rows
      .filter((row) => row['seller'] === seller)
      .map(({ total_amount, id }) => ({ total_amount, id }))
      .toSorted((a, b) => Number(b.total_amount) - Number(a.total_amount));
    expect(Object.keys(rows[0])).toEqual(['total_amount', 'id']);
    expect(rows.map(({ total_amount: amount }) => amount)).toEqual(expected.map(({ total_amount: amount }) => amount));
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)));
  });

  it('writes a workbook in the notation and language that are asked for, and says so in a line', async () => {
    const file = path.join(folder, 'handel.xlsx');
    const { stdout } = await run(
      'trades',
      '--file',
      snapshot,
      '--out',
      file,
      '--notation',
      'local',
      '--language',
      'de',
    );
    const book = new exceljs.Workbook();
    await book.xlsx.readFile(file);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Über diesen Export', 'Geschäfte']);
    expect(book.worksheets[1].rowCount).toBe(all.rows.length + 1);
    expect(stdout).toBe(
      `Wrote ${file}: ${all.rows.length} trades, ${String(all.report['quantity_kwh'])} kWh, ` +
        `${String(all.report['total_amount'])} EUR. SHA-256 ${String(all.report['sha256'])}\n`,
    );
  });

  it('that cannot write its file says what to do, and leaves nothing', async () => {
    const place = path.join(folder, 'taken');
    mkdirSync(path.join(place, 'trades.csv'), { recursive: true });
    await expect(run('trades', '--file', snapshot, '--out', path.join(place, 'trades.csv'))).rejects.toThrow(
      /^"trades.csv" could not be saved .* Choose another name: a folder has this one\.$/,
    );
    expect(readdirSync(place)).toEqual(['trades.csv']);
  });
});

describe('export refuses', () => {
  const out = ['--out', path.join(folder, 'refused.csv')];
  const trades = ['trades', '--file', snapshot, ...out];

  it.each([
    [[], 'export: name what to export, one of trades'],
    [['offers'], 'export offers: name what to export, one of trades'],
    [['trades', '--file', snapshot], '--out is missing'],
    [['trades', '--out', 'trades.pdf'], '--out trades.pdf: not a name that ends in .csv or .xlsx'],
    [['trades', ...out], 'name either a --profile or a --file'],
    [[...trades, '--status', 'open'], '--status open: not one of pending, settled, failed'],
    [[...trades, '--side', 'buyer'], '--side buyer: name a --member too'],
    [[...trades, '--member', 'Nobody'], '--member Nobody: Sonnenhang has no member of this pseudonym'],
    [
      [...trades, '--min-quantity', '1.2345'],
      '--min-quantity 1.2345: not a quantity in kWh with at most 3 decimals, such as 1.5',
    ],
    [
      [...trades, '--max-price', 'cheap'],
      '--max-price cheap: not a price per kWh with at most 6 decimals, such as 0.30',
    ],
    [[...trades, '--from', 'today'], '--from today: not a day like 2026-11-22'],
    [[...trades, '--notation', 'us'], '--notation us: not one of iso, local'],
    [[...trades, '--language', 'fr'], '--language fr: not one of en, de'],
    [[...trades, '--sort', 'buyer'], '--sort buyer: not one of executed_at, quantity_kwh, price_per_kwh, total_amount'],
    [[...trades, '--columns', 'id,user_id'], /^--columns user_id: not one of id, executed_at, /],
  ] satisfies [string[], string | RegExp][])('the arguments %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message instanceof RegExp ? message : new UsageError(message));
    expect(readdirSync(folder)).not.toContain('refused.csv');
  });
});
