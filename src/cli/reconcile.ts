import { reconcile } from '#engine/settlement/reconcile.ts';
import type { Range } from '#engine/stats/sums.ts';
import type { Reconciliation } from '#shared/contract/settlement-records.ts';
import { type CommandIo, exitCode, parseFlags, UsageError } from './command.ts';
import { accessCommunity, periodFlags, periodOf } from './community-access.ts';
import { wholeRange } from './indicators.ts';
import { reconciliationLines, reconciliationToWire } from './reconciliation-report.ts';

/**
 * `reconcile (--profile DIR | --file F) [--community NAME|ID] [--from D] [--to D] [--json]`: the books of whole local days, the proof that
 * what buyers paid is what sellers got and the community kept, and every difference (DOMAIN.md section 6).
 *
 * The JSON is `{"from","to","currency","trades","quantity_kwh","total_amount","settled":{"count","total_amount"},"open","failed","pending",
 * "resolved":{"count","by_kind":{...:{"count","amount_before","total_amount"}}},"proof":{"bought","sold","fees","bought_by_members",
 * "sold_by_members","holds"},"members":[{"member","bought_amount","sold_amount","balance","failed_count"}],"difference_count","differences":
 * [{"kind","trade_id","executed_at","member","day","expected","found","unit"}]}`, with at most a thousand differences, the largest.
 * @returns exit code 1 when the proof does not hold or something differs
 * @throws UsageError naming the flag, or file, row and field
 */
export async function runReconcile(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, periodFlags);
  const access = await accessCommunity(flags, io);
  try {
    const { community, context } = access;
    const whole = wholeRange(community);
    if (!whole || community.has_market === 0) throw new UsageError(`${community.name} has no trade yet`);
    const range = periodOf(flags, community, whole);
    const books = reconcile(context.cache.read, community, range);
    io.stdout(
      flags.json ? `${jsonOf(books, range, community.currency)}\n` : reconciliationLines(books, community.currency),
    );
    return books.proof.holds && books.differenceCount === 0 ? exitCode.fine : exitCode.finding;
  } finally {
    await access.close();
  }
}

function jsonOf(books: Reconciliation, { from, to }: Range, currency: string): string {
  const period = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), currency };
  return JSON.stringify({ ...period, ...reconciliationToWire(books) });
}
