import type { Contract, EngineMethodName, ParsedInput } from '#shared/contract/contract.ts';
import type { AuditDetails, AuditKind } from '#shared/contract/audit-records.ts';
import type { EngineContext } from '../context.ts';
import { requireMember } from '../members/member.ts';
import { decisionFacts } from './decision-facts.ts';
import { draftFacts, offerFacts, orderFacts, tradeIdsFacts } from './facts.ts';

/** Every method of the engine that may change something. */
type EngineCommand = {
  [M in EngineMethodName]: Contract[M]['kind'] extends 'command' ? M : never;
}[EngineMethodName];

/** What an entry says of a call. Made before anything is done: what it throws refuses the call. */
export interface AskedFacts {
  /** Wire id. */
  readonly communityId: string | null;
  /** Ids, pseudonyms, codes and whole numbers; of what a person typed only the reasons, which operators publish to each other. */
  readonly details: AuditDetails;
}

interface AuditedMethod<M extends EngineMethodName> {
  readonly kind: AuditKind;
  /** The kind of the second entry, when the call is refused; the same when absent. */
  readonly refusedKind?: AuditKind;
  about(input: ParsedInput<M>, context: Pick<EngineContext, 'cache' | 'files'>): AskedFacts;
}

/**
 * How each command of the engine stands in the audit log: what is asked is written before it is done. `itself`: the handler writes its entry,
 * because it needs its number or what only it knows. Null: nothing is changed or revealed. A new command does not compile without a place
 * here.
 */
