import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
  type ColumnSizingState,
  type Updater,
} from '@tanstack/react-table';
import { useCallback, useMemo, useState, type MouseEvent } from 'react';
import type { LedgerTrade } from '#shared/contract/ledger-records.ts';
import { useView } from '../../../app/preferences.tsx';
import { columns } from './columns.tsx';
import { columnKeys, readLayout, writeLayout, type ColumnKey, type ColumnLayout } from './column-layout.ts';

const features = tableFeatures({
  columnOrderingFeature,
  columnVisibilityFeature,
  columnSizingFeature,
  columnResizingFeature,
});
const helper = createColumnHelper<typeof features, LedgerTrade>();
const definitions = columnKeys.map((key) =>
  helper.display({ id: key, size: columns[key].width, minSize: columns[key].least }),
);
/** The rows are drawn by place and never all known: the table is one of columns only. */
const noRows: LedgerTrade[] = [];

/** What the columns are remembered under. */
export const COLUMNS_VIEW = 'ledger.columns';

export interface Columns {
  readonly layout: ColumnLayout;
  readonly change: (layout: ColumnLayout) => void;
  /** In pixels, while it is being dragged too. */
  readonly widthOf: (key: ColumnKey) => number;
  /** Whether no width was ever chosen: then the columns share the width of the table. */
  readonly isSharing: boolean;
  /** Begins to drag the right edge of a column. */
  readonly grab: (key: ColumnKey, event: MouseEvent) => void;
}

/** The columns as the person left them. */
export function useColumns(): Columns {
  const [text, remember] = useView(COLUMNS_VIEW);
  const [known, setKnown] = useState(text);
  const [layout, setLayout] = useState(() => readLayout(text));
  if (text !== known) {
    setKnown(text);
    setLayout(readLayout(text));
  }
  const change = useCallback(
    (next: ColumnLayout) => {
      setLayout(next);
      remember(writeLayout(next));
    },
    [remember],
  );
  const table = useLedgerTable(layout, change);
  const { isResizingColumn, deltaOffset } = table.state.columnResizing;
  return {
    layout,
    change,
    widthOf: (key) => {
      const width = table.getColumn(key)?.getSize() ?? columns[key].width;
      return key === isResizingColumn ? Math.max(columns[key].least, width + (deltaOffset ?? 0)) : width;
    },
    isSharing: layout.widths.size === 0,
    grab: (key, event) =>
      table
        .getFlatHeaders()
        .find(({ id }) => id === key)
        ?.getResizeHandler()(event),
  };
}

function useLedgerTable(layout: ColumnLayout, change: (layout: ColumnLayout) => void) {
  const state = useMemo(
    () => ({
      columnOrder: [...layout.order],
      columnVisibility: Object.fromEntries([...layout.hidden].map((key) => [key, false])),
      columnSizing: Object.fromEntries(layout.widths),
    }),
    [layout],
  );
  return useTable({
    features,
    columns: definitions,
    data: noRows,
    state,
    columnResizeMode: 'onEnd',
    onColumnSizingChange: (updater: Updater<ColumnSizingState>) => {
      const sizes = typeof updater === 'function' ? updater(state.columnSizing) : updater;
      change({ ...layout, widths: widthsOf(sizes) });
    },
  });
}

function widthsOf(sizes: ColumnSizingState): Map<ColumnKey, number> {
  const widths = new Map<ColumnKey, number>();
  for (const key of columnKeys) {
    if (sizes[key] !== undefined) widths.set(key, Math.max(columns[key].least, Math.round(sizes[key])));
  }
  return widths;
}
