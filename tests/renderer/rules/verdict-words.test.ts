import { describe, expect, it } from 'vitest';
import type { Language } from '#shared/languages/languages.ts';
import { conditionWords, findingsOf, type TracedCondition } from '#shared/words/verdict-words.ts';
import { findingsJson, findingsTable } from '#renderer/pages/rules/audit/findings-file.ts';
import { toCsv } from '#renderer/charts/chart-data.ts';
import type { AuditFinding, RuleAuditResult } from '#shared/contract/rule-records.ts';
import { formatOf, textsOf } from '../i18n/language.ts';

const ORDERED = Date.UTC(2026, 6, 21, 9, 55);

const finding: AuditFinding = {
  tradeId: '00000000-0000-7000-8000-000000000001',
  executedAt: ORDERED + 302_000,
  slot: ORDERED + 300_000,
  side: 'sell',
  memberId: 'm1',
  anonymizedId: 'House A17',
  counterparty: null,
  quantityWh: 400,
  price: 90_000,
  amount: 36_000,
  verdict: 'LIMIT_BREACHED',
  orderId: '00000000-0000-7000-8000-000000000002',
  orderedAt: ORDERED,
  orderWh: 400,
  orderPrice: 90_000,
  ruleId: 'r1',
  ruleVersion: 2,
  timeWindows: ['Mo-Fr 06:00-22:00'],
  conditions: [
    { verdict: 'RULE_DISABLED', outcome: 'met', values: {} },
    {
      verdict: 'LIMIT_BREACHED',
      outcome: 'failed',
      values: { limit: 105_000, orderPrice: 90_000, tradePrice: 90_000 },
    },
  ],
};

function words(condition: TracedCondition, side: Partial<AuditFinding> = {}, language: Language = 'en'): string {
  const format = formatOf(language);
  const t = textsOf(language, 'rule-audit');
  const rules = textsOf(language, 'rules');
  return conditionWords(condition, { ...finding, ...side }, { format, t, rules }).replaceAll('\u00a0', ' ');
}

describe('a condition in words', () => {
  it('says at which price the rule trades, the order was placed, and the trade was made', () => {
    const values = { limit: 105_000, orderPrice: 90_000, tradePrice: 90_000 };
    const condition: TracedCondition = { verdict: 'LIMIT_BREACHED', outcome: 'failed', values };
    expect(words(condition)).toBe(
      'The rule sells at 0.1050 €/kWh or more. The order was placed at 0.0900 €/kWh, the trade was at 0.0900 €/kWh.',
    );
    expect(words(condition, { side: 'buy' })).toMatch(/^The rule buys at 0\.1050 €\/kWh or less\./);
    expect(words({ ...condition, values: { tradePrice: 90_000 } })).toBe(
      'The rule has no limit. The order was placed at any price, the trade was at 0.0900 €/kWh.',
    );
  });

  it('says which version held, and which one the order names when that is another', () => {
    const values = { version: 2, recordedVersion: 2, validFrom: ORDERED - 3_600_000 };
    const condition: TracedCondition = { verdict: 'NO_RULE', outcome: 'met', values };
    expect(words(condition)).not.toContain('names version');
    expect(words({ ...condition, values: { ...values, recordedVersion: 1 } })).toContain(
      'The order itself names version 1.',
    );
    expect(words({ verdict: 'NO_RULE', outcome: 'failed', values: {} })).toContain('this member had no such rule');
  });

  it('names the start of the slot in the wall time of the week, and the hours of the rule', () => {
    const condition: TracedCondition = {
      verdict: 'OUTSIDE_WINDOW',
      outcome: 'failed',
      values: { minute: 3 * 1440 + 65 },
    };
    expect(words(condition)).toBe('The slot starts at Thu 01:05, outside its hours: Mon–Fri 06:00–22:00.');
    expect(words(condition, {}, 'de')).toContain('außerhalb ihrer Zeiten: Mo–Fr 06:00–22:00');
  });

  it('says what the meter showed, or that this is not known any more', () => {
    const values = { most: 500, open: 380, order: 400 };
    expect(words({ verdict: 'QUANTITY_EXCEEDED', outcome: 'failed', values })).toBe(
      'The order was for 0.400 kWh. The rule offers at most 0.500 kWh in a slot. The meter showed a surplus of 0.380 kWh for it.',
    );
    expect(words({ verdict: 'QUANTITY_EXCEEDED', outcome: 'unknown', values: { order: 400 } })).toBe(
      'The order was for 0.400 kWh. What the meter showed then is not known any more.',
    );
    expect(words({ verdict: 'SOC_TOO_LOW', outcome: 'failed', values: { least: 50, found: 38 } })).toContain(
      'a charge of 50% or more; the battery held 38%',
    );
    expect(words({ verdict: 'SOC_TOO_LOW', outcome: 'unknown', values: { least: 50 } })).toContain(
      'not known any more',
    );
    expect(words({ verdict: 'SOC_TOO_LOW', outcome: 'met', values: { least: 0 } })).toContain('asks for no charge');
  });
});

describe('the findings as files', () => {
  const format = formatOf('en');
  const language = { format, t: textsOf('en', 'rule-audit'), rules: textsOf('en', 'rules') };

  it('have a row each with pseudonyms, numbers, and why, and a head when there is none', () => {
    const [head, row] = toCsv(findingsTable([finding], language), 'en-GB')
      .slice(1)
      .split('\r\n');
    expect(head).toMatch(/^slot,executed_at,verdict,side,member,counterparty,quantity \(kWh\),price \(€\/kWh\)/);
    expect(row).toContain(',LIMIT_BREACHED,sell,House A17,,0.4,0.09,0.036,r1,2,');
    expect(row).toContain('The rule sells at');
    expect(row).not.toContain('switched on');
    expect(toCsv(findingsTable([], language), 'en-GB').slice(1)).toBe(`${head}\r\n`);
  });

  it('say as JSON what the audit was of, with every count and every condition', () => {
    const groups = [
      { verdict: 'LIMIT_BREACHED', findings: 1, members: 1, quantityWh: 400, amount: 36_000 },
    ] satisfies RuleAuditResult['groups'];
    const result = {
      range: { from: ORDERED, to: ORDERED + 86_400_000 },
      judged: 10,
      groups,
      kept: 1,
    } as RuleAuditResult;
    expect(findingsOf(result)).toBe(1);
    const audit = JSON.parse(
      findingsJson({ name: 'Sonnenhang', isDemo: true, hasSimulatedTrades: false, exportedAt: ORDERED }, result, [
        finding,
      ]),
    ) as object;
    expect(audit).toMatchObject({
      community: 'Sonnenhang',
      marks: ['demo'],
      from: '2026-07-21T09:55:00.000Z',
      judged: 10,
      findings_exported: 1,
      findings: [{ verdict: 'LIMIT_BREACHED', slot: '2026-07-21T10:00:00.000Z', conditions: finding.conditions }],
    });
  });
});
