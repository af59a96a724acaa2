import clsx from 'clsx';
import { useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerSort } from '#shared/contract/ledger-records.ts';
import gridClasses from '../../../components/row-grid.module.css';
import { SortHead } from '../../../components/sort-head.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import type { ColumnKey } from './column-layout.ts';
import { columns } from './columns.tsx';
import classes from './table.module.css';

export interface ColumnHeadProps {
  readonly column: ColumnKey;
  /** In pixels, as chosen or at first. */
  readonly width: number;
  readonly sort: LedgerSort;
  readonly onSort: (sort: LedgerSort) => void;
  readonly onResize: (width: number) => void;
  /** The mouse is pressed on the edge. */
  readonly onGrab: (event: MouseEvent) => void;
}

const KEY_STEP = 16;

/** The head of a column: a click sorts by it where the ledger can, its right edge makes it wider or narrower. */
export function ColumnHead({ column, width, sort, onSort, onResize, onGrab }: ColumnHeadProps): ReactNode {
  const { t } = useTranslation('ledger');
  const format = useFormat();
  const head = useRef<HTMLDivElement>(null);
  const { kind, sort: by, unit, least, term } = columns[column];
  const name = t(`columns.${column}.label`);
  const sorted = by === null || sort.by !== by ? null : sort.descending ? 'descending' : 'ascending';

  function onKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -KEY_STEP, ArrowRight: KEY_STEP }[event.key];
    if (step === undefined || head.current === null) return;
    event.preventDefault();
    onResize(Math.max(least, Math.round(head.current.offsetWidth || width) + step));
  }

  return (
    <div
      ref={head}
      role="columnheader"
      data-column={column}
      aria-sort={by === null ? undefined : (sorted ?? 'none')}
      className={clsx(gridClasses.cell, gridClasses[kind], classes.headCell)}
    >
      <SortHead
        kind={kind}
        label={name}
        title={t(`columns.${column}.name`)}
        unit={unit(format)}
        sorted={sorted}
        term={term}
        onSort={by === null ? null : () => onSort({ by, descending: sorted === null || !sort.descending })}
      />
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={t('columns.width', { column: name })}
        aria-valuenow={Math.round(width)}
        aria-valuemin={least}
        tabIndex={0}
        className={classes.edge}
        onKeyDown={onKey}
        onMouseDown={onGrab}
      />
    </div>
  );
}
