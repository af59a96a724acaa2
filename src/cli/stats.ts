import { accessCommunity, periodFlags, periodOf } from './community-access.ts';
import { parseFlags, UsageError, type CommandIo } from './command.ts';
import { indicatorLines, indicatorReport, wholeRange } from './indicators.ts';

/**
 * `stats (--profile DIR | --file F [--time-zone Z]) [--community NAME|ID] [--from YYYY-MM-DD] [--to YYYY-MM-DD]`: the indicators of a
 * community in a profile, or of a readings or snapshot file, over whole local days; `--to` is the last day counted. Over all readings
 * when no day is given. Who has the file or the passphrase has every reading in it, so no sum is withheld here as it is in the window.
 */
export async function runStats(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, periodFlags);
  const access = await accessCommunity(flags, io);
  try {
    const { community, context } = access;
    const whole = wholeRange(community);
    if (!whole) throw new UsageError(`${community.name} has no meter readings yet`);
    const report = indicatorReport(context.cache.read, community, periodOf(flags, community, whole, true));
    io.stdout(flags.json ? `${JSON.stringify(report)}\n` : indicatorLines(report));
    return 0;
  } finally {
    await access.close();
  }
}
