import { allCommunities, type CommunityRow } from '#engine/communities/community.ts';
import { localDayRange, parseDay } from '#shared/domain/slots.ts';
import { accessCache, cacheFlags } from './cache-access.ts';
import { parseFlags, UsageError, type CommandIo } from './command.ts';
import { importFile } from './import-file.ts';
import { indicatorLines, indicatorReport, wholeRange } from './indicators.ts';

/**
 * `stats (--profile DIR | --file F [--time-zone Z]) [--community NAME|ID] [--from YYYY-MM-DD] [--to YYYY-MM-DD]`: the indicators of a
 * community in a profile, or of a readings or snapshot file, over whole local days; `--to` is the last day counted. Over all readings
 * when no day is given.
 */
export async function runStats(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, {
    file: { type: 'string' },
    'time-zone': { type: 'string' },
    community: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    json: { type: 'boolean' },
    ...cacheFlags,
  });
  if ((flags.profile === undefined) === (flags.file === undefined))
    throw new UsageError('name either a --profile or a --file');
  const firstDay = day('--from', flags.from);
  const lastDay = day('--to', flags.to);
  if (firstDay !== null && lastDay !== null && lastDay < firstDay) throw new UsageError('--to lies before --from');
  const access = await accessCache(flags, io);
  try {
    if (flags.file !== undefined) {
      await importFile(access.context, flags.file, { onBadRows: 'refuse', timeZone: flags['time-zone'] });
    }
    const db = access.context.cache.read;
    const community = chooseCommunity(allCommunities(db), flags.community);
    const whole = wholeRange(community);
    if (!whole) throw new UsageError(`${community.name} has no meter readings yet`);
    const zone = community.time_zone;
    const from = firstDay === null ? whole.from : localDayRange(firstDay, zone).from;
    const to = lastDay === null ? whole.to : localDayRange(lastDay, zone).to;
    if (to <= from)
      throw new UsageError(
        `${community.name} has readings from ${iso(whole.from)} to ${iso(whole.to)}, none in these days`,
      );
    const report = indicatorReport(db, community, { from, to });
    io.stdout(flags.json ? `${JSON.stringify(report)}\n` : indicatorLines(report));
    return 0;
  } finally {
    await access.close();
  }
}

function day(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const parsed = parseDay(text);
  if (parsed === null) throw new UsageError(`${flag} ${text}: not a day like 2026-11-22`);
  return parsed;
}

const iso = (time: number): string => new Date(time).toISOString();

function chooseCommunity(all: CommunityRow[], wanted: string | undefined): CommunityRow {
  if (all.length === 0) throw new UsageError('this profile has no community yet: import one or make the demo');
  if (wanted === undefined) {
    if (all.length === 1) return all[0];
    throw new UsageError(
      `this profile has several communities, name one with --community: ${all.map((one) => one.name).join(', ')}`,
    );
  }
  const found = all.find((one) => one.uid === wanted || one.name === wanted);
  if (!found) throw new UsageError(`--community ${wanted}: not among ${all.map((one) => one.name).join(', ')}`);
  return found;
}
