/** How a passphrase is likely to fare against guessing: an honest rough hint, not a measurement. */

import { MIN_PASSPHRASE_LENGTH } from '#shared/contract/session.ts';

export type Strength = 'short' | 'weak' | 'fair' | 'good';

const GOOD_BITS = 64;
const FAIR_BITS = 48;
/** One of 7,776 words, as with dice. */
const BITS_PER_WORD = 12.9;
/** What people choose is far from random. */
const SHARE_OF_A_RANDOM_LETTER = 0.72;

const alphabets: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[^a-zA-Z0-9]/, 33],
];

/** Characters that only repeat or continue the one before (aaaa, 1234, dcba) add next to nothing. */
function informativeLength(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const step = index === 0 ? NaN : text.charCodeAt(index) - text.charCodeAt(index - 1);
    length += Math.abs(step) <= 1 ? 0.25 : 1;
  }
  return length * Math.min(1, new Set(text).size / 6);
}

/** Words of three letters or more: how many there are, and how many of them differ. */
function wordCounts(text: string): { readonly all: number; readonly different: number } {
  const words = text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  return { all: words.length, different: new Set(words).size };
}

/** The hint for a passphrase as it is typed; under ten characters it is always `short`. */
export function strengthOf(passphrase: string): Strength {
  if (passphrase.length < MIN_PASSPHRASE_LENGTH) return 'short';
  const size = alphabets.reduce((sum, [pattern, count]) => sum + (pattern.test(passphrase) ? count : 0), 0);
  const words = wordCounts(passphrase);
  // People choose words, not letters: what looks like a phrase is counted in words.
  const bits =
    words.all >= 3
      ? words.different * BITS_PER_WORD
      : informativeLength(passphrase) * Math.log2(size) * SHARE_OF_A_RANDOM_LETTER;
  if (bits >= GOOD_BITS) return 'good';
  return bits >= FAIR_BITS ? 'fair' : 'weak';
}
