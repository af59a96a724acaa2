import { allCommunities, type CommunityRow } from '#engine/communities/community.ts';
import type { Range } from '#engine/stats/sums.ts';
import { localDayRange, parseDay } from '#shared/domain/slots.ts';
import { accessCache, type CacheAccess, cacheFlags } from './cache-access.ts';
import { type CommandIo, type parseFlags, UsageError } from './command.ts';
import { importFile } from './import-file.ts';

/** The flags of a command that works on one community, of a profile or of a file. */
export const communityFlags = {
  file: { type: 'string' },
  'time-zone': { type: 'string' },
  community: { type: 'string' },
  json: { type: 'boolean' },
  ...cacheFlags,
} as const;

/** Those of one that takes whole local days of it. */
export const periodFlags = { ...communityFlags, from: { type: 'string' }, to: { type: 'string' } } as const;

type CommunityFlags = ReturnType<typeof parseFlags<typeof communityFlags>>;
type PeriodFlags = ReturnType<typeof parseFlags<typeof periodFlags>>;

/** An open cache with the community that was asked for. */
export interface CommunityAccess extends CacheAccess {
  readonly community: CommunityRow;
}

/**
 * Opens the profile, or imports the file into a throwaway cache, and finds the community.
 * @throws UsageError naming the flag, or file, row and field
 */
export async function accessCommunity(flags: CommunityFlags, io: CommandIo): Promise<CommunityAccess> {
  if ((flags.profile === undefined) === (flags.file === undefined))
    throw new UsageError('name either a --profile or a --file');
  const access = await accessCache(flags, io);
  try {
    if (flags.file !== undefined) {
      await importFile(access.context, flags.file, { onBadRows: 'refuse', timeZone: flags['time-zone'] });
    }
    const community = chooseCommunity(allCommunities(access.context.cache.read), flags.community);
    if (community.is_demo === 1) io.stderr(`${community.name} is a demo community: its data are invented.\n`);
    return { ...access, community };
  } catch (error) {
    await access.close();
    throw error;
  }
}

/**
 * The days from `--from` to `--to`, both counted, in the community's time zone; `whole` where one is not given.
 * @param fromSums the question is answered from sums, which are there of all of its time
 * @throws UsageError when they are no days, the wrong way round, or one alone lies beyond `whole`; when they begin before the profile has
 *   single records
 */
export function periodOf(
  flags: PeriodFlags,
  { name, time_zone, data_from, raw_from }: CommunityRow,
  whole: Range,
  fromSums = false,
): Range {
  const firstDay = day('--from', flags.from);
  const lastDay = day('--to', flags.to);
  if (firstDay !== null && lastDay !== null && lastDay < firstDay) throw new UsageError('--to lies before --from');
  const from = firstDay === null ? whole.from : localDayRange(firstDay, time_zone).from;
  const to = lastDay === null ? whole.to : localDayRange(lastDay, time_zone).to;
  if (to <= from) {
    throw new UsageError(`${name} has data from ${iso(whole.from)} to ${iso(whole.to)}, none in these days`);
  }
  if (!fromSums && Math.max(from, data_from ?? 0) < raw_from) {
    throw new UsageError(
      `of the time before ${iso(raw_from)} this profile keeps totals of ${name} only: name a later --from, or keep more with sync --keep-months`,
    );
  }
  return { from, to };
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
