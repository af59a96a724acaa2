import { hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { auditedMethods } from '#engine/audit/audited-methods.ts';
import { auditEntries } from '#engine/audit/entries.ts';
import type { EngineContext } from '#engine/context.ts';
import { handlers } from '#engine/handlers.ts';
import { createRouter } from '#engine/router.ts';
import type { AuditEntry } from '#shared/contract/audit-records.ts';
import { contract, methodNames } from '#shared/contract/contract.ts';
import { draft, keyOf, openMarket } from '../fixtures/open-market.ts';
import { COMMUNITY, SLOT, START } from '../fixtures/pages.ts';

const router = createRouter({ handlers, checkOutput: true, now: () => 0, log: () => undefined });

let context: EngineContext;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-recorded-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  ({ context } = openMarket(3));
  context = { ...context, role: 'admin' };
});

async function call(method: string, input: unknown): Promise<{ taskId?: string }> {
  const answer = await router({ method, input, correlationId: 'c1' }, context);
  return answer.ok ? (answer.value as { taskId?: string }) : {};
}

/** The log, oldest first, in short. */
function log(): Pick<AuditEntry, 'kind' | 'outcome' | 'of' | 'method' | 'communityId' | 'details'>[] {
  const filter = { communityId: null, range: null, kinds: [], text: '' };
  return auditEntries(context.cache.read, { filter, from: 0, limit: 500 })
    .entries.toReversed()
    .map(({ kind, outcome, of, method, communityId, details }) => ({
      kind,
      outcome,
      of,
      method,
      communityId,
      details,
    }));
}

describe('the record of what is audited', () => {
  it('has a place for every command of the engine, and for nothing else', () => {
    const commands = methodNames.filter(
      (name) => contract[name].kind === 'command' && contract[name].answeredBy === 'engine',
    );
    expect(Object.keys(auditedMethods).toSorted()).toEqual(commands.toSorted());
  });

  it('leaves out only what inspects, computes or asks for what happens anyway', () => {
    const left = Object.entries(auditedMethods).flatMap(([name, audited]) => (audited === null ? [name] : []));
    expect(left.toSorted()).toEqual([
      'audit.verify',
      'diagnostics.examine',
      'imports.inspect',
      'insights.counterfactual',
      'insights.inspectFactors',
      'market.replay',
      'reports.verify',
      'reports.verifyFile',
      'rules.analyse',
      'rules.audit',
      'rules.simulate',
      'sync.now',
      'tasks.cancel',
    ]);
  });
});

