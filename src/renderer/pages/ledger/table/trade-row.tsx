import clsx from 'clsx';
import { memo, type ReactNode } from 'react';
import type { LedgerTrade } from '#shared/contract/ledger-records.ts';
import gridClasses from '../../../components/row-grid.module.css';
import type { Format } from '#shared/format/format.ts';
import type { ColumnKey } from './column-layout.ts';
import { columns, type LedgerTexts } from './columns.tsx';
import classes from './table.module.css';

export interface TradeRowProps {
  /** Undefined while it is not there yet. */
  readonly trade: LedgerTrade | undefined;
  readonly index: number;
  readonly id: string;
  /** In pixels. */
  readonly top: number;
  readonly height: number;
  readonly shown: readonly ColumnKey[];
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly format: Format;
  readonly t: LedgerTexts;
  readonly onPick: (index: number, trade: LedgerTrade) => void;
}

/** One trade; drawn again only when something of it changes. */
export const TradeRow = memo(function TradeRow(props: TradeRowProps): ReactNode {
  const { trade, index, id, top, height, shown, isActive, isOpen, format, t, onPick } = props;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      aria-busy={trade === undefined || undefined}
      className={clsx(gridClasses.row, isActive && gridClasses.active, isOpen && gridClasses.open)}
      style={{ height, transform: `translateY(${top}px)` }}
      onClick={trade && (() => onPick(index, trade))}
    >
      {shown.map((key) => (
        <div
          key={key}
          role="gridcell"
          data-column={key}
          className={clsx(gridClasses.cell, gridClasses[columns[key].kind], classes.cell)}
        >
          {trade && columns[key].cell(trade, format, t)}
        </div>
      ))}
    </div>
  );
});
