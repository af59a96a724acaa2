import { describe, expect, it } from 'vitest';
import { contract, methodNames, type Input, type MethodName } from '#shared/contract/contract.ts';
import { createFakeBridge, type FakeBridge, type FakeOptions } from '#renderer/bridge/fake.ts';
import { fakeBackups } from '#renderer/bridge/fake/backups.ts';
import { demoCommunity } from '#renderer/bridge/fake/communities.ts';
import { conflictingDecisions } from '#renderer/bridge/fake/decisions.ts';
import { fakeCases } from '#renderer/bridge/fake/settlement-book.ts';
import { fakeTrouble } from '#renderer/bridge/fake/recovery.ts';
import { FAKE_PASSPHRASE } from '#renderer/bridge/fake/state.ts';
import { connectedStatus, FAKE_HUB_PASSWORD, hubCommunity } from '#renderer/bridge/fake/sync.ts';

const now = Date.UTC(2026, 6, 22, 12, 2);
/** 13:45 in Berlin: cleared, with sun. */
const slot = Date.UTC(2026, 6, 22, 11, 45);
/** 14:15 in Berlin: the next to be cleared. */
const nextSlot = Date.UTC(2026, 6, 22, 12, 15);
const offer = {
  memberId: 'demo-3',
  type: 'buy',
  quantityWh: 500,
  price: 50_000,
  windowStart: nextSlot,
  windowEnd: nextSlot + 900_000,
} as const;
const ruleDraft: Input<'rules.check'>['draft'] = {
  type: 'buy',
  maxQuantityWh: 1000,
  maxPrice: 210_000,
  minPrice: null,
  minBatterySoc: null,
  timeWindows: ['* 18:00-22:00'],
  isEnabled: true,
};
const ruleTrial = { communityId: 'demo', memberId: 'demo-1', insteadOf: null, draft: ruleDraft };
const range = { from: now - 7 * 86_400_000, to: now };

const everyTrade: Input<'ledger.page'>['filter'] = {
  range,
  memberId: null,
  side: 'either',
  status: null,
  failureCode: null,
  price: { from: null, to: null },
  quantityWh: { from: null, to: null },
  mechanism: null,
  ruleId: null,
  text: '',
};

const everyCase: Input<'settlement.groups'>['filter'] = {
  range: null,
  cause: null,
  states: [],
  memberId: null,
  text: '',
};
const [{ trade: failedTrade }] = fakeCases(demoCommunity(now));
const openCase = { tradeId: failedTrade.id, executedAt: failedTrade.executedAt, tradeVersion: 2, number: 1 };

