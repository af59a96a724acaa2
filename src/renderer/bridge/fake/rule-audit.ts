import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { AuditFinding, RuleAuditResult } from '#shared/contract/rule-records.ts';
import { type RuleFinding, ruleVerdicts } from '#shared/rules/audit.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_SLOT_MS } from './curves.ts';
import { fakeRules } from './rule-book.ts';
import type { FakeState } from './state.ts';
import { startTask } from './tasks.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };
type Condition = AuditFinding['conditions'][number];
type Rule = Output<'rules.list'>[number];

const kinds = ruleVerdicts.filter((verdict): verdict is RuleFinding => verdict !== 'EXPLAINED');
/** Sides of trades that rules place in a slot. */
const JUDGED_OF_SLOT = 59;
const TUESDAY_NOON = 24 * 60 + 12 * 60;

/** Audits of the invented trades: two to four findings of each kind. */
export function createFakeRuleAudit(
  state: FakeState,
  community: (id: string) => FakeCommunity,
): Handlers<'rules.audit' | 'rules.auditResult' | 'rules.auditFindings' | 'rules.explainTrade'> {
  const audits = new Map<string, Input<'rules.audit'>>();

  const findingsFor = ({ communityId, range }: Input<'rules.audit'>): AuditFinding[] =>
    fakeFindings(fakeRules(community(communityId), state.decisions), range);

  function findingsOf(taskId: string): AuditFinding[] {
    const input = audits.get(taskId);
    return input === undefined ? [] : findingsFor(input);
  }

  return {
    'rules.audit': (input) => {
      const { communityId, range } = input;
      const total = Math.round((range.to - range.from) / FAKE_SLOT_MS);
      const started = startTask(state, {
        kind: 'rule-audit',
        subject: community(communityId).name,
        unit: 'slots',
        total,
        communityId,
        outcome: { judged: total * JUDGED_OF_SLOT, findings: findingsFor(input).length },
      });
      audits.set(started.taskId, input);
      return started;
    },
    'rules.auditResult': ({ taskId }) => {
      const input = audits.get(taskId);
      return input === undefined ? null : resultOf(input.range, findingsOf(taskId));
    },
    'rules.auditFindings': ({ taskId, verdict, from, limit }) => {
      const wanted = findingsOf(taskId).filter((finding) => verdict === null || finding.verdict === verdict);
      return { findings: wanted.slice(from, from + limit), total: wanted.length };
    },
    'rules.explainTrade': ({ communityId, executedAt }) => {
      const rules = fakeRules(community(communityId), state.decisions);
      const [finding] = fakeFindings(rules, { from: executedAt - FAKE_SLOT_MS, to: executedAt });
      return [{ ...finding, verdict: 'EXPLAINED', conditions: conditionsOf(null, finding) }];
    },
  };
}

function resultOf(range: Input<'rules.audit'>['range'], findings: readonly AuditFinding[]): RuleAuditResult {
  const judged = Math.round((range.to - range.from) / FAKE_SLOT_MS) * JUDGED_OF_SLOT;
  const groups = kinds.map((verdict) => {
    const found = findings.filter((finding) => finding.verdict === verdict);
    return {
      verdict,
      findings: found.length,
      members: new Set(found.map(({ memberId }) => memberId)).size,
      quantityWh: found.reduce((sum, { quantityWh }) => sum + quantityWh, 0),
      amount: found.reduce((sum, { amount }) => sum + amount, 0),
    };
  });
  const counts = Object.fromEntries(groups.map(({ verdict, findings: count }) => [verdict, count]));
  return {
    range,
    trades: Math.round(judged * 0.52),
    judged,
    byHand: Math.round(judged * 0.03),
    withoutOrder: Math.round(judged * 0.01),
    partlyKnown: Math.round(judged * 0.004),
    verdicts: { ...counts, EXPLAINED: judged - findings.length } as RuleAuditResult['verdicts'],
    ruleOrders: Math.round(judged * 1.6),
    groups,
    kept: findings.length,
  };
}

function fakeFindings(rules: readonly Rule[], { from, to }: Input<'rules.audit'>['range']): AuditFinding[] {
  const slots = Math.max(Math.floor((to - from) / FAKE_SLOT_MS), 1);
  return kinds
    .flatMap((verdict, kind) =>
      Array.from({ length: 2 + (kind % 3) }, (_, at): AuditFinding => {
        const rule = rules[(kind * 5 + at * 3) % rules.length];
        const other = rules[(kind * 7 + at + 1) % rules.length];
        const slot = from + Math.floor(chance(kind * 31 + at) * slots) * FAKE_SLOT_MS;
        const quantityWh = 100 + Math.round(chance(kind + at * 17) * 900);
        const price = 120_000 + Math.round(chance(kind * 3 + at) * 1200) * 100;
        const finding: AuditFinding = {
          tradeId: `00000000-0000-7000-8000-0000000${String(kind * 10 + at).padStart(5, '0')}`,
          executedAt: slot + 2500,
          slot,
          side: rule.type,
          memberId: rule.memberId,
          anonymizedId: rule.anonymizedId,
          counterparty: verdict === 'SELF_TRADE' ? rule.anonymizedId : other.anonymizedId,
          quantityWh,
          price,
          amount: Math.round((quantityWh * price) / 1000),
          verdict,
          orderId: `00000000-0000-7000-8000-1000000${String(kind * 10 + at).padStart(5, '0')}`,
          orderedAt: slot - 250_000,
          orderWh: quantityWh,
          orderPrice: price,
          ruleId: rule.id,
          ruleVersion: verdict === 'NO_RULE' ? null : Math.max(rule.version, 1),
          timeWindows: verdict === 'NO_RULE' ? [] : rule.timeWindows,
          conditions: [],
        };
        return { ...finding, conditions: conditionsOf(verdict, finding) };
      }),
    )
    .sort((a, b) => a.slot - b.slot);
}

/** The conditions of a finding, one of which failed; none for null. */
function conditionsOf(failed: RuleFinding | null, finding: AuditFinding): Condition[] {
  const { slot, side, price, orderWh } = finding;
  const towards = side === 'sell' ? 1 : -1;
  const values: Record<RuleFinding, Condition['values']> = {
    NO_RULE: failed === 'NO_RULE' ? { recordedVersion: 1 } : { version: 2, recordedVersion: 2, validFrom: slot - 9e8 },
    RULE_DISABLED: {},
    OUTSIDE_WINDOW: { minute: TUESDAY_NOON },
    LIMIT_BREACHED: {
      limit: price + (failed === 'LIMIT_BREACHED' ? towards : -towards) * 20_000,
      orderPrice: price,
      tradePrice: price,
    },
    QUANTITY_EXCEEDED: {
      most: failed === 'QUANTITY_EXCEEDED' ? orderWh - 60 : orderWh,
      open: orderWh + 40,
      order: orderWh,
    },
    SOC_TOO_LOW: { least: failed === 'SOC_TOO_LOW' ? 50 : 0, found: 38 },
    SELF_TRADE: {},
    DUPLICATE: {},
  };
  const withoutRule: readonly RuleFinding[] = ['NO_RULE', 'SELF_TRADE', 'DUPLICATE'];
  return kinds
    .filter((kind) => failed !== 'NO_RULE' || withoutRule.includes(kind))
    .map((kind) => ({ verdict: kind, outcome: kind === failed ? 'failed' : 'met', values: values[kind] }));
}
