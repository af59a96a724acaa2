import path from 'node:path';
import type { ExportResult } from '#engine/exports/export-trades.ts';
import { recorded } from '#engine/audit/recorded.ts';
import { startExport } from '#engine/exports/start-export.ts';
import {
  type ExportColumn,
  exportColumns,
  exportFormats,
  type LedgerSort,
  ledgerSortKeys,
} from '#shared/contract/ledger-records.ts';
import { microToAmount, whToKwh } from '#shared/domain/units.ts';
import { languages } from '#shared/languages/languages.ts';
import { columnFacts } from '#shared/ledger/export-columns.ts';
import { finishTask } from './cache-access.ts';
import { type CommandIo, exitCode, parseChoice, parseFlags, required, UsageError } from './command.ts';
import { accessCommunity } from './community-access.ts';
import { tradeFilter, tradeFlags } from './trade-flags.ts';

/** What there is to export. */
const exports: Readonly<Record<string, (args: string[], io: CommandIo) => Promise<number>>> = {
  trades: exportOfTrades,
};

/**
 * `export trades ...`: see there.
 * @throws UsageError naming what there is to export
 */
export async function runExport([what, ...args]: string[], io: CommandIo): Promise<number> {
  if (what === undefined || !Object.hasOwn(exports, what)) {
    throw new UsageError(
      `export ${what ?? ''}`.trimEnd() + `: name what to export, one of ${Object.keys(exports).join(', ')}`,
    );
  }
  return await exports[what](args, io);
}

/**
 * `export trades (--profile DIR | --file F) --out F.csv|F.xlsx [--community NAME|ID] [--from D] [--to D] [--member P] [--side S] [--status S]
 * [--failure-code C] [--min-price P] [--max-price P] [--min-quantity KWH] [--max-quantity KWH] [--mechanism M] [--rule ID] [--text T]
 * [--sort COLUMN] [--descending] [--columns A,B] [--notation iso|local] [--language en|de] [--json]`: writes the trades of a filter, oldest
 * first unless sorted otherwise, whole or not at all. Columns have their wire names; all of them when none are named.
 *
 * The JSON is `{"file","about","rows","quantity_kwh","total_amount","sha256"}`; `about` is the file beside a CSV that tells about it.
 * @throws UsageError naming the flag, or what kept the file from being written
 */
async function exportOfTrades(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, {
    ...tradeFlags,
    out: { type: 'string' },
    sort: { type: 'string' },
    descending: { type: 'boolean' },
    columns: { type: 'string' },
    notation: { type: 'string' },
    language: { type: 'string' },
  });
  const out = required('--out', flags.out);
  const format = exportFormats.find((one) => path.extname(out).toLowerCase() === `.${one}`);
  if (format === undefined) throw new UsageError(`--out ${out}: not a name that ends in .csv or .xlsx`);
  const style = {
    columns: parseColumns(flags.columns),
    sort: parseSort(flags.sort, flags.descending === true),
    notation: parseChoice('--notation', flags.notation, ['iso', 'local']) ?? 'iso',
    language: parseChoice('--language', flags.language, languages) ?? 'en',
  };
  const filterOf = tradeFilter(flags);
  const access = await accessCommunity(flags, io);
  try {
    const { community, context } = access;
    const filter = filterOf(context.cache.read, community);
    context.files.register('out', { path: path.resolve(out), name: path.basename(out), use: 'write' });
    let result: ExportResult | undefined;
    const wanted = { communityId: community.uid, filter, fileId: 'out', format, ...style };
    const { taskId } = await recorded('ledger.export', wanted, context, () =>
      startExport(context, wanted, Date.now(), (written) => (result = written)),
    );
    await finishTask(context, taskId);
    if (result) print(out, result, community.currency, flags.json === true, io);
    return exitCode.fine;
  } finally {
    await access.close();
  }
}

function print(file: string, result: ExportResult, currency: string, asJson: boolean, io: CommandIo): void {
  const { rows, quantityWh, amount, fingerprint, about } = result;
  const [quantity, total] = [whToKwh(quantityWh), microToAmount(amount)];
  io.stdout(
    asJson
      ? `${JSON.stringify({ file, about, rows, quantity_kwh: quantity, total_amount: total, sha256: fingerprint })}\n`
      : `Wrote ${file}: ${rows} trades, ${quantity} kWh, ${total} ${currency}. SHA-256 ${fingerprint}\n`,
  );
}

function parseColumns(value: string | undefined): ExportColumn[] {
  if (value === undefined) return [...exportColumns];
  return value.split(',').map((name) => columnNamed('--columns', name.trim(), exportColumns));
}

function parseSort(value: string | undefined, descending: boolean): LedgerSort {
  return { by: columnNamed('--sort', value ?? columnFacts.executedAt.wire, ledgerSortKeys), descending };
}

/** The column of a wire name, among those that a flag takes. */
function columnNamed<Column extends ExportColumn>(flag: string, name: string, columns: readonly Column[]): Column {
  const found = columns.find((column) => columnFacts[column].wire === name);
  if (found !== undefined) return found;
  throw new UsageError(`${flag} ${name}: not one of ${columns.map((column) => columnFacts[column].wire).join(', ')}`);
}
