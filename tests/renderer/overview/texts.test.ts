import { describe, expect, it } from 'vitest';
import { createFormat } from '#renderer/i18n/format.ts';
import { createI18n, languages, type Language } from '#renderer/i18n/index.ts';
import { findingValues } from '#renderer/pages/overview/finding-values.ts';
import { findingKinds, type Finding } from '#shared/contract/health.ts';
import { failureCodes } from '#shared/domain/records.ts';

const values: Record<Finding['kind'], Finding['values']> = {
  'failed-settlements': { count: 14, amount: 21_400_000, topCode: 'METER_READING_LATE', topCount: 9 },
  'missing-readings': { missing: 12, slots: 672 },
  'unbalanced-readings': { rows: 1204, total: 126_240 },
  'worse-off-members': { count: 1, traders: 142 },
  'held-back-members': { count: 2 },
  'low-participation': { rate: 0.31, participants: 50, activeMembers: 160 },
  'self-sufficiency-change': { change: -0.062, now: 0.417, before: 0.479 },
  'all-well': {},
};

function sentences(language: Language) {
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  const format = createFormat({
    locale,
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    notAvailable: 'n/a',
    points: 'pt',
  });
  const t = createI18n(language).getFixedT(language, 'health');
  return (kind: Finding['kind']) => {
    const filled = findingValues({ kind, level: 'notice', values: values[kind] }, format, t);
    return `${t(`${kind}.title`, filled)} ${t(`${kind}.text`, filled)}`;
  };
}

describe.each(languages)('the health summary in %s', (language) => {
  it.each(findingKinds)('has a sentence for %s, with every number filled in', (kind) => {
    const sentence = sentences(language)(kind);
    expect(sentence).not.toMatch(/\{\{|undefined|NaN|health|\.title|\.text/);
    expect(sentence.length).toBeGreaterThan(20);
  });

  it('has words for every cause of a failed settlement', () => {
    const t = createI18n(language).getFixedT(language, 'health');
    for (const code of failureCodes) expect(t(`failureCodes.${code}`)).not.toContain('failureCodes');
  });
});

describe('the health summary', () => {
  it('is plain sentences', () => {
    const text = sentences('en');
    expect(text('failed-settlements')).toBe('14 settlements failed €21.40 in all. Most often: meter reading late (9).');
    expect(text('worse-off-members')).toContain('1 member is worse off than at retail');
    expect(text('self-sufficiency-change')).toContain('Self-sufficiency fell to 41.7%');
    expect(sentences('de')('self-sufficiency-change')).toContain('Der Autarkiegrad sank auf 41,7');
  });
});

/** The keys of a namespace, plural and context endings included. */
function keysOf(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? keysOf(value as object, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

describe.each(['overview', 'members', 'charts', 'health'])('the texts of %s', (namespace) => {
  it('are complete in every language', () => {
    const [english, german] = languages.map((language) =>
      keysOf(createI18n(language).getResourceBundle(language, namespace) as object).sort(),
    );
    expect(german).toEqual(english);
  });
});
