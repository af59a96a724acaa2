import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '#cli/command.ts';
import { runCounterfactual } from '#cli/counterfactual.ts';
import { runDemo } from '#cli/demo.ts';
import { scenarioNames } from '#shared/contract/counterfactual-records.ts';
import { alteredSnapshot } from './altered-snapshot.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-cli-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const demo = path.join(folder, 'demo.commonwatt');
const altered = path.join(folder, 'altered.commonwatt');

async function run(...args: string[]): Promise<{ exitCode: number; stdout: string }> {
  let stdout = '';
  const exitCode = await runCounterfactual(args, { stdout: (text) => (stdout += text), stderr: () => undefined });
  return { exitCode, stdout };
}

interface Report {
  readonly slots: number;
  readonly reproduction: { readonly exact: boolean; readonly differing_members: number };
  readonly scenarios: readonly { readonly scenario: string; readonly savings: number }[];
  readonly members: readonly { readonly savings: Readonly<Record<string, number>> }[];
}

beforeAll(async () => {
  const made = ['--members', '12', '--days', '3', '--seed', '3', '--until', '2026-06-09T22:00:00Z', '--out', demo];
  await runDemo(made, { stdout: () => undefined, stderr: () => undefined });
  alteredSnapshot(demo, altered);
}, 60_000);

describe('counterfactual', () => {
  it('prints whole days under every mechanism with the savings of every member, in wire names and decimal numbers', async () => {
    const { exitCode, stdout } = await run('--file', demo, '--from', '2026-06-09', '--json');
    const report = JSON.parse(stdout) as Report;
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({
      from: '2026-06-08T22:00:00.000Z',
      to: '2026-06-09T22:00:00.000Z',
      currency: 'EUR',
      slots: 96,
      slots_without_tariff: 0,
      reproduction: { exact: true, clearings: 96, differing_members: 0 },
    });
    expect(report.scenarios.map(({ scenario }) => scenario)).toEqual(scenarioNames);
    expect(report.members).toHaveLength(12);
    for (const { scenario, savings } of report.scenarios) {
      const micro = report.members.reduce((sum, member) => sum + Math.round(member.savings[scenario] * 1e6), 0);
      expect(micro).toBe(Math.round(savings * 1e6));
    }
  });

  it('tells a person the same as a table, and ends with 1 when the replay of what really was is not the ledger', async () => {
    const { exitCode, stdout } = await run('--file', altered);
    const lines = stdout.split('\n');
    expect(exitCode).toBe(1);
    expect(lines[0]).toBe('288 slots, 0 of them without tariffs and in no scenario');
    expect(lines[1]).toMatch(/kWh +saved EUR +median +Gini +Jain +worse off +better +worse +same +surplus$/);
    expect(lines.slice(2, 10).map((line) => line.split(' ')[0])).toEqual(scenarioNames);
    expect(lines[3]).toMatch(/^retail-only +0\.000 +0\.000000 +0\.000000 +- +- +0 /);
    expect(lines[10]).toMatch(/^The replay of what really was is not the ledger: .+; members that differ: 2\.$/);
  });

  it('names the flag that is wrong', async () => {
    await expect(run()).rejects.toThrow(new UsageError('name either a --profile or a --file'));
  });
});
