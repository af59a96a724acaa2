import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import { FAKE_PASSPHRASE, FakeProblem, type FakeState } from './state.ts';
import { createFakeAbout } from './about.ts';
import { createFakeAuditLog } from './audit-log.ts';
import { createFakeBackups } from './backups.ts';
import type { FakeCommunity } from './communities.ts';
import { createFakeConsents } from './consents.ts';
import { FAKE_SLOT_MS } from './curves.ts';
import { createFakeDiagnostics } from './diagnostics.ts';
import { createFakeDocuments, FakeDocuments } from './documents.ts';
import { createFakeHealth } from './health.ts';
import { createFakeIdentity } from './identity.ts';
import { fakeInspection } from './imports.ts';
import { createFakeInsights } from './insights.ts';
import { createFakeLedger } from './ledger.ts';
import { fakeMap } from './map.ts';
import {
  fakeBook,
  fakeCertificate,
  fakeCurrentPrice,
  fakeExplanation,
  fakeOffers,
  fakeReplayResult,
} from './market.ts';
import { fakeMember, fakeMemberDay, fakeMembers, fakeMemberTrades } from './members.ts';
import { createFakeOutbox } from './outbox.ts';
import { createFakePrivacy } from './privacy.ts';
import { createFakeRecovery } from './recovery.ts';
import { createFakeReports } from './reports.ts';
import { createFakeRuleAudit } from './rule-audit.ts';
import { fakeRules } from './rule-book.ts';
import { createFakeRuleTrials } from './rule-trials.ts';
import { createFakeRules } from './rules.ts';
import { createFakeSecurity } from './security.ts';
import { createFakeSettlement } from './settlement.ts';
import { fakeIndicators, fakePrices, fakeSeries } from './stats.ts';
import { createFakeSync } from './sync.ts';
import { cancelTask, startTask } from './tasks.ts';
import { createFakeUpdates } from './updates.ts';

type FakeHandlers = { [M in MethodName]: (input: Input<M>) => Output<M> };
const DAY = 86_400_000;

const chosenFiles: Readonly<Record<Input<'files.choose'>['purpose'], Output<'files.choose'>>> = {
  import: { fileId: 'file-1', name: 'readings-2025.csv', bytes: 4_812_330 },
  boundary: { fileId: 'file-2', name: 'districts.geojson', bytes: 61_204 },
  'grid-factors': { fileId: 'file-3', name: 'grid-de-2026-hourly.csv', bytes: 412_870 },
  report: { fileId: 'file-4', name: 'Monthly community report CW-7K2M-9QX4-T5BN.pdf', bytes: 184_220 },
};

