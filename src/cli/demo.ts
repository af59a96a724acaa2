import { createWriteStream } from 'node:fs';
import { recorded } from '#engine/audit/recorded.ts';
import { allCommunities } from '#engine/communities/community.ts';
import { createDemo, demoSimulation } from '#engine/demo/create-demo.ts';
import { writeSnapshot } from '#engine/imports/snapshot-writer.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { slotStart } from '#shared/domain/slots.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { accessCache, cacheFlags, finishTask } from './cache-access.ts';
import { parseFlags, parseInstant, parseWhole, type CommandIo } from './command.ts';
import { indicatorLines, indicatorReport, wholeRange } from './indicators.ts';

/**
 * `demo [--members N] [--days N] [--seed N] [--until TIME] [--out FILE.commonwatt] [--profile DIR]`: makes the demo community, in a
 * throwaway cache unless a profile is named, and prints its indicators; with --out it writes a snapshot file instead.
 */
export async function runDemo(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, {
    members: { type: 'string' },
    days: { type: 'string' },
    seed: { type: 'string' },
    until: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
    ...cacheFlags,
  });
  const simulation = demoSimulation({
    members: parseWhole('--members', flags.members, 5, 2000),
    days: parseWhole('--days', flags.days, 1, 800),
    seed: parseWhole('--seed', flags.seed, 0, 0xffff_ffff),
    until: flags.until === undefined ? undefined : slotStart(parseInstant('--until', flags.until)),
  });
  if (flags.out !== undefined) {
    const written = await writeSnapshot(simulateCommunity(simulation, sha256), createWriteStream(flags.out));
    io.stdout(flags.json ? `${JSON.stringify({ file: flags.out, ...written })}\n` : `Wrote ${flags.out}.\n`);
    return 0;
  }
  const access = await accessCache(flags, io, 'create');
  try {
    const { context } = access;
    const wanted = { members: simulation.members, days: simulation.days, seed: simulation.seed };
    const { taskId } = await recorded('demo.create', wanted, context, () => ({
      taskId: createDemo(context, simulation).id,
    }));
    await finishTask(context, taskId);
    const db = access.context.cache.read;
    const community = allCommunities(db).find((candidate) => candidate.is_demo === 1)!;
    const report = indicatorReport(db, community, wholeRange(community)!);
    io.stdout(flags.json ? `${JSON.stringify(report)}\n` : indicatorLines(report));
    return 0;
  } finally {
    await access.close();
  }
}
