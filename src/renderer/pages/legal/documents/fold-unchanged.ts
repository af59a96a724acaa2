import type { DiffLine } from '#shared/domain/line-diff.ts';

/** Unchanged lines that stay beside a change. */
const BESIDE = 2;

/** The lines of a comparison, with the number of those left out wherever many lie between two changes. */
export function foldUnchanged(lines: readonly DiffLine[]): (DiffLine | number)[] {
  const isNear = lines.map((_, at) => lines.slice(Math.max(0, at - BESIDE), at + BESIDE + 1).some(isChange));
  const folded: (DiffLine | number)[] = [];
  for (const [at, line] of lines.entries()) {
    const last = folded.at(-1);
    if (isNear[at]) folded.push(line);
    else if (typeof last === 'number') folded[folded.length - 1] = last + 1;
    else folded.push(1);
  }
  return folded;
}

function isChange({ kind }: DiffLine): boolean {
  return kind !== 'same';
}
