import { describe, expect, it } from 'vitest';
import { createFormat } from '#shared/format/format.ts';
import { createI18n } from '#renderer/i18n/index.ts';
import { evidenceAddress } from '#renderer/pages/insights/summary/evidence.ts';
import { languages, type Language } from '#shared/languages/languages.ts';
import { findingValues } from '#shared/words/finding-values.ts';
import { evidences, findingKinds, type Finding, type FindingKind } from '#shared/contract/health.ts';
import { failureCodes } from '#shared/domain/records.ts';

const AT = Date.UTC(2026, 6, 20, 16, 45);

/** One finding of each kind. */
const findings: { readonly [K in FindingKind]: Extract<Finding, { kind: K }>['values'] } = {
  'failed-settlements': { count: 14, amount: 21_400_000, topCode: 'METER_READING_LATE', topCount: 9 },
  'waiting-approvals': { count: 1, amount: 62_000_000 },
  'missing-readings': { missing: 12, slots: 672 },
  'stale-data': { days: 3, dataTo: AT },
  'no-data': {},
  'unbalanced-readings': { rows: 1204, total: 126_240 },
  'worse-off-members': { count: 1, traders: 142 },
  'worse-off-rolling': { count: 4, traders: 151, days: 30 },
  'held-back-members': { count: 2 },
  'savings-total': { amount: -3_250_000, days: 28, withheldDays: 2 },
  'savings-change': { perDay: 26_090_000, before: 22_300_000, change: 0.17 },
  'one-sided-price': { price: 288_900, retail: 312_000, feedIn: 81_000, share: 0.9 },
  'uneven-savings': { gini: 0.584, lowerHalfShare: 0.113, members: 142 },
  'low-participation': { rate: 0.31, participants: 50, activeMembers: 160 },
  'participation-change': { now: 0.61, before: 0.52, change: 0.09 },
  'members-change': { joined: 2, left: 0, activeMembers: 160 },
  'self-sufficiency-change': { change: -0.062, now: 0.417, before: 0.479 },
  'self-consumption-change': { change: 0.08, now: 0.71, before: 0.63 },
  'traded-change': { perDay: 182_400, before: 228_000, change: -0.2 },
  'peak-reduced': { wh: 46_210, baselineWh: 52_880, reduction: 0.126, at: AT },
  'co2-avoided': { grams: 648_200, gramsPerKwh: 344, source: 'Ember', year: 2024, method: 'any' },
  'all-well': { activeMembers: 160, slots: 672 },
};

function words(language: Language) {
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  const format = createFormat({
    locale,
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    notAvailable: 'n/a',
    points: 'pt',
  });
  const t = createI18n(language).getFixedT(language, 'health');
  function sentence<K extends FindingKind>(kind: K, change: Partial<(typeof findings)[K]> = {}): string {
    const finding = {
      kind,
      level: 'notice',
      evidence: 'readings',
      values: { ...findings[kind], ...change },
    } as Finding;
    const filled = findingValues(finding, { format, t, slotMinutes: 15 });
    const name: FindingKind = kind;
    return `${t(`${name}.title`, filled)}. ${t(`${name}.text`, filled)}`.replaceAll('\u00a0', ' ');
  }
  return { t, sentence };
}

describe.each(languages)('the health summary in %s', (language) => {
  const { t, sentence } = words(language);

  it.each(findingKinds)('has a sentence for %s, with every number filled in', (kind) => {
    expect(sentence(kind)).not.toMatch(/\{\{|undefined|NaN|\.title|\.text/);
  });

  it('has words for every side of a price, every factor and every cause of a failed settlement', () => {
    for (const share of [1.1, 0.9, 0.1, -0.1])
      expect(sentence('one-sided-price', { share })).not.toContain('one-sided');
    expect(sentence('co2-avoided', { year: null })).not.toContain('co2-avoided');
    for (const code of failureCodes) expect(t(`failureCodes.${code}`)).not.toContain('failureCodes');
  });

  it.each(evidences)('has words for the way to %s', (evidence) => {
    expect(t(`look.${evidence}`)).not.toContain('look.');
  });
});

describe('the health summary', () => {
  const { sentence } = words('en');

  it.each<[FindingKind, string]>([
    ['failed-settlements', '14 settlements failed. €21.40 in all. Most often: meter reading late (9).'],
    [
      'worse-off-rolling',
      '4 members lost against retail in 30 days. Of 151 who traded in the 30 days up to the end of the period.',
    ],
    ['self-sufficiency-change', 'Self-sufficiency fell to 41.7%. −6.2 pt against 47.9% in the period before.'],
    [
      'traded-change',
      'Members traded 20.0% less a day with one another. 182.4 kWh a day, after 228.0 kWh a day in the period before.',
    ],
    [
      'peak-reduced',
      'Trading lowered the highest import by 12.6%. To 184.8 kW, reached on 20 Jul 2026, 18:45; without trading it would have been 211.5 kW.',
    ],
    [
      'one-sided-price',
      'The price was near retail. 0.2889 €/kWh on average, 90% of the way from feed-in (0.0810 €/kWh) to retail (0.3120 €/kWh): sellers gained more for each kWh than buyers.',
    ],
  ])('says %s exactly', (kind, text) => {
    expect(sentence(kind)).toBe(text);
  });

  it('calls a loss a loss, and says what of it is withheld', () => {
    expect(sentence('savings-total')).toBe(
      'Members lost €3.25 against retail. All gains less all losses, over 28 days. 2 days that may not be shown are left out.',
    );
    expect(sentence('savings-total', { amount: 3_250_000, withheldDays: 0 })).toBe(
      'Members saved €3.25 against retail. All gains less all losses, over 28 days.',
    );
  });

  it('never tells avoided CO₂ without factor, source, year and method', () => {
    expect(sentence('co2-avoided')).toBe(
      '648.2 kg of CO₂ avoided. Reckoned with 344.0 g/kWh of 2024 (Ember). Method: location-based average; not an offset.',
    );
  });

  it('leads to the evidence of the same period', () => {
    expect(evidenceAddress('settlements-failed', '?period=week')).toEqual({
      pathname: '/settlements',
      search: '?period=week&when=period',
    });
    expect(evidenceAddress('insights-losses', '?period=month&compare=off')).toEqual({
      pathname: '/insights/fairness',
      search: '?period=month&compare=off',
    });
  });
});