describe('a command of the bridge', () => {
  it('stands in the log before it is done, with what was asked and nothing else', async () => {
    const windowStart = Math.ceil(Date.now() / SLOT) * SLOT + 10 * SLOT;
    const offer = { ...draft, windowStart, windowEnd: windowStart + SLOT };
    let entriesWhenDone = 0;
    const counting = { ...context, changed: () => void (entriesWhenDone ||= log().length) };
    await router(
      { method: 'market.placeOffer', input: { communityId: COMMUNITY, offer, key: keyOf(1) }, correlationId: 'c' },
      counting,
    );
    expect(log()[0]).toEqual({
      kind: 'offer',
      outcome: 'asked',
      of: null,
      method: 'market.placeOffer',
      communityId: COMMUNITY,
      details: { ...offer, key: keyOf(1) },
    });
    expect(entriesWhenDone).toBeGreaterThan(0);
  });

  it('that is refused has a second entry that names the first and the reason', async () => {
    const offer = { ...draft, quantityWh: -5 };
    await call('market.placeOffer', { communityId: COMMUNITY, offer, key: keyOf(1) });
    expect(log()).toMatchObject([
      { outcome: 'asked', details: { quantityWh: -5 } },
      { kind: 'offer', outcome: 'refused', of: 1, details: { code: 'QUANTITY_INVALID' } },
    ]);
  });

  it('is not carried out when the log cannot be written', async () => {
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    const failing = {
      ...context,
      audit: {
        append: () => {
          throw full;
        },
      },
    } as unknown as EngineContext;
    const answer = await router(
      { method: 'communities.remove', input: { communityId: COMMUNITY }, correlationId: 'c' },
      failing,
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'DISK_FULL' } });
    expect(context.cache.read.pluck('SELECT uid FROM community')).toEqual([COMMUNITY]);
  });

  it('that starts long work has an entry about its end, with the outcome and the fingerprint of the file', async () => {
    const target = path.join(folder, 'trades.csv');
    context.files.register('out', { path: target, name: 'trades.csv', use: 'write' });
    const range = { from: START - 96 * SLOT, to: START + 96 * SLOT };
    const bounds = { from: null, to: null };
    const filter = {
      range,
      memberId: null,
      side: 'either',
      status: null,
      failureCode: null,
      price: bounds,
      quantityWh: bounds,
      mechanism: null,
      ruleId: null,
      text: '',
    };
    const { taskId } = await call('ledger.export', {
      communityId: COMMUNITY,
      filter,
      sort: { by: 'executedAt', descending: true },
      fileId: 'out',
      format: 'csv',
      columns: ['executedAt', 'quantityWh'],
      notation: 'iso',
      language: 'en',
    });
    await context.tasks.finished(taskId!);
    const sha256 = hash('sha256', readFileSync(target));
    expect(log()).toMatchObject([
      { kind: 'export', outcome: 'asked', details: { file: 'trades.csv', format: 'csv', ...range } },
      { kind: 'export', outcome: 'done', of: 1, communityId: COMMUNITY, details: { rows: 0, sha256 } },
    ]);
  });

  it('that starts long work which fails says why', async () => {
    const file = path.join(folder, 'readings.csv');
    writeFileSync(file, 'timestamp,member,produced_kwh,consumed_kwh\n2026-05-01T10:00:00Z,one,much,1\n');
    context.files.register('in', { path: file, name: 'readings.csv' });
    const { taskId } = await call('imports.start', {
      fileId: 'in',
      onBadRows: 'refuse',
      communityId: null,
      communityName: 'New',
    });
    await context.tasks.finished(taskId!);
    expect(log()).toMatchObject([
      { kind: 'import', outcome: 'asked', details: { file: 'readings.csv', onBadRows: 'refuse' } },
      { kind: 'import', outcome: 'refused', of: 1, details: { code: 'INPUT_INVALID' } },
    ]);
  });

  it('that signs in never brings password, e-mail or a login in the address into the log', async () => {
    const input = { address: 'http://anna:geheim@127.0.0.1:1/', email: 'anna@example.org', password: 'geheimnis' };
    await call('sync.connect', input);
    expect(log()).toMatchObject([
      { kind: 'sign-in', outcome: 'asked', details: { hub: 'http://127.0.0.1:1' } },
      { kind: 'sign-in-failed', outcome: 'refused', of: 1 },
    ]);
    expect(JSON.stringify(log())).not.toMatch(/anna|geheim/);
  });

  it('names the members of a settlement by their trades, the first fifty of them', async () => {
    const cases = Array.from({ length: 60 }, (_, at) => ({
      tradeId: keyOf(at),
      executedAt: START,
      tradeVersion: 1,
      number: 0,
    }));
    await call('settlement.decide', {
      communityId: COMMUNITY,
      cases,
      decision: 'approve',
      reason: 'Both have agreed.',
      key: keyOf(99),
    });
    const [asked] = log();
    expect(asked).toMatchObject({
      kind: 'settlement',
      details: { step: 'approve', reason: 'Both have agreed.', cases: 60 },
    });
    expect(String(asked.details['trades']).split(' ')).toEqual(cases.slice(0, 50).map(({ tradeId }) => tradeId));
  });

  it('that changes and reveals nothing has no entry', async () => {
    const { taskId } = await call('market.replay', {
      communityId: COMMUNITY,
      range: { from: START, to: START + SLOT },
    });
    await context.tasks.finished(taskId!);
    await call('tasks.cancel', { taskId });
    await call('members.list', { communityId: COMMUNITY, range: { from: START, to: START + SLOT } });
    expect(log()).toEqual([]);
  });
});
