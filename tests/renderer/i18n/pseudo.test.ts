import { describe, expect, it } from 'vitest';
import { createI18n } from '#renderer/i18n/index.ts';
import { pseudoText } from '#renderer/i18n/pseudo.ts';

describe('the language that does not exist', () => {
  it('marks a text at both ends, writes it with accents and makes it longer', () => {
    expect(pseudoText('Save')).toBe('⟦Šáṽé~~⟧');
    expect(pseudoText('Choose a file').length).toBeGreaterThan('Choose a file'.length * 1.4);
  });

  it('leaves values, nested texts and tags as they are', () => {
    const text = pseudoText('{{count}} of {{ total }} <b>$t(rows)</b>');
    for (const kept of ['{{count}}', '{{ total }}', '<b>', '$t(rows)', '</b>']) expect(text).toContain(kept);
  });

  it('speaks in plurals and with values as any other', () => {
    const { t } = createI18n('en', true);
    expect(t('tasks:clearings.done', { count: 1, done: '1' })).toMatch(/^⟦1 ç.*⟧$/);
  });
});
