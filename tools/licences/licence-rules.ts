/** Licences, by SPDX id, under which a package may be passed on inside the console: all ask for their text and a name at most. */
const allowed: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'OFL-1.1',
  'Unlicense',
  'Zlib',
]);

/** Packages that name no licence in their `package.json` but have its text; looked at anew with every version. */
const readInText: Readonly<Record<string, string>> = {
  'suncalc@2.0.2': 'BSD-2-Clause',
};

/**
 * The licence of a package as an SPDX expression.
 * @param declared what its `package.json` says, if anything
 */
export function licenceOf(name: string, version: string, declared: string | undefined): string {
  return declared ?? readInText[`${name}@${version}`] ?? '';
}

/**
 * Whether a package may be passed on under what it says: of several licences to choose from one has to be allowed, of several that hold at
 * once all.
 * @param expression an SPDX expression such as `MIT`, `(MIT OR GPL-3.0-only)` or `MIT AND ISC`, without parentheses inside one another
 */
export function isAllowedLicence(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, ' ');
  return plain.split(/\sOR\s/).some((choice) => choice.split(/\sAND\s/).every((id) => allowed.has(id.trim())));
}
