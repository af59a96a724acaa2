import { auditRules, type RuleAuditProgress } from '#engine/rules/audit-rules.ts';
import type { AuditFinding } from '#shared/contract/rule-records.ts';
import { auditOfLog } from './audit-verify.ts';
import { type CommandIo, exitCode, parseFlags, UsageError } from './command.ts';
import { accessCommunity, periodFlags, periodOf } from './community-access.ts';
import { findingLine, findingToWire, groupLine } from './finding-report.ts';
import { wholeRange } from './indicators.ts';

/** Findings that are printed for a person; the JSON has them all. */
const PRINTED = 200;
/** Progress at most once in so many milliseconds. */
const TOLD_EVERY_MS = 1000;

/** What there is to audit. */
const audits: Readonly<Record<string, (args: string[], io: CommandIo) => Promise<number>>> = {
  rules: auditOfRules,
  verify: auditOfLog,
};

/**
 * `audit rules ...`, `audit verify ...`: see there.
 * @throws UsageError naming what there is to audit
 */
export async function runAudit([what, ...args]: string[], io: CommandIo): Promise<number> {
  if (what === undefined || !Object.hasOwn(audits, what)) {
    throw new UsageError(
      `audit ${what ?? ''}`.trimEnd() + `: name what to audit, one of ${Object.keys(audits).join(', ')}`,
    );
  }
  return await audits[what](args, io);
}

/**
 * `audit rules (--profile DIR | --file F) [--community NAME|ID] [--from D] [--to D] [--json]`: gives every trade of whole local days whose
 * orders rules placed its verdict (DOMAIN.md section 7).
 *
 * The JSON is `{"from","to","trades","judged","by_hand","without_order","partly_known","rule_orders","verdicts":{...},"findings":[{"trade_id",
 * "executed_at","slot","side","member","counterparty","quantity_kwh","price_per_kwh","total_amount","verdict","order_id","rule_id",
 * "rule_version","recorded_version","conditions":[{"verdict","outcome",...}]}]}`; a trade has two sides, each of which is counted.
 * @returns exit code 1 when a trade is not explained
 * @throws UsageError naming the flag, or file, row and field
 */
async function auditOfRules(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, periodFlags);
  const access = await accessCommunity(flags, io);
  try {
    const { community, context } = access;
    const whole = wholeRange(community);
    if (!whole || community.has_market === 0) throw new UsageError(`${community.name} has no trade yet`);
    const range = periodOf(flags, community, whole);
    const findings: AuditFinding[] = [];
    let result: RuleAuditProgress['result'] | undefined;
    let toldAt = performance.now();
    const tell = (progress: RuleAuditProgress): void => {
      result = progress.result;
      findings.push(...progress.findings);
      if (performance.now() - toldAt < TOLD_EVERY_MS) return;
      toldAt = performance.now();
      io.stderr(`audit: ${progress.done} of ${progress.total} slots\n`);
    };
    await auditRules(context.cache.read, { communityId: community.uid, range }, tell, () => false);
    if (result) print(result, findings, community.currency, flags.json === true, io);
    return findings.length > 0 ? exitCode.finding : exitCode.fine;
  } finally {
    await access.close();
  }
}

function print(
  result: RuleAuditProgress['result'],
  findings: readonly AuditFinding[],
  currency: string,
  asJson: boolean,
  io: CommandIo,
): void {
  const { range, trades, judged, byHand, withoutOrder, partlyKnown, ruleOrders, verdicts, groups } = result;
  if (asJson) {
    const report = {
      from: new Date(range.from).toISOString(),
      to: new Date(range.to).toISOString(),
      trades,
      judged,
      by_hand: byHand,
      without_order: withoutOrder,
      partly_known: partlyKnown,
      rule_orders: ruleOrders,
      verdicts,
      findings: findings.map(findingToWire),
    };
    io.stdout(`${JSON.stringify(report)}\n`);
    return;
  }
  const lines = [
    `${trades} trades; of their ${2 * trades} sides ${judged} by rules, ${byHand} by hand, ${withoutOrder} without an order`,
    `${verdicts.EXPLAINED} of ${judged} explained; of ${partlyKnown} a condition cannot be told: the reading of that time is not known`,
    ...groups.map((group) => groupLine(group, currency)),
    ...findings.slice(0, PRINTED).map((finding) => findingLine(finding, currency)),
  ];
  if (findings.length > PRINTED) lines.push(`and ${findings.length - PRINTED} more; --json prints them all`);
  io.stdout(`${lines.join('\n')}\n`);
}
