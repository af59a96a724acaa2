import type { Counterfactual } from '#shared/contract/counterfactual-records.ts';
import type { EngineContext } from '#engine/context.ts';
import { type CommandIo, exitCode, parseFlags, UsageError } from './command.ts';
import { accessCommunity, periodFlags, periodOf } from './community-access.ts';
import { counterfactualLines, counterfactualToWire } from './counterfactual-report.ts';
import { wholeRange } from './indicators.ts';

/** Progress after every so many slots. */
const TOLD_EVERY = 10_000;

/**
 * `counterfactual (--profile DIR | --file F) [--community NAME|ID] [--from D] [--to D] [--json]`: whole local days as they would have been
 * under each mechanism and with retail only, beside what really was, and whether the replay of that gives the ledger.
 *
 * The JSON is `{"from","to","currency","slots","slots_without_tariff","reproduction":{"exact","clearings","without_certificate","damaged",
 * "ledger":{"trades","quantity_kwh","total_amount"},"replayed":{...},"differing_members","outside_trades"},"scenarios":[{"scenario",
 * "traded_kwh","paid","received","operator_surplus","withheld_days","savings","withheld","median","gini","jain","worse_off","better","worse","same"}],
 * "members":[{"member","role","savings":{SCENARIO:AMOUNT,...}}]}`; nothing is told of the savings of fewer than five members, and sums are without
 * the days on which one has more than 80 % of the trade.
 * @returns exit code 1 when the replay of what really was is not the ledger to the micro-unit of every member
 * @throws UsageError naming the flag, or file, row and field
 */
export async function runCounterfactual(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, periodFlags);
  const access = await accessCommunity(flags, io);
  try {
    const { community, context } = access;
    const whole = wholeRange(community);
    if (!whole) throw new UsageError(`${community.name} has no meter readings yet`);
    const input = { communityId: community.uid, range: periodOf(flags, community, whole) };
    const found = await compute(context, input, io);
    const { currency } = community;
    io.stdout(
      flags.json ? `${JSON.stringify(counterfactualToWire(found, currency))}\n` : counterfactualLines(found, currency),
    );
    return found.reproduction.isExact ? exitCode.fine : exitCode.finding;
  } finally {
    await access.close();
  }
}

async function compute(
  { insights }: EngineContext,
  input: Pick<Counterfactual, 'communityId' | 'range'>,
  io: CommandIo,
): Promise<Counterfactual> {
  let told = 0;
  let found: Counterfactual | null = null;
  await insights.run(
    'insights.counterfactual',
    input,
    ({ done, total, result }) => {
      found = result;
      if (done < told + TOLD_EVERY) return;
      told = done;
      io.stderr(`counterfactual: ${done} of ${total} slots\n`);
    },
    new AbortController().signal,
  );
  return found!;
}