/** One function per method of the contract, over the state of one fake bridge. */
export function createFakeHandlers(state: FakeState): FakeHandlers {
  function community(id: string): FakeCommunity {
    const found = state.communities.find((one) => one.id === id);
    if (found === undefined) throw new FakeProblem({ code: 'INPUT_INVALID', message: `There is no community ${id}.` });
    return found;
  }

  function member(id: string, range: Input<'members.list'>['range']) {
    const found = state.communities.flatMap((one) => fakeMembers(one, range)).find((one) => one.id === id);
    if (found === undefined) throw new FakeProblem({ code: 'INPUT_INVALID', message: `There is no member ${id}.` });
    return found;
  }

  function become(change: Partial<FakeState['session']>): FakeState['session'] {
    state.session = { ...state.session, ...change };
    state.emit('session.changed', state.session);
    return state.session;
  }

  const documents = new FakeDocuments(state, community);

  return {
    'session.state': () => state.session,
    'session.setUp': ({ passphrase, keychain }) => {
      state.communities = [];
      return become({
        state: 'unlocked',
        engine: 'ready',
        protection: { passphrase: passphrase !== undefined, keychain },
      });
    },
    'session.unlock': (input) => {
      if (input.with === 'passphrase' && input.passphrase !== FAKE_PASSPHRASE)
        throw new FakeProblem({ code: 'KEY_UNAVAILABLE' });
      return become({ state: 'unlocked', engine: 'ready' });
    },
    'session.openDemo': () => {
      state.communities = [];
      startTask(state, { kind: 'demo', subject: 'Sonnenhang', unit: 'days', total: 120 });
      return become({ state: 'demo', engine: 'ready' });
    },
    'session.lock': () => {
      become({ state: state.session.state === 'demo' ? 'first-run' : 'locked', engine: 'stopped' });
      return {};
    },
    'preferences.get': () => state.preferences,
    'preferences.set': (change) => (state.preferences = { ...state.preferences, ...change }),
    'files.choose': ({ purpose }) => chosenFiles[purpose],
    'files.chooseTarget': ({ suggestedName, type }) => ({ fileId: 'target-1', name: `${suggestedName}.${type}` }),
    'files.save': () => ({ saved: true }),
    'errands.take': () => [],
    'communities.list': () => state.communities,
    'communities.setBoundary': ({ communityId }) => ({ areas: community(communityId).isDemo ? 28 : 1 }),
    'communities.remove': ({ communityId }) => {
      state.communities = state.communities.filter(({ id }) => id !== communityId);
      state.emit('cache.changed', { areas: ['communities'] });
      return {};
    },
    'stats.indicators': (input) => fakeIndicators(community(input.communityId), input),
    'stats.series': (input) => fakeSeries(community(input.communityId), input),
    'pricing.series': (input) => fakePrices(community(input.communityId), input),
    'pricing.current': ({ communityId }) => fakeCurrentPrice(community(communityId)),
    'market.book': (input) => fakeBook(community(input.communityId), input, state.now),
    'market.explain': (input) => fakeExplanation(community(input.communityId), input, state.now),
    'market.verify': ({ slot, clearingId }) => ({ clearingId, slot, verdict: 'verified', differences: [] }),
    'market.replay': ({ communityId, range }) => {
      const total = Math.round((range.to - range.from) / FAKE_SLOT_MS);
      return startTask(state, {
        kind: 'replay',
        subject: community(communityId).name,
        unit: 'clearings',
        total,
        communityId,
        outcome: { verified: total, different: 0, withoutCertificate: 0 },
      });
    },
    'market.replayResult': (input) => fakeReplayResult(state, input),
    'market.certificate': (input) => fakeCertificate(community(input.communityId), input),
    'market.offers': (input) => fakeOffers(community(input.communityId), input, state.now),
    ...createFakeRules(state, community),
    ...createFakeRuleTrials(state, community),
    ...createFakeRuleAudit(state, community),
    ...createFakeLedger(state, community),
    ...createFakeSettlement(state, community),
    ...createFakeHealth(community),
    ...createFakeInsights(state, community),
    ...createFakeOutbox(state, community),
    ...createFakeAuditLog(state),
    ...createFakeReports(state, community),
    ...createFakeSync(state),
    ...createFakeConsents(state, documents, community),
    ...createFakeDocuments(state, documents, community),
    ...createFakeIdentity(state),
    ...createFakePrivacy(state, community),
    ...createFakeBackups(state),
    ...createFakeDiagnostics(state),
    ...createFakeAbout(state),
    ...createFakeSecurity(state),
    ...createFakeRecovery(state),
    ...createFakeUpdates(state),
    'map.cells': (input) => fakeMap(community(input.communityId), input),
    'members.list': ({ communityId, range }) => fakeMembers(community(communityId), range),
    'members.get': ({ memberId, range }) =>
      fakeMember(
        member(memberId, range),
        state.communities
          .flatMap((one) => fakeRules(one, state.decisions))
          .filter((rule) => rule.memberId === memberId && rule.version > 0),
      ),
    'members.day': (input) => fakeMemberDay(member(input.memberId, { from: state.now - DAY, to: state.now }), input),
    'members.trades': (input) => fakeMemberTrades(member(input.memberId, input.range), input),
    'tasks.list': () => state.tasks,
    'tasks.cancel': ({ taskId }) => cancelTask(state, taskId),
    'demo.create': () => startTask(state, { kind: 'demo', subject: 'Sonnenhang', unit: 'days', total: 120 }),
    'imports.inspect': ({ fileId }) => fakeInspection(fileId),
    'imports.start': ({ communityName }) =>
      startTask(state, { kind: 'import', subject: 'readings-2025.csv', unit: 'rows', total: 126_240, communityName }),
  };
}
