/** The findings of an audit as files: what is on the screen, pseudonyms as there. */
import type { AuditFinding, RuleAuditResult } from '#shared/contract/rule-records.ts';
import { marksOf, type MarkedCommunity } from '#shared/desk/community-mark.ts';
import type { ChartColumn, ChartTable } from '../../../charts/chart-data.ts';
import type { Say } from '#shared/words/say.ts';
import { conditionWords, type VerdictLanguage } from '#shared/words/verdict-words.ts';

const MICRO = 1_000_000;

/** What an audit was of. */
export interface AuditedPeriod extends MarkedCommunity {
  /** Of the community. */
  readonly name: string;
  /** Epoch milliseconds: when it was exported. */
  readonly exportedAt: number;
}

/** One row a finding, with every condition in words. */
export function findingsTable(findings: readonly AuditFinding[], language: VerdictLanguage): ChartTable {
  const { t } = language;
  const columns: ChartColumn[] = [
    text(t, 'slot', findings, ({ slot }) => iso(slot)),
    text(t, 'executedAt', findings, ({ executedAt }) => iso(executedAt)),
    text(t, 'verdict', findings, ({ verdict }) => verdict),
    text(t, 'side', findings, ({ side }) => side),
    text(t, 'member', findings, ({ anonymizedId }) => anonymizedId),
    text(t, 'counterparty', findings, ({ counterparty }) => counterparty),
    number(t, 'quantity', 'kWh', findings, ({ quantityWh }) => quantityWh / 1000),
    number(t, 'price', language.format.price(0).unit, findings, ({ price }) => price / MICRO),
    number(t, 'amount', language.format.money(0).unit, findings, ({ amount }) => amount / MICRO),
    text(t, 'rule', findings, ({ ruleId }) => ruleId),
    number(t, 'version', undefined, findings, ({ ruleVersion }) => ruleVersion),
    text(t, 'order', findings, ({ orderId }) => orderId),
    text(t, 'trade', findings, ({ tradeId }) => tradeId),
    text(t, 'why', findings, (finding) =>
      finding.conditions
        .filter(({ outcome }) => outcome !== 'met')
        .map((condition) => conditionWords(condition, finding, language))
        .join(' '),
    ),
  ];
  return { columns, rows: findings.length };
}

/** The whole audit: what it was of, its counts, every finding with every condition. Prices in micro-currency per kWh, energy in Wh. */
export function findingsJson(
  { name, exportedAt, ...community }: AuditedPeriod,
  { range, kept, ...counts }: RuleAuditResult,
  findings: readonly AuditFinding[],
): string {
  const audit = {
    community: name,
    marks: marksOf(community),
    from: iso(range.from),
    to: iso(range.to),
    exported_at: iso(exportedAt),
    units: { energy: 'Wh', price: 'micro-currency/kWh', amount: 'micro-currency' },
    ...counts,
    findings_exported: kept,
    findings: findings.map((finding) => ({
      ...finding,
      slot: iso(finding.slot),
      executedAt: iso(finding.executedAt),
      orderedAt: iso(finding.orderedAt),
    })),
  };
  return `${JSON.stringify(audit, null, 2)}\n`;
}

function text(
  t: Say,
  name: 'slot' | 'executedAt' | 'verdict' | 'side' | 'member' | 'counterparty' | 'rule' | 'order' | 'trade' | 'why',
  findings: readonly AuditFinding[],
  value: (finding: AuditFinding) => string | null,
): ChartColumn {
  return {
    label: t(`columns.${name}`),
    kind: 'text',
    value: (row) => value(findings[row]),
    text: (row) => value(findings[row]) ?? '',
  };
}

function number(
  t: Say,
  name: 'quantity' | 'price' | 'amount' | 'version',
  unit: string | undefined,
  findings: readonly AuditFinding[],
  value: (finding: AuditFinding) => number | null,
): ChartColumn {
  return {
    label: t(`columns.${name}`),
    ...(unit !== undefined && { unit }),
    kind: 'number',
    value: (row) => value(findings[row]),
    text: (row) => String(value(findings[row]) ?? ''),
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
