import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '#cli/command.ts';
import { runDemo } from '#cli/demo.ts';
import { runReconcile } from '#cli/reconcile.ts';
import { alteredSnapshot } from './altered-snapshot.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-cli-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const demo = path.join(folder, 'demo.commonwatt');
const altered = path.join(folder, 'altered.commonwatt');

async function run(...args: string[]): Promise<{ exitCode: number; stdout: string }> {
  let stdout = '';
  const exitCode = await runReconcile(args, { stdout: (text) => (stdout += text), stderr: () => undefined });
  return { exitCode, stdout };
}

interface Report {
  readonly trades: number;
  readonly settled: { readonly count: number };
  readonly pending: { readonly count: number };
  readonly open: { readonly count: number };
  readonly resolved: { readonly by_kind: Readonly<Record<string, { readonly count: number }>> };
  readonly proof: { readonly bought: number; readonly sold: number; readonly fees: number; readonly holds: boolean };
  readonly members: readonly { readonly balance: number }[];
  readonly differences: readonly Record<string, unknown>[];
}

let changed: ReturnType<typeof alteredSnapshot>;
beforeAll(async () => {
  const made = ['--members', '12', '--days', '4', '--seed', '3', '--until', '2026-06-09T22:00:00Z', '--out', demo];
  await runDemo(made, { stdout: () => undefined, stderr: () => undefined });
  changed = alteredSnapshot(demo, altered);
}, 60_000);

describe('reconcile', () => {
  it('prints the books of the period with the proof, in wire names and decimal numbers', async () => {
    const { stdout } = await run('--file', demo, '--json');
    const report = JSON.parse(stdout) as Report;
    const { settled, pending, open, resolved, proof, members } = report;
    expect(report).toMatchObject({ from: '2026-06-05T22:00:00.000Z', to: '2026-06-09T22:00:00.000Z', currency: 'EUR' });
    expect(settled.count + pending.count + open.count + resolved.by_kind.void.count).toBe(report.trades);
    expect(proof).toMatchObject({ sold: proof.bought, fees: 0, holds: true });
    expect(proof.bought).toBeGreaterThan(0);
    expect(members.reduce((sum, { balance }) => sum + Math.round(balance * 1e6), 0)).toBe(0);
  });

  it('ends with 1 and names the trade when an amount is not quantity times price', async () => {
    const { exitCode, stdout } = await run('--file', altered, '--json');
    const { differences, proof } = JSON.parse(stdout) as Report;
    const wrong = differences.filter(({ kind }) => kind === 'amount');
    expect(exitCode).toBe(1);
    expect(wrong).toEqual([
      {
        kind: 'amount',
        trade_id: changed.id,
        executed_at: expect.any(String) as string,
        member: null,
        day: null,
        expected: Math.round(changed.total_amount * 1e6 - 1) / 1e6,
        found: changed.total_amount,
        unit: 'money',
      },
    ]);
    expect(proof.holds).toBe(true);
  });

  it('tells a person the same as a table', async () => {
    const { exitCode, stdout } = await run('--file', altered);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('The proof holds');
    expect(stdout).toMatch(new RegExp(`trade ${changed.id}: the amount is not quantity times price, expected \\d`));
  });

  it('takes whole days, and ends with 0 when nothing differs', async () => {
    const { exitCode, stdout } = await run('--file', demo, '--from', '2026-06-06', '--to', '2026-06-06');
    expect({ exitCode, end: stdout.trimEnd().split('\n').at(-1) }).toEqual({ exitCode: 0, end: 'No difference.' });
    await expect(run('--file', demo, '--from', '2026-06-31')).rejects.toThrow(UsageError);
  });
});
