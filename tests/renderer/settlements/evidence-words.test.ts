import { describe, expect, it } from 'vitest';
import { evidenceChecks, type Evidence } from '#shared/contract/settlement-records.ts';
import { failureCodes } from '#shared/domain/records.ts';
import { languages } from '#shared/languages/languages.ts';
import { diagnose } from '#shared/settlement/diagnosis.ts';
import { resolutionKinds } from '#shared/settlement/events.ts';
import { suggestionReasons } from '#shared/settlement/suggestion.ts';
import { hubCommunity } from '#renderer/bridge/fake/sync.ts';
import { fakeCases } from '#renderer/bridge/fake/settlement-book.ts';
import { createFormat } from '#shared/format/format.ts';
import { createI18n } from '#renderer/i18n/index.ts';
import { evidenceSentence } from '#renderer/pages/settlements/case/evidence-words.ts';
import { NOON } from '../render.tsx';

const parties = { buyer: 'House B', seller: 'House S' };
const format = createFormat({
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  notAvailable: 'n/a',
  points: 'pt',
});
const cases = fakeCases(hubCommunity(NOON));
const evidence = cases.flatMap(({ facts }) => diagnose(facts).evidence);

function sentence(check: Evidence['check'], holds: boolean, values: Evidence['values']): string {
  const t = createI18n('en').getFixedT('en', 'settlement-cases');
  return evidenceSentence(t, format, { check, holds, values }, parties).replaceAll('\u00a0', ' ');
}

describe('what a check found', () => {
  it.each(languages)('is a whole sentence with every number filled in (%s)', (language) => {
    const t = createI18n(language).getFixedT(language, 'settlement-cases');
    const texts = evidence.map((one) => evidenceSentence(t, format, one, parties));
    const isWhole = (text: string): boolean =>
      /^[A-ZÄÖÜ0-9].*\.$/.test(text) && !/\{\{|undefined|NaN|evidence\./.test(text);
    expect(texts.filter((text) => !isWhole(text))).toEqual([]);
  });

  it('is looked at here for every check there is', () => {
    expect(new Set(evidence.map(({ check }) => check))).toEqual(new Set(evidenceChecks));
  });

  it('names the side that it is about, with units', () => {
    const share = { meterWh: 610, settledWh: 0, otherWh: 0, leftWh: 610, tradedWh: 1000 };
    expect(sentence('metered-export', true, share)).toBe(
      'House S fed only 0.610 kWh in. That leaves 0.610 kWh of the 1.000 kWh traded.',
    );
    expect(sentence('metered-import', true, { ...share, settledWh: 400, leftWh: 210 })).toBe(
      'House B drew 0.610 kWh; other trades have 0.400 kWh of it and wait for 0.000 kWh. That leaves 0.210 kWh of the 1.000 kWh traded.',
    );
    expect(sentence('amount', true, { amount: 121_200, expected: 120_000, quantityWh: 1000, price: 120_000 })).toBe(
      'The amount is €0.1212, but 1.000 kWh at 0.1200 €/kWh are €0.1200.',
    );
  });

  it('tells a reading that is missing from one that nobody has', () => {
    expect(sentence('seller-reading', true, { quality: null, wh: null })).toBe(
      'House S’s meter has told nothing for this slot.',
    );
    expect(sentence('seller-reading', false, { quality: null, wh: null })).toContain('Nobody’s readings of this slot');
    expect(sentence('buyer-reading', true, { quality: 'estimated', wh: 300 })).toBe(
      'House B’s reading is an estimate (0.300 kWh), not a measured value.',
    );
  });

  it('says since when a member was away', () => {
    const slot = Date.UTC(2026, 6, 1, 10);
    const active = { slot, joinedAt: slot - 1000, leftAt: null, isActive: 1 };
    expect(sentence('seller-active', true, { ...active, joinedAt: Date.UTC(2026, 6, 2, 10) })).toBe(
      'House S became a member only on 2 Jul 2026, 12:00.',
    );
    expect(sentence('seller-active', true, { ...active, leftAt: Date.UTC(2026, 5, 30, 10) })).toBe(
      'House S had left the community on 30 Jun 2026, 12:00.',
    );
    expect(sentence('seller-active', true, { ...active, isActive: 0 })).toContain('is not active now');
  });
});

describe.each(languages)('in %s there are words', (language) => {
  const { exists } = createI18n(language);
  const isMissing = (key: string): boolean => !exists(`settlement-cases:${key}`, { lngs: [language] });

  it('for every cause: its name, what it means and what to find out', () => {
    const keys = failureCodes.flatMap((code) => ['name', 'meaning', 'findOut'].map((text) => `causes.${code}.${text}`));
    expect(keys.filter(isMissing)).toEqual([]);
  });

  it('for every resolution and every reason to suggest one', () => {
    const keys = [
      ...resolutionKinds.map((kind) => `resolutions.${kind}.meaning`),
      ...suggestionReasons.map((reason) => `suggestion.reasons.${reason}`),
    ];
    expect(keys.filter(isMissing)).toEqual([]);
  });
});
