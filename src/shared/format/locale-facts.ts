/** How a locale writes and orders, where something is to be read or built and not only written by `Format`. Pure. */

/** What stands between a number and its decimals, e.g. ",". */
export function decimalSign(locale: string): string {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(0.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}

const dateParts: Readonly<Record<string, string>> = { day: 'dd', month: 'mm', year: 'yyyy' };

/** The order of a date in figures, e.g. "dd.mm.yyyy". */
export function dayPattern(locale: string): string {
  const options = { day: '2-digit', month: '2-digit', year: 'numeric', calendar: 'gregory' } as const;
  const parts = new Intl.DateTimeFormat(locale, options).formatToParts(0);
  return parts.map(({ type, value }) => dateParts[type] ?? value).join('');
}

/** Puts names in the order in which people of the locale look them up: "House A2" before "House A10". */
export function byName(locale: string): (a: string, b: string) => number {
  return new Intl.Collator(locale, { numeric: true }).compare;
}

/** Texts in a row as a sentence has them, e.g. "A, B and C". */
export function listText(texts: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(texts);
}

/** Texts of which one is to be taken, e.g. "A, B or C". */
export function choiceText(texts: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(texts);
}
