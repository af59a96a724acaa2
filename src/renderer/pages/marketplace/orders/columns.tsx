import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { localDay } from '#shared/domain/slots.ts';
import { timeSpan } from '../../../charts/time-axis.ts';
import type { Format } from '#shared/format/format.ts';
import classes from './orders.module.css';
import type { OrderRow } from './rows.ts';

export interface CellContext {
  readonly format: Format;
  readonly t: TFunction<'marketplace'>;
  /** The address of a member's sheet. */
  readonly memberPath: (memberId: string) => string;
}

export interface Column {
  readonly key: 'member' | 'limit' | 'quantity' | 'traded' | 'left' | 'placed' | 'window';
  /** Below the name; every number of the column is in it. */
  readonly unit: (format: Format) => string | null;
  readonly kind: 'text' | 'number';
  readonly cell: (row: OrderRow, context: CellContext) => ReactNode;
}

const kwh = (wh: number, { format }: CellContext): string => format.number(wh / 1000, 3);
const noUnit = (): null => null;

function Member({ row, context }: { readonly row: OrderRow; readonly context: CellContext }): ReactNode {
  const { t, memberPath } = context;
  if (row.memberId === null || row.anonymizedId === null) return <span className={classes.quiet}>{t('heldBack')}</span>;
  return (
    <Link
      className={classes.member}
      to={memberPath(row.memberId)}
      // The list is one stop for the tab key; by keyboard the member is reached from the explanation.
      tabIndex={-1}
      onClick={(event) => event.stopPropagation()}
    >
      {row.anonymizedId}
    </Link>
  );
}

/** What is left in kWh, and below it why. */
function Left({ row, context }: { readonly row: OrderRow; readonly context: CellContext }): ReactNode {
  const { t } = context;
  const { quantityWh, tradedWh, reason, status } = row;
  const why = reason === null ? (status === null ? null : t(`statuses.${status}`)) : t(`reasons.${reason}`);
  return (
    <>
      {quantityWh === tradedWh ? <span className={classes.quiet}>–</span> : kwh(quantityWh - tradedWh, context)}
      {why !== null && <span className={classes.second}>{why}</span>}
    </>
  );
}

/** A time of the slot's own day, otherwise with its day. */
function timeOf(at: number, day: number, { format }: CellContext): string {
  const isSameDay = localDay(at, format.timeZone) === localDay(day, format.timeZone);
  return isSameDay ? format.time(at) : `${format.shortDate(at)}, ${format.time(at)}`;
}

function Placed({ row, context }: { readonly row: OrderRow; readonly context: CellContext }): ReactNode {
  return (
    <>
      {timeOf(row.createdAt, row.slot, context)}
      <span className={classes.second}>{context.t(`origins.${row.origin}`)}</span>
    </>
  );
}

function Window({ row, context }: { readonly row: OrderRow; readonly context: CellContext }): ReactNode {
  const { format, t } = context;
  return (
    <>
      {timeSpan(row.windowStart, row.windowEnd, format.locale, format.timeZone)}
      <span className={classes.second}>{`${format.shortDate(row.windowStart)}, ${t(`origins.${row.origin}`)}`}</span>
    </>
  );
}

const shared: readonly Column[] = [
  { key: 'member', kind: 'text', unit: noUnit, cell: (row, context) => <Member row={row} context={context} /> },
  {
    key: 'limit',
    kind: 'number',
    unit: (format) => format.price(0).unit,
    cell: ({ price }, { format, t }) =>
      price === null ? <span className={classes.words}>{t('anyPrice')}</span> : format.price(price).value,
  },
  { key: 'quantity', kind: 'number', unit: () => 'kWh', cell: ({ quantityWh }, context) => kwh(quantityWh, context) },
  {
    key: 'traded',
    kind: 'number',
    unit: () => 'kWh',
    cell: ({ tradedWh }, context) =>
      tradedWh === 0 ? <span className={classes.quiet}>–</span> : kwh(tradedWh, context),
  },
  { key: 'left', kind: 'number', unit: () => 'kWh', cell: (row, context) => <Left row={row} context={context} /> },
];

/** The columns of the orders of one slot, in their order. */
export const slotColumns: readonly Column[] = [
  ...shared,
  { key: 'placed', kind: 'text', unit: noUnit, cell: (row, context) => <Placed row={row} context={context} /> },
];

/** The columns of offers of many slots: when they hold stands instead of when they were placed. */
export const offerColumns: readonly Column[] = [
  ...shared,
  { key: 'window', kind: 'text', unit: noUnit, cell: (row, context) => <Window row={row} context={context} /> },
];
