/** What became of the rows of one kind in a page. */
export interface RowCounts {
  /** New to the cache. */
  inserted: number;
  /** In the place of an older version. */
  changed: number;
  /** Already there in this version. */
  unchanged: number;
  /** Older than what is there, than another row of the page, or than what retention keeps. */
  ignored: number;
}

/** Counts at 0. */
export function noRows(): RowCounts {
  return { inserted: 0, changed: 0, unchanged: 0, ignored: 0 };
}

/** How rows of one kind meet the rows that are stored. */
export interface RowMerge<Stored> {
  readonly count: number;
  /** Whether retention keeps a row out; such rows are counted as ignored. */
  isKeptOut(row: number): boolean;
  /** The order of the table's key; 0 for two rows with the same key. */
  compareKeys(a: number, b: number): number;
  /** The higher one stays. */
  version(row: number): number;
  /** The stored row with the same key. */
  find(row: number): Stored | undefined;
  versionOf(stored: Stored): number;
  insert(row: number): void;
  change(row: number, stored: Stored): void;
}

/**
 * Merges the rows of a page into a table in the order of its key, so that the pages of the file are touched one after the other. Of
 * several rows with one key the highest version stays, wherever it comes from: the result does not depend on the order of the rows or on
 * how they were split into pages.
 */
export function mergeRows<Stored>(merge: RowMerge<Stored>): RowCounts {
  const counts = noRows();
  const rows = inKeyOrder(merge).filter((row) => !merge.isKeptOut(row));
  counts.ignored = merge.count - rows.length;
  for (let at = 0; at < rows.length;) {
    let newest = rows[at++];
    // Rows of the same key stand side by side.
    for (; at < rows.length && merge.compareKeys(newest, rows[at]) === 0; at++) {
      const difference = merge.version(rows[at]) - merge.version(newest);
      if (difference === 0) counts.unchanged++;
      else counts.ignored++;
      if (difference > 0) newest = rows[at];
    }
    const stored = merge.find(newest);
    if (stored === undefined) {
      merge.insert(newest);
      counts.inserted++;
      continue;
    }
    const difference = merge.version(newest) - merge.versionOf(stored);
    if (difference > 0) {
      merge.change(newest, stored);
      counts.changed++;
    } else if (difference === 0) counts.unchanged++;
    else counts.ignored++;
  }
  return counts;
}

function inKeyOrder(merge: Pick<RowMerge<unknown>, 'count' | 'compareKeys'>): Int32Array {
  const rows = Int32Array.from({ length: merge.count }, (_, row) => row);
  for (let row = 1; row < rows.length; row++) {
    if (merge.compareKeys(row - 1, row) > 0) return rows.sort((a, b) => merge.compareKeys(a, b));
  }
  return rows;
}

/** A comparison of 16-byte ids by row, as SQLite compares blobs, without looking at single bytes each time. */
export function idOrder(ids: Uint8Array, count: number): (a: number, b: number) => number {
  const view = new DataView(ids.buffer, ids.byteOffset, ids.byteLength);
  const first = new Float64Array(count);
  const middle = new Float64Array(count);
  const last = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const at = row * 16;
    first[row] = view.getUint32(at) * 0x1_0000 + view.getUint16(at + 4);
    middle[row] = view.getUint32(at + 6) * 0x1_0000 + view.getUint16(at + 10);
    last[row] = view.getUint32(at + 12);
  }
  return (a, b) => first[a] - first[b] || middle[a] - middle[b] || last[a] - last[b];
}
