/** Deeper nesting than any input of the contract. */
const MAX_DEPTH = 32;
const OVERHEAD = 8;

/**
 * Whether a value from the page is bigger than `limit` bytes or nested absurdly deep. Counts as the structured clone
 * roughly does and stops counting at the limit, so that a hostile input costs no more than the limit.
 */
export function exceeds(value: unknown, limit: number): boolean {
  let left = limit;
  const take = (bytes: number): boolean => {
    left -= bytes;
    return left < 0;
  };
  const visit = (item: unknown, depth: number): boolean => {
    if (typeof item === 'string') return take(OVERHEAD + item.length * 2);
    if (typeof item !== 'object' || item === null) return take(OVERHEAD);
    if (ArrayBuffer.isView(item) || item instanceof ArrayBuffer) return take(OVERHEAD + item.byteLength);
    if (depth === MAX_DEPTH || take(OVERHEAD)) return true;
    // By their size first: an array may have four billion places and nothing in them.
    if (Array.isArray(item)) return take(item.length) || item.some((entry) => visit(entry, depth + 1));
    if (item instanceof Map || item instanceof Set) return [...item].some((entry) => visit(entry, depth + 1));
    return Object.entries(item).some(([key, entry]) => take(key.length * 2) || visit(entry, depth + 1));
  };
  return visit(value, 0);
}
