/** Members by what they saved, in bins that several scenarios share. Pure. */

/** Savings from (inclusive) and to (exclusive), micro-currency; an end that is open is null. */
export interface SharedBin {
  readonly from: number | null;
  readonly to: number | null;
  /** Members in it under each scenario. */
  readonly members: readonly number[];
}

const MOST_BINS = 16;
/** The part of all values at either end that may lie beyond the widths of equal bins. */
const TAIL = 0.03;

/**
 * Bins of a round width, merged until under every scenario each holds nobody or `k` members at least (DOMAIN.md section 8). The first and
 * the last one are open; losses and gains are apart wherever there are enough of both.
 * @param sets the savings of the same members under each scenario, micro-currency; with fewer than `k` members there are no bins
 */
export function sharedBins(sets: readonly (readonly number[])[], k: number): SharedBin[] {
  if (sets.length === 0 || sets.some((set) => set.length < k)) return [];
  const edges = roundEdges(sets.flat().sort((a, b) => a - b));
  const counts = sets.map((set) => countBetween(set, edges));
  const bins: SharedBin[] = Array.from({ length: edges.length + 1 }, (_, at) => ({
    from: edges[at - 1] ?? null,
    to: edges[at] ?? null,
    members: counts.map((count) => count[at]),
  }));
  const gains = bins.findIndex(({ from }) => from === 0);
  if (gains === -1) return withoutEmptyEnds(mergeSmall(bins, k));
  const apart = [...mergeSmall(bins.slice(0, gains), k), ...mergeSmall(bins.slice(gains), k)];
  return withoutEmptyEnds(mergeSmall(apart, k));
}

/** The inner edges between the open bins, multiples of a round width. */
function roundEdges(sorted: readonly number[]): number[] {
  const low = sorted[Math.floor(sorted.length * TAIL)];
  const high = sorted[Math.ceil(sorted.length * (1 - TAIL)) - 1];
  const width = roundWidth((high - low) / (MOST_BINS - 2));
  const first = Math.ceil(low / width);
  return Array.from({ length: Math.floor(high / width) - first + 1 }, (_, at) => (first + at) * width);
}

/** The next of 1, 2, 5, 10, 20, ... cents. */
function roundWidth(least: number): number {
  const CENT = 10_000;
  for (let decade = CENT; ; decade *= 10) {
    const found = [1, 2, 5].map((factor) => factor * decade).find((width) => width >= least);
    if (found !== undefined) return found;
  }
}

function countBetween(values: readonly number[], edges: readonly number[]): number[] {
  const counts = Array.from({ length: edges.length + 1 }, () => 0);
  for (const value of values) {
    const at = edges.findIndex((edge) => value < edge);
    counts[at === -1 ? edges.length : at]++;
  }
  return counts;
}

/** From the ends towards the middle: the thin tails come together first, and no further than they must. */
function mergeSmall(bins: readonly SharedBin[], k: number): SharedBin[] {
  const merged = [...bins];
  const isSmall = ({ members }: SharedBin): boolean => members.some((count) => count > 0 && count < k);
  for (;;) {
    const first = merged.findIndex(isSmall);
    const last = merged.findLastIndex(isSmall);
    if (first === -1 || merged.length === 1) return merged;
    const left = first < merged.length - 1 - last ? first : Math.max(last - 1, 0);
    merged.splice(left, 2, join(merged[left], merged[left + 1]));
  }
}

function join(left: SharedBin, right: SharedBin): SharedBin {
  return {
    from: left.from,
    to: right.to,
    members: left.members.map((count, at) => count + right.members[at]),
  };
}

function withoutEmptyEnds(bins: readonly SharedBin[]): SharedBin[] {
  const isFilled = ({ members }: SharedBin): boolean => members.some((count) => count > 0);
  return bins.slice(bins.findIndex(isFilled), bins.findLastIndex(isFilled) + 1);
}