export const auditedMethods: { readonly [M in EngineCommand]: AuditedMethod<M> | 'itself' | null } = {
  'market.placeOffer': {
    kind: 'offer',
    about: ({ communityId, offer, key }) => ({ communityId, details: { ...offerFacts(offer), key } }),
  },
  'market.takeOffer': {
    kind: 'offer',
    about: ({ communityId, ...taken }) => ({ communityId, details: taken }),
  },
  'rules.save': {
    kind: 'rule',
    about: ({ communityId, draft, ...rule }) => ({ communityId, details: { ...rule, ...draftFacts(draft) } }),
  },
  'rules.setEnabled': {
    kind: 'rule',
    about: ({ communityId, ...rule }) => ({ communityId, details: rule }),
  },
  'settlement.propose': {
    kind: 'settlement',
    about: ({ communityId, cases, resolution, reason, key }) => ({
      communityId,
      details: { step: 'propose', resolution: resolution.kind, reason, key, ...tradeIdsFacts(cases) },
    }),
  },
  'settlement.decide': {
    kind: 'settlement',
    about: ({ communityId, cases, decision, reason, key }) => ({
      communityId,
      details: { step: decision, reason, key, ...tradeIdsFacts(cases) },
    }),
  },
  'outbox.withdraw': {
    kind: 'decision',
    about: ({ id }, { cache }) => decisionFacts(cache.read, id, { step: 'withdraw' }),
  },
  'outbox.dismiss': {
    kind: 'decision',
    about: ({ id }, { cache }) => decisionFacts(cache.read, id, { step: 'dismiss' }),
  },
  'outbox.retry': {
    kind: 'decision',
    about: ({ id, key }, { cache }) => decisionFacts(cache.read, id, { step: 'retry', key }),
  },
  'sync.connect': {
    kind: 'sign-in',
    refusedKind: 'sign-in-failed',
    about: ({ address }) => ({ communityId: null, details: { hub: hostOf(address) } }),
  },
  'sync.signIn': {
    kind: 'sign-in',
    refusedKind: 'sign-in-failed',
    about: () => ({ communityId: null, details: { again: true } }),
  },
  'sync.disconnect': { kind: 'disconnect', about: () => ({ communityId: null, details: {} }) },
  // Fetches what is new, as it does by itself all the time.
  'sync.now': null,
  'sync.resync': {
    kind: 'community',
    about: ({ communityId, acceptFewer }) => ({ communityId, details: { step: 'fetch-anew', acceptFewer } }),
  },
  'sync.keepMonths': {
    kind: 'community',
    about: ({ communityId, months }) => ({ communityId, details: { step: 'keep-months', months } }),
  },
  'communities.setBoundary': {
    kind: 'community',
    about: ({ communityId, fileId }, { files }) => ({
      communityId,
      details: { step: 'set-boundary', file: files.resolve(fileId).name },
    }),
  },
  'communities.remove': {
    kind: 'community',
    about: ({ communityId }) => ({ communityId, details: { step: 'remove' } }),
  },
  'demo.create': {
    kind: 'community',
    about: (wanted) => ({ communityId: null, details: { step: 'demo', ...given(wanted) } }),
  },
  // Reads a file of the person's own and tells what is in it.
  'imports.inspect': null,
  'imports.start': {
    kind: 'import',
    about: ({ communityId, fileId, onBadRows, simulateTrades }, { files }) => ({
      communityId,
      details: { file: files.resolve(fileId).name, onBadRows, simulateTrades: simulateTrades ?? false },
    }),
  },
  // As imports.inspect.
  'insights.inspectFactors': null,
  'insights.importFactors': {
    kind: 'import',
    about: ({ communityId, fileId, source }, { files }) => ({
      communityId,
      details: { step: 'grid-factors', file: files.resolve(fileId).name, source },
    }),
  },
  'insights.removeFactors': {
    kind: 'settings',
    about: ({ communityId }) => ({ communityId, details: { step: 'remove-grid-factors' } }),
  },
  'ledger.export': {
    kind: 'export',
    about: ({ communityId, fileId, format, columns, filter, notation, language }, { files }) => ({
      communityId,
      details: {
        file: files.resolve(fileId, 'write').name,
        format,
        columns: columns.join(' '),
        from: filter.range.from,
        to: filter.range.to,
        memberId: filter.memberId,
        notation,
        language,
      },
    }),
  },
  'reports.make': {
    kind: 'report',
    about: ({ order, language }) => ({ communityId: order.communityId, details: { ...orderFacts(order), language } }),
  },
  // Computed from what is stored, for the person who asks; nothing of it is kept beyond the session.
  'insights.counterfactual': null,
  'market.replay': null,
  'rules.simulate': null,
  'rules.analyse': null,
  'rules.audit': null,
  'reports.verify': null,
  'reports.verifyFile': null,
  'audit.verify': null,
  'diagnostics.examine': null,
  // The entry of what was started tells that it was stopped.
  'tasks.cancel': null,
  'identity.reveal': 'itself',
  'consents.record': {
    kind: 'consent',
    about: ({ memberId, purpose, decision, documentVersion, at }, { cache }) => {
      const member = requireMember(cache.read, memberId);
      return {
        communityId: member.community.uid,
        details: { member: member.anonymizedId, memberId, purpose, decision, documentVersion, on: at },
      };
    },
  },
  'documents.save': {
    kind: 'document',
    about: ({ communityId, kind, language, validFrom, text }) => ({
      communityId,
      details: { document: kind, language, validFrom, characters: text.length },
    }),
  },
  'documents.setOrganiser': {
    kind: 'settings',
    about: ({ communityId }) => ({ communityId, details: { step: 'organiser' } }),
  },
  'privacy.setClocks': {
    kind: 'settings',
    about: ({ communityId, clocks }) => ({ communityId, details: { step: 'retention-clocks', ...clocks } }),
  },
  'privacy.setHold': {
    kind: 'legal-hold',
    about: ({ communityId, memberId, class: heldClass, reason }) => ({
      communityId,
      details: { step: 'set', memberId, class: heldClass, reason },
    }),
  },
  'privacy.liftHold': {
    kind: 'legal-hold',
    about: ({ holdId }) => ({ communityId: null, details: { step: 'lift', holdId } }),
  },
  'backups.make': { kind: 'backup', about: ({ reason }) => ({ communityId: null, details: { reason } }) },
  'privacy.runRetention': 'itself',
  'privacy.eraseMember': 'itself',
  'privacy.accessPack': 'itself',
};

/** An address as an entry may hold it: without the user and password that one could carry. */
function hostOf(address: string): string {
  return URL.parse(address)?.origin ?? '';
}

function given(values: Readonly<Record<string, number | undefined>>): AuditDetails {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
