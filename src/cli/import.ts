import { accessCache, cacheFlags } from './cache-access.ts';
import { parseFlags, parsePrice, required, UsageError, type CommandIo } from './command.ts';
import { importFile } from './import-file.ts';
import { indicatorLines, indicatorReport, wholeRange } from './indicators.ts';

/**
 * `import --file F [--profile DIR] [--name N] [--time-zone Z] [--currency C] [--country C] [--retail P] [--feed-in P]
 * [--simulate-trades] [--on-bad-rows skip|refuse]`: imports meter readings or a snapshot and prints the outcome with the community's
 * indicators. Without a profile the import is tried in a throwaway cache. Bad rows are refused unless they are to be skipped.
 */
export async function runImport(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, {
    file: { type: 'string' },
    name: { type: 'string' },
    'time-zone': { type: 'string' },
    currency: { type: 'string' },
    country: { type: 'string' },
    retail: { type: 'string' },
    'feed-in': { type: 'string' },
    'simulate-trades': { type: 'boolean' },
    'on-bad-rows': { type: 'string' },
    json: { type: 'boolean' },
    ...cacheFlags,
  });
  const file = required('--file', flags.file);
  const onBadRows = flags['on-bad-rows'] ?? 'refuse';
  if (onBadRows !== 'skip' && onBadRows !== 'refuse')
    throw new UsageError(`--on-bad-rows ${onBadRows}: skip or refuse`);
  const access = await accessCache(flags, io, 'create');
  try {
    const { context } = access;
    const { inspection, task, community } = await importFile(context, file, {
      onBadRows,
      ...(flags.name === undefined ? {} : { communityName: flags.name }),
      timeZone: flags['time-zone'],
      currency: flags.currency,
      country: flags.country,
      gridImportPrice: parsePrice('--retail', flags.retail),
      gridExportPrice: parsePrice('--feed-in', flags['feed-in']),
      simulateTrades: flags['simulate-trades'],
    });
    const range = wholeRange(community);
    const indicators = range && indicatorReport(context.cache.read, community, range);
    if (flags.json) {
      const outcome = {
        file,
        kept: access.kept,
        rows: inspection.rows,
        bad_rows: inspection.badRowCount,
        rounded_wh: inspection.roundedWh,
        ...task.outcome,
      };
      io.stdout(`${JSON.stringify({ ...outcome, indicators })}\n`);
    } else {
      io.stdout(`${inspection.name}: ${inspection.rows} rows, ${inspection.badRowCount} bad, ${inspection.format}\n`);
      if (indicators) io.stdout(indicatorLines(indicators));
      if (!access.kept) io.stdout('Nothing was kept: name a --profile to import into.\n');
    }
    return 0;
  } finally {
    await access.close();
  }
}
