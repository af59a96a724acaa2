import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '#shared/contract/audit-records.ts';
import { auditKinds } from '#shared/contract/audit-records.ts';
import { auditedMethods } from '#engine/audit/audited-methods.ts';
import { createI18n } from '#renderer/i18n/index.ts';
import { entryActor, entryFacts, entrySentence, factValue } from '#renderer/pages/audit/log/entry-words.ts';
import { createFormat } from '#shared/format/format.ts';
import { languages } from '#shared/languages/languages.ts';

const i18n = createI18n('en');
const parts = {
  t: i18n.getFixedT('en', ['audit-log', 'errors', 'reports']) as never,
  format: createFormat({
    locale: 'en-GB',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    notAvailable: 'n/a',
    points: 'pt',
  }),
  pseudonym: (id: string) => (id === 'member-17' ? 'House A17' : undefined),
};

function entry(told: Partial<AuditEntry>): AuditEntry {
  return {
    number: 8,
    at: 0,
    kind: 'settlement',
    outcome: 'asked',
    of: null,
    method: null,
    actor: null,
    role: 'admin',
    communityId: 'demo',
    details: {},
    hash: '0'.repeat(64),
    ...told,
  };
}

const textOf = (text: string) => text.replaceAll('\u00a0', ' ');

describe('an entry of the audit log', () => {
  it('is a sentence that counts what it is about', () => {
    const proposed = entry({
      method: 'settlement.propose',
      details: { step: 'propose', cases: 3, resolution: 'void' },
    });
    expect(entrySentence(proposed, parts)).toBe('Settlement steps were proposed for 3 trades');
    const approved = entry({ method: 'settlement.decide', details: { step: 'approve', cases: 1 } });
    expect(entrySentence(approved, parts)).toBe('The proposal for 1 trade was approved');
  });

  it('names a member by pseudonym, and one that is not here as a member', () => {
    const revealed = entry({ kind: 'identity-reveal', method: 'identity.reveal', details: { memberId: 'member-17' } });
    expect(entrySentence(revealed, parts)).toBe('The identity of House A17 was revealed');
    expect(entrySentence({ ...revealed, details: { memberId: 'gone' } }, parts)).toContain('of a member');
  });

  it('says why something did not happen, and which entry had asked for it', () => {
    const refused = entry({ kind: 'offer', outcome: 'refused', of: 7, details: { code: 'PRICE_INVALID' } });
    expect(entrySentence(refused, parts)).toBe('Offer: this did not happen');
    expect(entryFacts(refused, parts)).toBe('This price is not allowed in this market. · asked for by entry 7');
  });

  it('writes facts with their units, times as times, and what it does not know as it stands', () => {
    const facts = entryFacts(
      entry({ details: { quantityWh: 500, price: 182_000, windowStart: Date.UTC(2026, 6, 22, 12), oddity: 'x' } }),
      parts,
    );
    expect(textOf(facts)).toBe('quantity: 0.500 kWh · price: 0.1820 €/kWh · from: 22 Jul 2026, 14:00 · oddity: x');
  });

  it('leaves to its sheet what only a machine reads', () => {
    expect(entryFacts(entry({ details: { key: 'abc', sha256: 'def', reason: 'Both agree.' } }), parts)).toBe(
      'reason: Both agree.',
    );
  });

  it('of the session is told by its kind: the same call unlocks, or fails to', () => {
    const unlock = entry({ method: 'session.unlock', kind: 'unlock', details: { how: 'keychain' } });
    expect(entrySentence(unlock, parts)).toBe('The console was unlocked');
    expect(entryFacts(unlock, parts)).toBe('with: the system’s keychain');
    expect(entrySentence({ ...unlock, kind: 'unlock-failed' }, parts)).toContain('in vain');
  });

  it('shows what a person typed as it stands, whatever it looks like', () => {
    const reason = 'See errors:INTERNAL.happened, {{count}} of $t(yes)';
    expect(factValue('reason', reason, parts)).toBe(reason);
    expect(entryFacts(entry({ details: { reason } }), parts)).toBe(`reason: ${reason}`);
  });

  it('of a kind that has no sentence for its call is told by its kind', () => {
    expect(entrySentence(entry({ kind: 'erasure', method: 'some.newMethod' }), parts)).toBe('Erasure');
  });

  it('tells the person from the desk, and the desk from the console itself', () => {
    expect(entryActor(entry({ actor: 'Ada', role: 'manager' }), parts)).toBe('Ada (manager)');
    expect(entryActor(entry({ method: 'rules.save' }), parts)).toBe('At this desk');
    expect(entryActor(entry({}), parts)).toBe('The console itself');
  });

  it('shows a value that is not there as not available', () => {
    expect(factValue('memberId', null, parts)).toBe('n/a');
  });
});

describe.each(languages)('in %s', (language) => {
  it('every kind of entry has a name', () => {
    const nameless = auditKinds.filter((kind) => !i18n.exists(`audit-log:kinds.${kind}`, { lng: language }));
    expect(nameless).toEqual([]);
  });

  it('every call that the log tells of has a sentence', () => {
    const text = (key: string): unknown => i18n.getResource(language, 'audit-log', `said.${key}`);
    const silent = Object.entries(auditedMethods)
      .filter(([, audited]) => audited !== null)
      .map(([method]) => method)
      .filter((method) => (text(method) ?? text(`${method}_other`)) === undefined);
    expect(silent).toEqual([]);
  });
});
