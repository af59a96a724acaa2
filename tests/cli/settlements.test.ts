import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '#cli/command.ts';
import { runDemo } from '#cli/demo.ts';
import { runSettlements } from '#cli/settlements.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-cli-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const snapshot = path.join(folder, 'demo.commonwatt');

async function run(...args: string[]): Promise<{ exitCode: number; stdout: string }> {
  let stdout = '';
  const io = { stdout: (text: string) => void (stdout += text), stderr: () => undefined };
  return { exitCode: await runSettlements(args, io), stdout };
}

interface Report {
  readonly count: number;
  readonly total_amount: number;
  readonly groups: readonly { readonly cause: string; readonly count: number; readonly total_amount: number }[];
  readonly cases: readonly {
    readonly cause: string;
    readonly state: string;
    readonly buyer: string;
    readonly seller: string;
  }[];
}

async function report(...args: string[]): Promise<Report> {
  const { exitCode, stdout } = await run('list', '--file', snapshot, ...args, '--json');
  expect(exitCode).toBe(0);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(stdout) as Report;
}

let all: Report;
beforeAll(async () => {
  const made = ['--members', '10', '--days', '6', '--seed', '3', '--until', '2026-06-09T22:00:00Z', '--out', snapshot];
  await runDemo(made, { stdout: () => undefined, stderr: () => undefined });
  all = await report();
}, 60_000);

describe('settlements list', () => {
  it('tells the cases and their causes in wire names and decimal numbers, with exit code 0', () => {
    expect(all.count).toBeGreaterThan(0);
    expect(all.cases).toHaveLength(all.count);
    expect(Object.keys(all.cases[0])).toEqual([
      'trade_id',
      'executed_at',
      'slot',
      'buyer',
      'seller',
      'quantity_kwh',
      'price_per_kwh',
      'total_amount',
      'failure_code',
      'cause',
      'suggestion',
      'state',
      'opened_at',
      'resolved_at',
      'resolution',
    ]);
    const sum = all.groups.reduce((total, group) => total + Math.round(group.total_amount * 1e6), 0);
    expect(sum).toBe(Math.round(all.total_amount * 1e6));
  });

  it('takes one cause, one member or one state', async () => {
    const [{ cause, seller }] = all.cases;
    const ofCause = await report('--cause', cause);
    expect(ofCause.cases).toEqual(all.cases.filter((one) => one.cause === cause));
    const ofMember = await report('--member', seller);
    expect(ofMember.cases).toEqual(all.cases.filter((one) => one.buyer === seller || one.seller === seller));
    const open = await report('--state', 'open');
    expect(open.cases).toEqual(all.cases.filter((one) => one.state === 'open'));
  });

  it('prints the causes first and then a line for each case', async () => {
    const { exitCode, stdout } = await run('list', '--file', snapshot);
    const lines = stdout.trimEnd().split('\n');
    expect(exitCode).toBe(0);
    expect(lines[0]).toMatch(new RegExp(`^${all.count} cases, \\d+\\.\\d\\d EUR$`));
    expect(lines).toHaveLength(1 + all.groups.length + all.count);
    expect(lines[1]).toContain(all.groups[0].cause);
  });

  it.each([
    [['list', '--cause', 'BAD_LUCK'], '--cause BAD_LUCK: not one of'],
    [['list', '--state', 'lost'], '--state lost: not one of open, proposed'],
    [['list', '--member', 'House Z9'], '--member House Z9:'],
    [['mend'], 'settlements mend: say what to do, one of list'],
  ])('refuses %j by naming what is wrong', async (args, message) => {
    const flags = args[0] === 'list' ? [...args, '--file', snapshot] : args;
    const refusal = run(...flags);
    await expect(refusal).rejects.toThrow(UsageError);
    await expect(refusal).rejects.toThrow(message);
  });
});
