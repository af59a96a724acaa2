import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes, type ErrorCode } from '#shared/contract/errors.ts';
import { situationOf, situations } from '#shared/contract/situations.ts';

const ROW = /^\| ([A-Z_]+) +\| .* \| `(tests\/e2e\/[\w.-]+)` +\|$/gm;
const rows = [...readFileSync('docs/errors.md', 'utf8').matchAll(ROW)].map(([, code, file]) => ({ code, file }));

describe('the page of the errors', () => {
  it('has each code once', () => {
    expect(rows.map(({ code }) => code).sort()).toEqual([...errorCodes].sort());
  });

  it.each(rows)('$code is named by a test that provokes it', ({ code, file }) => {
    const titles = [...readFileSync(file, 'utf8').matchAll(/^test\((.+), async \(\) => \{$/gm)].map(
      ([, title]) => title,
    );
    const listed = readFileSync(file, 'utf8').match(/^const refusedCodes = \[[^\]]*\]/m)?.[0] ?? '';
    expect([...titles, listed].some((text) => new RegExp(`\\b${code}\\b`).test(text))).toBe(true);
  });
});

describe('situations', () => {
  const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('renderer'))
    .map((file) => readFileSync(path.join('src', file), 'utf8'))
    .join('\n');
  const all = Object.entries(situations).flatMap(([code, names]) => names.map((name) => ({ code, name })));

  it.each(all)('$code in the situation "$name" occurs', ({ name }) => {
    expect(source).toContain(`situation: '${name}'`);
  });

  it.each(['en', 'de'])('have all three texts in %s', (language) => {
    const texts = (
      JSON.parse(readFileSync(`resources/locales/${language}/errors.json`, 'utf8')) as { situations: object }
    ).situations;
    const expected = Object.fromEntries(
      Object.entries(situations).map(([code, names]) => [
        code,
        Object.fromEntries(names.map((name) => [name, { happened: '', kept: '', remedy: '' }])),
      ]),
    );
    const emptied = JSON.parse(JSON.stringify(texts), (_, value: unknown) =>
      typeof value === 'string' ? '' : value,
    ) as object;
    expect(emptied).toEqual(expected);
  });

  it('that are named in no list are told in the words of the code', () => {
    const of = (code: ErrorCode, situation: string): string | null => situationOf({ code, details: { situation } });
    expect(of('DISK_FULL', 'file')).toBe('file');
    expect(of('DISK_FULL', 'printer')).toBeNull();
    expect(of('SELF_TRADE', 'file')).toBeNull();
    expect(situationOf({ code: 'DISK_FULL' })).toBeNull();
  });
});
