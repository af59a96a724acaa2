import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiffLine, diffLines } from '#shared/domain/line-diff.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
const without = (kind: DiffLine['kind'], lines: readonly DiffLine[]): string =>
  lines
    .filter((line) => line.kind !== kind)
    .map((line) => line.text)
    .join('\n');
const told = (lines: readonly DiffLine[]): string[] =>
  lines.map((line) => `${{ same: ' ', removed: '-', added: '+' }[line.kind]}${line.text}`);

/** The length of the longest common subsequence, by trying. */
function longestCommon([first, ...rest]: readonly string[], other: readonly string[]): number {
  if (first === undefined) return 0;
  const at = other.indexOf(first);
  const withIt = at === -1 ? 0 : 1 + longestCommon(rest, other.slice(at + 1));
  return Math.max(withIt, longestCommon(rest, other));
}

describe('the lines of two texts', () => {
  it('tell what was taken out and what was put in, at its place', () => {
    expect(told(diffLines('1 Purpose\n2 Leaving\n3 Board', '1 Purpose\n2 Joining\n3 Board\n4 Trading'))).toEqual([
      ' 1 Purpose',
      '-2 Leaving',
      '+2 Joining',
      ' 3 Board',
      '+4 Trading',
    ]);
  });

  it('give back both texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        expect(without('added', lines)).toBe(before);
        expect(without('removed', lines)).toBe(after);
      }),
    );
  });

  it('are as few changes as possible; none between equal texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const same = diffLines(before, after).filter(({ kind }) => kind === 'same').length;
        expect(same).toBe(longestCommon(before.split('\n'), after.split('\n')));
      }),
    );
    fc.assert(
      fc.property(text, (same) => {
        expect(diffLines(same, same).every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
  });

  it('of texts that are long and have little in common are told at once, as a whole', () => {
    const many = (word: string): string => Array.from({ length: 20_000 }, (_, line) => `${word} ${line}`).join('\n');
    const lines = diffLines(`Title\n${many('old')}`, `Title\n${many('new')}`);
    expect(lines).toHaveLength(40_001);
    expect(lines[0]).toEqual({ kind: 'same', text: 'Title' });
    expect(lines.findIndex(({ kind }) => kind === 'added')).toBe(20_001);
  });
});
