import fc from 'fast-check';

/** Texts that break out of something somewhere: SQL and its patterns, pages, paths, sheets, shells, and what Unicode has in store. */
export const hostileTexts = [
  '',
  ' ',
  "' OR '1'='1",
  "'; DROP TABLE trade; --",
  '" UNION SELECT wrapped FROM sqlite_master --',
  '%',
  '_',
  '%_%\\%',
  '\\',
  '\0',
  'a\0b',
  '\r\n',
  '\ud800',
  'a\udfff',
  '\u202etxt.exe',
  '\u{1f3e1}'.repeat(16),
  'İß',
  '<script>window.ran = true</script>',
  '"><img src=x onerror=alert(1)>',
  "=cmd|' /C calc'!A0",
  '@SUM(1)',
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  'file:///etc/passwd',
  'http://127.0.0.1:1/',
  'http://user:secret@127.0.0.1:1/%2e%2e/',
  '__proto__',
  'constructor',
  'toString',
  'NaN',
  'null',
  '0',
  '-1',
  '1e999',
  'x'.repeat(64),
  'x'.repeat(5000),
] as const;

/** Numbers at the borders of what JavaScript, SQLite, calendars and the contract take. */
export const hostileNumbers = [
  0,
  -0,
  1,
  -1,
  0.5,
  2 ** 31,
  -(2 ** 31),
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  2 ** 53,
  8.64e15,
  8.64e15 + 1,
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
] as const;

/** What no schema asks for, as far as the structured clone between processes carries it, and JSON. */
export function anything(): fc.Arbitrary<unknown> {
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, maxDepth: 3 }),
    },
    { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4, noUnicodeString: false }) },
    { weight: 2, arbitrary: fc.constantFrom<unknown>(...hostileTexts, ...hostileNumbers) },
    { weight: 1, arbitrary: fc.constantFrom(...oddities).map((make) => make()) },
  );
}

/** Made anew each time, because some refer to themselves. */
const oddities: readonly (() => unknown)[] = [
  () => undefined,
  () => JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}'),
  () => {
    const loop: unknown[] = [];
    loop.push(loop, { loop });
    return loop;
  },
  () => {
    const deep: unknown[] = [];
    for (let level = 0, at = deep; level < 5000; level += 1) at.push((at = []));
    return deep;
  },
  () => 'x'.repeat(2_000_000),
  () => Array.from({ length: 20_000 }, (_, index) => index),
  () => Object.assign([], { length: 4_000_000_000 }),
  () => new Uint8Array(1_000_000),
  () => new Date(Number.NaN),
  () => new Error('of the page'),
  () => /(a+)+$/,
  () => 10n ** 400n,
];