const inputs: { readonly [M in MethodName]: Input<M> } = {
  'session.state': {},
  'session.setUp': { passphrase: FAKE_PASSPHRASE, keychain: false },
  'session.unlock': { with: 'passphrase', passphrase: FAKE_PASSPHRASE },
  'session.openDemo': {},
  'session.lock': {},
  'security.setPassphrase': { current: FAKE_PASSPHRASE, next: 'rainy side down 2027' },
  'security.setKeychain': { isOn: true },
  'security.rekey': { passphrase: FAKE_PASSPHRASE },
  'updates.state': {},
  'updates.check': {},
  'updates.download': {},
  'updates.cancel': {},
  'updates.install': {},
  'updates.later': {},
  'updates.choose': { channel: 'beta', isAutomatic: false },
  'preferences.get': {},
  'preferences.set': { colourScheme: 'dark' },
  'files.choose': { purpose: 'import' },
  'files.chooseTarget': { suggestedName: 'x.csv', type: 'csv' },
  'files.save': { suggestedName: 'x.csv', type: 'csv', content: 'a' },
  'errands.take': {},
  'communities.list': {},
  'communities.setBoundary': { communityId: 'demo', fileId: 'file-2' },
  'communities.remove': { communityId: 'konstanz' },
  'stats.indicators': { communityId: 'demo', range, compareWith: range },
  'stats.series': { communityId: 'demo', range, granularity: 'hour' },
  'pricing.current': { communityId: 'demo' },
  'pricing.series': { communityId: 'demo', range, granularity: 'day' },
  'market.checkOffer': { communityId: 'demo', offer: { ...offer, memberId: null } },
  'market.placeOffer': { communityId: 'demo', offer, key: '3f1c9a52-6d0e-4c8b-9a57-2b1e0d4c6f80' },
  'market.checkTrade': { communityId: 'demo', offerId: `sell-${nextSlot}-2`, memberId: null, quantityWh: 100 },
  'market.takeOffer': {
    communityId: 'demo',
    offerId: `sell-${nextSlot}-2`,
    memberId: 'demo-3',
    quantityWh: 100,
    key: '3f1c9a52-6d0e-4c8b-9a57-2b1e0d4c6f80',
  },
  'rules.list': { communityId: 'demo' },
  'rules.versions': { communityId: 'demo', ruleId: 'demo-1-rule' },
  'rules.check': { communityId: 'demo', memberId: 'demo-1', ruleId: null, draft: ruleDraft },
  'rules.save': {
    communityId: 'demo',
    memberId: 'demo-1',
    ruleId: null,
    baseVersion: 0,
    draft: ruleDraft,
    reason: null,
    key: '3f1c9a52-6d0e-4c8b-9a57-2b1e0d4c6f80',
  },
  'rules.setEnabled': {
    communityId: 'demo',
    ruleId: 'demo-1-rule',
    baseVersion: 1,
    isEnabled: false,
    key: '3f1c9a52-6d0e-4c8b-9a57-2b1e0d4c6f80',
  },
  'rules.simulate': { trial: ruleTrial, range },
  'rules.simulation': { taskId: 'task-1' },
  'rules.simulatedDay': { trial: ruleTrial, day: 20260721 },
  'rules.analyse': { communityId: 'demo', ruleId: 'demo-1-rule', range },
  'rules.analysis': { taskId: 'task-1' },
  'rules.audit': { communityId: 'demo', range },
  'rules.auditResult': { taskId: 'task-1' },
  'rules.auditFindings': { taskId: 'task-1', verdict: null, from: 0, limit: 10 },
  'rules.explainTrade': { communityId: 'demo', tradeId: 'trade-1', executedAt: now },
  'outbox.list': { communityId: 'demo' },
  'outbox.withdraw': { id: 'command-1' },
  'outbox.dismiss': { id: 'command-2' },
  'outbox.retry': { id: 'command-1', key: '3f1c9a52-6d0e-4c8b-9a57-2b1e0d4c6f80' },
  'sync.status': {},
  'sync.connect': { address: 'https://hub.example.org', email: 'ada@example.org', password: FAKE_HUB_PASSWORD },
  'sync.signIn': { password: FAKE_HUB_PASSWORD },
  'sync.now': {},
  'sync.resync': { communityId: 'own', acceptFewer: false },
  'sync.keepMonths': { communityId: 'own', months: 12 },
  'sync.disconnect': {},
  'health.findings': { communityId: 'demo', range },
  'health.events': { communityId: 'demo', range, limit: 10 },
  'map.cells': { communityId: 'demo', range },
  'market.book': { communityId: 'demo', slot: null },
  'market.explain': { communityId: 'demo', slot, orderId: `buy-${slot}-2` },
  'market.verify': { communityId: 'demo', slot, clearingId: `clearing-${slot}` },
  'market.replay': { communityId: 'demo', range },
  'market.replayResult': { taskId: 'task-1' },
  'market.certificate': { communityId: 'demo', slot, clearingId: `clearing-${slot}` },
  'market.offers': { communityId: 'demo', range, type: 'buy', limit: 50 },
  'ledger.page': {
    communityId: 'demo',
    filter: everyTrade,
    sort: { by: 'amount', descending: true },
    from: 3,
    limit: 20,
  },
  'ledger.totals': { communityId: 'demo', filter: everyTrade },
  'ledger.placeOf': { communityId: 'demo', filter: everyTrade, descending: true, at: now - 86_400_000 },
  'ledger.export': {
    communityId: 'demo',
    filter: everyTrade,
    sort: { by: 'executedAt', descending: true },
    fileId: 'target-1',
    format: 'csv',
    columns: ['id', 'price'],
    notation: 'iso',
    language: 'en',
  },
  'ledger.trade': { communityId: 'demo', tradeId: `trade-${slot}-0`, executedAt: slot - 300_000 },
  'ledger.savings': { communityId: 'demo', memberId: 'demo-1', range, retail: 350_000, feedIn: null },
  'ledger.comparison': { communityId: 'demo', memberId: 'demo-1', range, compareWith: range, step: 'day' },
  'settlement.groups': { communityId: 'demo', filter: everyCase },
  'settlement.cases': { communityId: 'demo', filter: everyCase, from: 2, limit: 20 },
  'settlement.case': { communityId: 'demo', tradeId: openCase.tradeId, executedAt: openCase.executedAt },
  'settlement.preview': { communityId: 'demo', cases: [openCase], resolution: { kind: 'void' } },
  'settlement.propose': {
    communityId: 'demo',
    cases: [openCase],
    resolution: { kind: 'void' },
    reason: 'Both members ask for it.',
    key: '3f1c9a52-6d0e-4c8b-9a57-2b1e0d4c6f80',
  },
  'settlement.decide': {
    communityId: 'demo',
    cases: [openCase],
    decision: 'approve',
    reason: 'Both members ask for it.',
    key: '3f1c9a52-6d0e-4c8b-9a57-2b1e0d4c6f80',
  },
  'settlement.reconcile': { communityId: 'demo', range },
  'members.list': { communityId: 'demo', range },
  'members.get': { memberId: 'demo-1', range },
  'members.day': { memberId: 'demo-1', day: 20260721 },
  'members.trades': { memberId: 'demo-1', range, limit: 5 },
  'insights.indicators': { communityId: 'demo', range, compareWith: range, step: 'day', group: 'all' },
  'insights.peaks': { communityId: 'demo', range, compareWith: range },
  'insights.leaderboards': { communityId: 'demo', range, compareWith: range, group: 'all', limit: 10 },
  'insights.impact': { communityId: 'demo', range, compareWith: range, step: 'day' },
  'insights.participation': { communityId: 'demo', range, compareWith: range, step: 'day', group: 'all' },
  'insights.achievements': { communityId: 'demo', until: now, limit: 20 },
  'insights.fairness': { communityId: 'demo', range, compareWith: range, group: 'all' },
  'insights.losses': { communityId: 'demo', until: now },
  'insights.lossAdvice': { communityId: 'demo', memberId: 'demo-1', until: now },
  'insights.counterfactual': { communityId: 'demo', range },
  'insights.counterfactualResult': { taskId: 'none' },
  'insights.inspectFactors': { communityId: 'demo', fileId: 'file-1' },
  'insights.importFactors': { communityId: 'demo', fileId: 'file-1', source: 'Electricity Maps, 2025' },
  'insights.removeFactors': { communityId: 'demo' },
  'tasks.list': {},
  'tasks.cancel': { taskId: 'task-1' },
  'demo.create': {},
  'imports.inspect': { fileId: 'file-1' },
  'imports.start': { fileId: 'file-1', onBadRows: 'skip', communityId: null, communityName: 'Rheinaue' },
  'audit.state': {},
  'audit.entries': { filter: { communityId: 'demo', range, kinds: ['settlement'], text: '' }, from: 1, limit: 20 },
  'audit.verify': {},
  'audit.verification': { taskId: 'task-1' },
  'reports.make': { order: { kind: 'community-month', communityId: 'demo', month: '2026-06' }, language: 'de' },
  'reports.list': { communityId: 'demo' },
  'reports.content': { reportId: 'CW-7K2M-9QX4-T5BN' },
  'reports.verify': { reportId: 'CW-7K2M-9QX4-T5BN', fingerprint: '0123 4567 89ab cdef 0123 4567 89ab cdef' },
  'reports.verifyFile': { fileId: 'file-4' },
  'reports.check': { taskId: 'task-1' },
  'reports.pdf': { reportId: 'CW-7K2M-9QX4-T5BN' },
  'reports.save': { reportId: 'CW-7K2M-9QX4-T5BN' },
  'reports.print': { reportId: 'CW-7K2M-9QX4-T5BN' },
  'reports.schedule': {},
  'reports.setSchedule': { isOn: true, communityId: 'demo', language: 'de', chooseFolder: true },
  'consents.list': { communityId: 'demo' },
  'consents.history': { memberId: 'demo-1' },
  'consents.record': { memberId: 'demo-1', purpose: 'map', decision: 'withdrawn', documentVersion: null, at: now },
  'documents.list': { communityId: 'demo', contains: 'board' },
  'documents.get': { communityId: 'demo', kind: 'consent-text', version: 2 },
  'documents.save': {
    communityId: 'demo',
    kind: 'statutes',
    title: 'Statutes',
    language: 'en',
    text: 'The board runs the community.',
    validFrom: now,
  },
  'documents.organiser': { communityId: 'demo' },
  'documents.setOrganiser': {
    communityId: 'demo',
    organiser: {
      name: 'Sonnenhang eG',
      address: 'Hangweg 1, Freiburg',
      contact: 'office@sonnenhang.example',
      representative: null,
      protectionOfficer: null,
    },
  },
  'identity.reveal': { memberId: 'demo-1', reason: 'The member asked for a copy.' },
  'privacy.retention': { communityId: 'demo' },
  'privacy.setClocks': { communityId: 'demo', clocks: { meter: 12, offer: 12, trade: 120, audit: 120, identity: 30 } },
  'privacy.setHold': { communityId: 'demo', memberId: 'demo-1', class: 'meter', reason: 'A dispute about a meter.' },
  'privacy.liftHold': { holdId: 'hold-1' },
  'privacy.dryRun': { communityId: 'demo' },
  'privacy.runRetention': { communityId: 'demo', planId: '4b1f0c9d'.repeat(8) },
  'privacy.erasurePreview': { memberId: 'demo-1' },
  'privacy.eraseMember': { memberId: 'demo-1', ground: 'objection' },
  'privacy.accessPack': {
    memberId: 'demo-1',
    fileId: 'target-1',
    password: 'correct horse battery',
    language: 'de',
    reason: 'The member asked by letter.',
  },
  'privacy.meter': { communityId: 'demo', range },
  'diagnostics.checks': {},
  'diagnostics.runtime': {},
  'diagnostics.examine': {},
  'diagnostics.bundle': {},
  'about.console': {},
  'about.licences': {},
  'privacy.exportRisk': { communityId: 'demo', range, dataset: 'members', columns: ['role', 'mapCell'] },
  'recovery.inspect': {},
  'recovery.retry': {},
  'recovery.restore': { backupId: fakeBackups(now)[0].id },
  'recovery.startAnew': {},
  'recovery.begin': {},
  'recovery.showFolder': {},
  'backups.list': {},
  'backups.make': { reason: 'by-hand' },
  'backups.preview': { backupId: fakeBackups(now)[0].id },
  'backups.restore': { backupId: fakeBackups(now)[0].id },
  'backups.schedule': {},
  'backups.setSchedule': { every: 'week' },
};

