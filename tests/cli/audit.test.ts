import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '#cli/audit.ts';
import { UsageError } from '#cli/command.ts';
import { runDemo } from '#cli/demo.ts';
import { ruleVerdicts } from '#shared/rules/audit.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-cli-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ exitCode: number; stdout: string }> {
  let stdout = '';
  const exitCode = await runAudit(args, { stdout: (text) => (stdout += text), stderr: () => undefined });
  return { exitCode, stdout };
}

interface Finding {
  readonly verdict: string;
  readonly member: string;
  readonly slot: string;
  readonly trade_id: string;
  readonly conditions: readonly Record<string, unknown>[];
}

interface Report {
  readonly trades: number;
  readonly judged: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

async function report(...args: string[]): Promise<Report & { readonly exitCode: number }> {
  const { exitCode, stdout } = await run('rules', '--file', snapshot, ...args, '--json');
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return { exitCode, ...(JSON.parse(stdout) as Report) };
}

const snapshot = path.join(folder, 'demo.commonwatt');
let all: Awaited<ReturnType<typeof report>>;
beforeAll(async () => {
  const made = ['--members', '8', '--days', '3', '--seed', '7', '--until', '2026-06-09T22:00:00Z', '--out', snapshot];
  await runDemo(made, { stdout: () => undefined, stderr: () => undefined });
  all = await report();
}, 60_000);

describe('audit rules', () => {
  it('says of each trade of a rule why it happened, with exit code 1 for those that should not have', () => {
    const { exitCode, verdicts, judged, findings } = all;
    expect(exitCode).toBe(1);
    expect(all).toMatchObject({ from: '2026-06-06T22:00:00.000Z', to: '2026-06-09T22:00:00.000Z', by_hand: 3 });
    expect(Object.keys(verdicts)).toEqual([...ruleVerdicts]);
    expect(Object.values(verdicts).reduce((sum, count) => sum + count, 0)).toBe(judged);
    expect(findings.length).toBe(judged - verdicts.EXPLAINED);
  });

  it('tells a finding in wire names and decimal numbers, with the trace', () => {
    const finding = all.findings.find(({ verdict }) => verdict === 'LIMIT_BREACHED')!;
    expect(Object.keys(finding)).toEqual([
      'trade_id',
      'executed_at',
      'slot',
      'side',
      'member',
      'counterparty',
      'quantity_kwh',
      'price_per_kwh',
      'total_amount',
      'verdict',
      'order_id',
      'rule_id',
      'rule_version',
      'recorded_version',
      'conditions',
    ]);
    expect(finding.conditions.map(({ verdict }) => verdict)).toEqual(ruleVerdicts.slice(1));
    expect(finding.conditions[3]).toEqual({
      verdict: 'LIMIT_BREACHED',
      outcome: 'failed',
      rule_price_per_kwh: expect.any(Number) as number,
      order_price_per_kwh: expect.any(Number) as number,
      trade_price_per_kwh: expect.any(Number) as number,
    });
    expect(finding.conditions[2].local_time).toMatch(/^(Mo|Tu|We|Th|Fr|Sa|Su) \d\d:\d\d$/);
  });

  it('tells people the numbers first, and then each finding in a line that says why', async () => {
    const { exitCode, stdout } = await run('rules', '--file', snapshot);
    const lines = stdout.trimEnd().split('\n');
    expect(exitCode).toBe(1);
    expect(lines[0]).toContain(`${all.trades} trades; of their ${2 * all.trades} sides ${all.judged} by rules`);
    const last = lines.slice(-all.findings.length);
    for (const [at, { verdict, member, slot, trade_id: trade }] of all.findings.entries()) {
      expect(last[at]).toMatch(new RegExp(`^${slot}  ${verdict}  ${member} .+: .+ \\(trade ${trade}\\)$`));
      expect(last[at]).not.toMatch(/undefined|NaN/);
    }
  });

  it('takes whole local days, and has exit code 0 where all is explained', async () => {
    const last = '2026-06-09';
    const { exitCode, findings, trades } = await report('--from', last);
    expect({ exitCode, findings }).toEqual({ exitCode: 0, findings: [] });
    expect(trades).toBeGreaterThan(0);
    const before = await report('--to', '2026-06-08');
    expect(before.findings).toEqual(all.findings);
    expect(before.trades + trades).toBe(all.trades);
  });
});

describe('audit refuses', () => {
  const readings = path.join(folder, 'readings.csv');
  writeFileSync(readings, 'timestamp,member,produced_kwh,consumed_kwh\n2026-05-01T10:00:00Z,one,1,1\n');

  it.each([
    [[], 'audit: name what to audit, one of rules, verify'],
    [['books'], 'audit books: name what to audit, one of rules, verify'],
    [['rules'], 'name either a --profile or a --file'],
    [['rules', '--file', snapshot, '--to', 'today'], '--to today: not a day like 2026-11-22'],
    [['rules', '--file', snapshot, '--rule', 'x'], "Unknown option '--rule'"],
    [['rules', '--file', readings], 'readings has no trade yet'],
  ])('the arguments %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(new UsageError(message));
  });
});
