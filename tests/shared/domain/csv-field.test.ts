import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvField, plainText } from '#shared/domain/csv-field.ts';

describe('a text in a sheet', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠SUM(1)'])(
    'is never the formula that %j would be',
    (text) => {
      expect(plainText(text)).toBe(`'${text}`);
    },
  );

  it.each(['House A17', '1 - 1', 'a=b', '', "'=1"])('stays %j when no sheet takes it for a formula', (text) => {
    expect(plainText(text)).toBe(text);
  });

  it('is one field of its line, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(',', ';'), (text, delimiter) => {
        const field = csvField(text, delimiter);
        const inside = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '') : field;
        expect(inside).not.toMatch(/"/);
        if (!field.startsWith('"')) expect(field).not.toMatch(new RegExp(`[\\r\\n${delimiter}]`));
      }),
    );
  });
});
