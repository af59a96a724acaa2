/** What became of a line between two texts. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Beyond so many pairs of lines the part that differs is told as a whole: nobody reads a comparison of texts that have little in common. */
const MOST_PAIRS = 4_000_000;

/**
 * The lines of two texts with what was taken out and what was put in, removed ones before added ones; as few of both as possible (longest
 * common subsequence). Taking out the added ones gives `before`, taking out the removed ones gives `after`.
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = before.split('\n');
  const next = after.split('\n');
  let start = 0;
  while (start < old.length && start < next.length && old[start] === next[start]) start++;
  let end = 0;
  while (end < old.length - start && end < next.length - start && old.at(-1 - end) === next.at(-1 - end)) end++;
  return [
    ...lines('same', old.slice(0, start)),
    ...diffMiddle(old.slice(start, old.length - end), next.slice(start, next.length - end)),
    ...lines('same', old.slice(old.length - end)),
  ];
}

function lines(kind: DiffLine['kind'], texts: readonly string[]): DiffLine[] {
  return texts.map((text) => ({ kind, text }));
}

function diffMiddle(old: readonly string[], next: readonly string[]): DiffLine[] {
  if (old.length * next.length > MOST_PAIRS) return [...lines('removed', old), ...lines('added', next)];
  const width = next.length + 1;
  // How many lines the rest of the two texts has in common, from each pair of places on.
  const common = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = next.length - 1; j >= 0; j--) {
      const below = common[(i + 1) * width + j];
      const right = common[i * width + j + 1];
      common[i * width + j] = old[i] === next[j] ? common[(i + 1) * width + j + 1] + 1 : Math.max(below, right);
    }
  }
  const found: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < next.length) {
    if (i < old.length && j < next.length && old[i] === next[j]) {
      found.push({ kind: 'same', text: old[i++] });
      j++;
    } else if (i < old.length && (j === next.length || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      found.push({ kind: 'removed', text: old[i++] });
    } else {
      found.push({ kind: 'added', text: next[j++] });
    }
  }
  return found;
}
