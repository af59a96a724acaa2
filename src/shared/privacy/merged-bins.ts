import { DEFAULT_K } from './suppression.ts';

/** Members whose value lies in [from, to); an end that is open is null. */
export interface Bin {
  readonly from: number | null;
  readonly to: number | null;
  readonly members: number;
}

/** About how many bins there are before they are merged. */
const AIM = 10;

/** The smallest of 1, 2, 5, 10, 20, 50, ... that is not below `size`. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(size, 1)));
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= size) ?? 10 * power;
}

/** Joins bins with their next neighbours until each has `k` members; what is left over at the end joins the last. */
function merged(bins: readonly Bin[], k: number): Bin[] {
  const done: Bin[] = [];
  let open: Bin | null = null;
  for (const bin of bins) {
    open = open === null ? bin : { from: open.from, to: bin.to, members: open.members + bin.members };
    if (open.members < k) continue;
    done.push(open);
    open = null;
  }
  const last = done.pop();
  if (last === undefined) return [];
  return [...done, open === null ? last : { from: last.from, to: open.to, members: last.members + open.members }];
}

/**
 * Counts members by their value, ascending, in bins of at least `k` members each (DOMAIN.md section 8). Borders are round numbers, never
 * a member's own value, and the first and last bin are open, so that no bin shows the least or the most. 0 is a border wherever `k`
 * members lie on either side of it. Fewer than `k` values give no bin at all.
 */
export function mergedBins(values: readonly number[], k: number = DEFAULT_K): Bin[] {
  if (values.length < k) return [];
  const ordered = [...values].sort((a, b) => a - b);
  const low = ordered[k - 1];
  const high = ordered[ordered.length - k];
  const step = roundStep((high - low) / AIM);
  const borders: number[] = [];
  for (let border = Math.ceil(low / step) * step; border <= high; border += step) borders.push(border + 0);
  const below = ordered.filter((value) => value < 0).length;
  const splitsAtZero = below >= k && ordered.length - below >= k;
  if (splitsAtZero && !borders.includes(0)) borders.push(0);
  borders.sort((a, b) => a - b);
  const bins = [null, ...borders].map((from, at): Bin => {
    const to = borders[at] ?? null;
    const members = ordered.filter((value) => (from === null || value >= from) && (to === null || value < to)).length;
    return { from, to, members };
  });
  if (!splitsAtZero) return merged(bins, k);
  const negative = bins.filter(({ to }) => to !== null && to <= 0);
  return [...merged(negative, k), ...merged(bins.slice(negative.length), k)];
}
