import type { AuditFinding } from '#shared/contract/rule-records.ts';
import { MAX_LISTED_FINDINGS, ruleAuditDocument, type RuleAuditFacts } from '#shared/reports/kinds/rule-audit.ts';
import { ruleVerdicts } from '#shared/rules/audit.ts';
import { requireCommunity } from '../../communities/community.ts';
import type { RuleAuditProgress } from '../../rules/audit-rules.ts';
import { throwIfCancelled } from '../../tasks/tasks.ts';
import { coverageOf, nothingToReport } from '../period/coverage.ts';
import type { ReportMaker } from '../report-maker.ts';

type AuditFindingFact = RuleAuditFacts['sections']['findings']['listed'][number];

/** Every trade of a range whose orders rules placed, held against its rule. */
export const ruleAudit: ReportMaker<'rule-audit', RuleAuditFacts> = {
  facts: async (context, { communityId, range }, { report, signal }) => {
    const community = requireCommunity(context.cache.read, communityId);
    const found: AuditFindingFact[] = [];
    let last: RuleAuditProgress['result'] | null = null;
    const tell = ({ done, total, result, findings }: RuleAuditProgress): void => {
      found.push(...findings.map(findingFact));
      last = result;
      report(done, total);
    };
    await context.market.run('rules.audit', { communityId, range }, tell, signal);
    throwIfCancelled(signal);
    // It tells its result at the end at least, which the compiler does not see.
    const audit = last as RuleAuditProgress['result'] | null;
    if (audit === null || audit.trades === 0) nothingToReport();
    const { trades, judged, partlyKnown, byHand, withoutOrder, ruleOrders, verdicts, groups } = audit;
    return {
      dataTo: coverageOf(context.cache.read, community, range, 0).data?.to ?? null,
      sections: {
        verdict: { trades, judged, partlyKnown, byHand, withoutOrder, ruleOrders, verdicts },
        groups,
        findings: { count: found.length, listed: found.toSorted(inOrder).slice(0, MAX_LISTED_FINDINGS) },
      },
    };
  },
  document: ruleAuditDocument,
};

/** By pseudonym alone: wire ids of members are no part of what is printed. */
function findingFact(finding: AuditFinding): AuditFindingFact {
  const { memberId: _memberId, orderId: _orderId, orderWh: _orderWh, orderPrice: _orderPrice, ...fact } = finding;
  return fact;
}

/** By kind, then slot, then trade and side: wherever they are stored. */
function inOrder(a: AuditFindingFact, b: AuditFindingFact): number {
  const byKind = ruleVerdicts.indexOf(a.verdict) - ruleVerdicts.indexOf(b.verdict);
  return byKind || a.slot - b.slot || (keyOf(a) < keyOf(b) ? -1 : 1);
}

function keyOf({ tradeId, side }: AuditFindingFact): string {
  return `${tradeId} ${side}`;
}