async function answer<M extends MethodName>(bridge: FakeBridge, method: M): Promise<unknown> {
  const result = await bridge.invoke(method, inputs[method]);
  if (!result.ok) throw new Error(`${method}: ${result.error.message}`);
  return result.value;
}

/** What has to be there already for these to be answered. */
const needed: { readonly [M in MethodName]?: FakeOptions } = {
  ...Object.fromEntries(
    (['backups.make', 'backups.preview', 'backups.restore'] as const).map((method) => [
      method,
      { session: { state: 'unlocked' } as const },
    ]),
  ),
  ...Object.fromEntries(
    (['recovery.inspect', 'recovery.retry', 'recovery.restore', 'recovery.startAnew'] as const).map((method) => [
      method,
      { session: fakeTrouble },
    ]),
  ),
  'outbox.dismiss': { communities: [hubCommunity(now)], decisions: conflictingDecisions(now) },
  'outbox.retry': { communities: [hubCommunity(now)], decisions: conflictingDecisions(now) },
  'sync.signIn': { sync: connectedStatus(now, { state: 'sign-in-needed' }) },
  'sync.resync': { communities: [hubCommunity(now)], sync: connectedStatus(now) },
};

describe('the fake bridge', () => {
  it.each(methodNames)('answers %s as the contract says', async (method) => {
    expect(contract[method].input.safeParse(inputs[method]).error).toBeUndefined();
    const bridge = createFakeBridge({ now, taskStepMs: 1e6, ...needed[method] });
    // Only what was decided can be withdrawn, only what is held can be lifted.
    if (method === 'outbox.withdraw') await answer(bridge, 'market.placeOffer');
    if (method === 'privacy.liftHold') await answer(bridge, 'privacy.setHold');
    const value = await answer(bridge, method);
    expect(contract[method].output.safeParse(value).error).toBeUndefined();
  });

  it('answers the same at every call', async () => {
    const [first, second] = [createFakeBridge({ now }), createFakeBridge({ now })];
    expect(await answer(first, 'stats.indicators')).toEqual(await answer(second, 'stats.indicators'));
    expect(await answer(first, 'members.list')).toEqual(await answer(second, 'members.list'));
  });

  it('pages through the trades of a member without repeating one', async () => {
    const bridge = createFakeBridge({ now });
    const pageOf = async (before?: { executedAt: number; id: string }) => {
      const result = await bridge.invoke('members.trades', { memberId: 'demo-1', range, limit: 3, before });
      if (!result.ok) throw new Error(result.error.message);
      return result.value;
    };
    const first = await pageOf();
    const second = await pageOf(first.next ?? undefined);
    const ids = [...first.trades, ...second.trades].map(({ id }) => id);
    expect(new Set(ids).size).toBe(6);
  });

  it('fails with the problem that it is told to', async () => {
    const bridge = createFakeBridge({ failing: { 'stats.series': { code: 'ENGINE_GONE', retryable: true } } });
    const result = await bridge.invoke('stats.series', inputs['stats.series']);
    expect(result).toMatchObject({ ok: false, error: { code: 'ENGINE_GONE', retryable: true } });
  });
});
