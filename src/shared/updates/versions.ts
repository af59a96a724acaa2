/**
 * Whether one version comes before another, as Semantic Versioning 2.0.0 (section 11) orders them: `0.2.0-beta.2` before `0.2.0-beta.10` before
 * `0.2.0`. Both have to be versions; what follows a `+` counts for nothing.
 */
export function isOlderVersion(version: string, than: string): boolean {
  const [one, other] = [partsOf(version), partsOf(than)];
  return (compareAll(one.numbers, other.numbers) || comparePre(one.pre, other.pre)) < 0;
}

function partsOf(version: string): { readonly numbers: readonly string[]; readonly pre: readonly string[] } {
  const [core, ...pre] = version.split('+', 1)[0].split('-');
  return { numbers: core.split('.'), pre: pre.length === 0 ? [] : pre.join('-').split('.') };
}

/** A version without a pre-release comes after those that have one. */
function comparePre(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return Number(one.length === 0) - Number(other.length === 0);
  return compareAll(one, other);
}

function compareAll(one: readonly string[], other: readonly string[]): number {
  for (const [place, part] of one.entries()) {
    if (place >= other.length) return 1;
    const order = comparePart(part, other[place]);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

/** Numbers by their size and before words, words by their letters. */
function comparePart(one: string, other: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (isNumber && isOtherNumber) return Number(one) - Number(other);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return Number(one > other) - Number(one < other);
}
