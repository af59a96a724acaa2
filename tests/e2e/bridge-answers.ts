import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { contract, methodNames } from '#shared/contract/contract.ts';
import type { Input, MethodName } from '#shared/contract/contract.ts';
import type { ReportOrder } from '#shared/contract/report-records.ts';
import type { LedgerFilter } from '#shared/contract/ledger-records.ts';
import { localDay } from '#shared/domain/slots.ts';
import { caseStates } from '#shared/settlement/case.ts';
import { ask, valueOf } from './console-window.ts';

/** Everything that the bridge answers about a community, as one text: each query method once, and what is about a member for some of them. */
export async function everythingKnownOf(page: Page, community: CommunitySummary): Promise<string> {
  const range = { from: community.dataFrom!, to: community.dataTo! };
  const communityId = community.id;
  const members = await valueOf(page, 'members.list', { communityId, range });
  const next = await valueOf(page, 'market.book', { communityId, slot: null });
  const { slot, orders, certificate } = await valueOf(page, 'market.book', { communityId, slot: next.previousSlot });
  const clearingId = certificate!.clearingId;
  const memberId = members[0].id;
  const [rule] = await valueOf(page, 'rules.list', { communityId });
  const { trades } = await valueOf(page, 'members.trades', { memberId: rule.memberId, range, limit: 1 });
  const [trade] = trades;
  const allCases = { range: null, cause: null, states: [...caseStates], memberId: null, text: '' };
  const { cases } = await valueOf(page, 'settlement.cases', { communityId, filter: allCases, from: 0, limit: 1 });
  const [failed] = cases;
  const [document] = await valueOf(page, 'documents.list', { communityId });
  const allTrades: LedgerFilter = {
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
  const reportId = await makeReport(page, {
    kind: 'ledger',
    communityId,
    range: { from: range.to - 86_400_000, to: range.to },
  });
  const windowOfDraft = { windowStart: next.firstSlot, windowEnd: next.firstSlot + 900_000 };
  const inputs: { [M in MethodName]?: Input<M> } = {
    'session.state': {},
    'preferences.get': {},
    'communities.list': {},
    'stats.indicators': { communityId, range, compareWith: range },
    'stats.series': { communityId, range, granularity: 'day' },
    'pricing.current': { communityId },
    'pricing.series': { communityId, range, granularity: 'day' },
    'health.findings': { communityId, range },
    'health.events': { communityId, range, limit: 100 },
    'map.cells': { communityId, range },
    'members.list': { communityId, range },
    'market.book': { communityId, slot },
    'market.explain': { communityId, slot, orderId: orders.id[0] },
    'market.verify': { communityId, slot, clearingId },
    'market.certificate': { communityId, slot, clearingId },
    'market.replayResult': { taskId: 'none' },
    'market.offers': { communityId, range, limit: 500 },
    'market.checkOffer': {
      communityId,
      offer: { memberId, type: 'buy', quantityWh: 100, price: 200_000, ...windowOfDraft },
    },
    'market.checkTrade': { communityId, offerId: next.orders.id[0], memberId, quantityWh: 1 },
    'rules.list': { communityId },
    'rules.versions': { communityId, ruleId: rule.id },
    'rules.check': { communityId, memberId: rule.memberId, ruleId: rule.id, draft: rule },
    'rules.simulation': { taskId: 'none' },
    'rules.simulatedDay': {
      trial: { communityId, memberId: rule.memberId, insteadOf: rule.id, draft: rule },
      day: localDay(slot, community.timeZone),
    },
    'rules.analysis': { taskId: 'none' },
    'rules.auditResult': { taskId: 'none' },
    'rules.auditFindings': { taskId: 'none', verdict: null, from: 0, limit: 100 },
    'rules.explainTrade': { communityId, tradeId: trade.id, executedAt: trade.executedAt },
    'ledger.page': {
      communityId,
      filter: allTrades,
      sort: { by: 'executedAt', descending: true },
      from: 0,
      limit: 500,
    },
    'ledger.totals': { communityId, filter: allTrades },
    'ledger.placeOf': { communityId, filter: allTrades, descending: true, at: range.to },
    'ledger.trade': { communityId, tradeId: trade.id, executedAt: trade.executedAt },
    'ledger.savings': { communityId, memberId, range, retail: null, feedIn: null },
    'ledger.comparison': { communityId, memberId, range, compareWith: range, step: 'day' },
    'settlement.groups': { communityId, filter: allCases },
    'settlement.cases': { communityId, filter: allCases, from: 0, limit: 500 },
    'settlement.case': { communityId, tradeId: failed.tradeId, executedAt: failed.executedAt },
    'settlement.preview': { communityId, cases: [failed], resolution: { kind: 'retry' } },
    'settlement.reconcile': { communityId, range },
    'insights.indicators': { communityId, range, compareWith: range, step: 'day', group: 'prosumer' },
    'insights.peaks': { communityId, range, compareWith: range },
    'insights.leaderboards': { communityId, range, compareWith: range, group: 'all', limit: 500 },
    'insights.impact': { communityId, range, compareWith: range, step: 'day' },
    'insights.participation': { communityId, range, compareWith: range, step: 'month', group: 'all' },
    'insights.achievements': { communityId, until: range.to, limit: 500 },
    'insights.fairness': { communityId, range, compareWith: range, group: 'consumer' },
    'insights.losses': { communityId, until: range.to },
    'insights.lossAdvice': { communityId, memberId, until: range.to },
    'insights.counterfactualResult': { taskId: 'none' },
    'consents.list': { communityId },
    'consents.history': { memberId },
    'documents.list': { communityId },
    'documents.get': { communityId, kind: document.kind, version: document.version },
    'documents.organiser': { communityId },
    'privacy.retention': { communityId },
    'privacy.dryRun': { communityId },
    'privacy.erasurePreview': { memberId },
    'privacy.meter': { communityId, range },
    'privacy.exportRisk': { communityId, range, dataset: 'trades', columns: ['slot', 'quantityWh'] },
    'diagnostics.checks': {},
    'diagnostics.runtime': {},
    'diagnostics.bundle': {},
    'updates.state': {},
    'about.console': {},
    'about.licences': {},
    'outbox.list': { communityId },
    'sync.status': {},
    'tasks.list': {},
    'audit.state': {},
    'audit.entries': { filter: { communityId: null, range: null, kinds: [], text: '' }, from: 0, limit: 500 },
    'audit.verification': { taskId: 'none' },
    'reports.list': { communityId },
    'reports.content': { reportId },
    'reports.check': { taskId: 'none' },
    'reports.schedule': {},
    'backups.list': {},
    'backups.schedule': {},
  };
  const answers: unknown[] = [];
  for (const method of methodNames.filter((name) => contract[name].kind === 'query' && !isNotAsked(name))) {
    const input = inputs[method];
    if (input === undefined) throw new Error(`This test does not know what to ask ${method}.`);
    answers.push(await ask(page, method, input));
  }
  const day = Number(new Date(community.dataTo! - 86_400_000).toISOString().slice(0, 10).replaceAll('-', ''));
  for (const { id } of members.slice(0, 20)) {
    answers.push(await ask(page, 'members.get', { memberId: id, range }));
    answers.push(await ask(page, 'members.day', { memberId: id, day }));
    answers.push(await ask(page, 'members.trades', { memberId: id, range, limit: 500 }));
  }
  expect(answers.every((answer) => (answer as { ok: boolean }).ok)).toBe(true);
  return JSON.stringify([members, answers]);
}

/** What is asked for some of the members, what needs a backup, which the demo has none of, and what needs a cache in trouble. */
function isNotAsked(method: MethodName): boolean {
  return method.startsWith('members.') || method === 'backups.preview' || method === 'recovery.inspect';
}

/** Makes a report and waits until it is at hand; its id. */
async function makeReport(page: Page, order: ReportOrder): Promise<string> {
  const { taskId, reportId } = await valueOf(page, 'reports.make', { order, language: 'en' });
  await expect
    .poll(async () => (await valueOf(page, 'tasks.list', {})).find(({ id }) => id === taskId)?.state)
    .toBe('done');
  return reportId;
}
