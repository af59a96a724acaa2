/** Which columns are shown, in which order and how wide: one line of text in the preferences and in saved views. Pure. */

/** The columns in the order of the default. */
export const columnKeys = [
  'executedAt',
  'buyer',
  'seller',
  'quantityWh',
  'price',
  'amount',
  'status',
  'buyerSavings',
  'sellerSavings',
  'mechanism',
  'rules',
  'id',
] as const;
export type ColumnKey = (typeof columnKeys)[number];

export interface ColumnLayout {
  /** Every column, the hidden ones too, so that one comes back to where it was. */
  readonly order: readonly ColumnKey[];
  readonly hidden: ReadonlySet<ColumnKey>;
  /** In pixels. Without any the columns share the width of the table. */
  readonly widths: ReadonlyMap<ColumnKey, number>;
}

export const defaultLayout: ColumnLayout = {
  order: columnKeys,
  hidden: new Set<ColumnKey>(['mechanism', 'rules', 'id']),
  widths: new Map(),
};

const WORD = /^(-?)(\w+)(?::(\d{2,4}))?$/;

/** The layout that a text describes. What it does not know is left out, columns that it does not name stand last as in the default. */
export function readLayout(text: string | undefined): ColumnLayout {
  if (text === undefined) return defaultLayout;
  const order: ColumnKey[] = [];
  const hidden = new Set<ColumnKey>();
  const widths = new Map<ColumnKey, number>();
  for (const word of text.split(' ')) {
    const [, minus, name, width] = WORD.exec(word) ?? [];
    const key = columnKeys.find((one) => one === name);
    if (key === undefined || order.includes(key)) continue;
    order.push(key);
    if (minus === '-') hidden.add(key);
    if (width !== undefined) widths.set(key, Number(width));
  }
  for (const key of columnKeys) {
    if (order.includes(key)) continue;
    order.push(key);
    if (defaultLayout.hidden.has(key)) hidden.add(key);
  }
  // A table without columns would have no way back.
  return hidden.size === order.length ? defaultLayout : { order, hidden, widths };
}

/** One word a column, in order: `-` before a hidden one, `:` and the pixels after one of a chosen width. */
export function writeLayout({ order, hidden, widths }: ColumnLayout): string {
  return order
    .map((key) => {
      const width = widths.get(key);
      return `${hidden.has(key) ? '-' : ''}${key}${width === undefined ? '' : `:${width}`}`;
    })
    .join(' ');
}

/** The columns that are seen. */
export function shownColumns({ order, hidden }: ColumnLayout): ColumnKey[] {
  return order.filter((key) => !hidden.has(key));
}

/** The order with one column a place earlier (-1) or later (1); at the end it stays. */
export function movedColumn(order: readonly ColumnKey[], key: ColumnKey, direction: -1 | 1): ColumnKey[] {
  const from = order.indexOf(key);
  const to = Math.max(0, Math.min(order.length - 1, from + direction));
  return order.with(from, order[to]).with(to, key);
}
