import { ActionIcon, Tooltip } from '@mantine/core';
import { IconHelp, IconShoppingCartBolt } from '@tabler/icons-react';
import clsx from 'clsx';
import { useEffect, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePeriod } from '../../../app/period.tsx';
import { useRefusal } from '../../../app/role.ts';
import { useRowGrid } from '../../../components/use-row-grid.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import type { CellContext, Column } from './columns.tsx';
import classes from './orders.module.css';
import type { OrderRow } from './rows.ts';

export interface OrderListProps {
  /** Accessible name. */
  readonly name: string;
  readonly rows: readonly OrderRow[];
  readonly columns: readonly Column[];
  /** The order whose explanation is open. */
  readonly openId: string | null;
  readonly onExplain: (row: OrderRow) => void;
  readonly onTake: (row: OrderRow) => void;
  /** Called when the last rows come into sight; null when all are there. */
  readonly onEnd: (() => void) | null;
}

const ROW_HEIGHT = 44;
const PAGE_ROWS = 7;

/** Orders of one side as a grid of rows (see useRowGrid); Enter explains. */
export function OrderList({ name, rows, columns, openId, onExplain, onTake, onEnd }: OrderListProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const context = useCellContext();
  const takeRefusal = useRefusal('manager');
  const { gridProps, items, height, active, setActive, rowId } = useRowGrid({
    count: rows.length,
    rowHeight: ROW_HEIGHT,
    pageRows: PAGE_ROWS,
    onEnter: (index) => onExplain(rows[index]),
  });
  const isAtEnd = items.at(-1)?.index === rows.length - 1;
  useEffect(() => {
    if (isAtEnd) onEnd?.();
  }, [isAtEnd, onEnd, rows.length]);

  return (
    <div {...gridProps} className={classes.grid} aria-label={name}>
      <div className={clsx(classes.row, classes.head)} role="row" aria-rowindex={1}>
        {columns.map(({ key, kind, unit }) => {
          const unitText = unit(context.format);
          return (
            <div key={key} role="columnheader" className={clsx(classes.cell, classes[kind])}>
              {t(`columns.${key}`)}
              {unitText !== null && <span className={classes.second}>{unitText}</span>}
            </div>
          );
        })}
        <div role="columnheader" className={classes.cell}>
          <span className={classes.hidden}>{t('columns.actions')}</span>
        </div>
      </div>
      <div role="rowgroup" className={classes.rows} style={{ height }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          return (
            <div
              key={row.id}
              id={rowId(index)}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={row.id === openId}
              className={clsx(classes.row, index === active && classes.active, row.id === openId && classes.open)}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => {
                setActive(index);
                onExplain(row);
              }}
            >
              {columns.map(({ key, kind, cell }) => (
                <div key={key} role="gridcell" className={clsx(classes.cell, classes[kind])}>
                  {cell(row, context)}
                </div>
              ))}
              <Actions row={row} onExplain={onExplain} onTake={onTake} takeRefusal={takeRefusal} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function useCellContext(): CellContext {
  const { t } = useTranslation('marketplace');
  const format = useFormat();
  const { search } = usePeriod();
  return { format, t, memberPath: (memberId) => `/members/${encodeURIComponent(memberId)}${search}` };
}

interface ActionsProps extends Pick<OrderListProps, 'onExplain' | 'onTake'> {
  readonly row: OrderRow;
  /** Why the person may not take orders; null when it is allowed. */
  readonly takeRefusal: string | null;
}

/** By mouse; by keyboard Enter explains, and the explanation offers the rest. */
function Actions({ row, onExplain, onTake, takeRefusal }: ActionsProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const member = row.anonymizedId ?? t('heldBack');
  const action = (label: string, icon: ReactNode, act: (row: OrderRow) => void, refusal?: string | null): ReactNode => (
    <Tooltip label={refusal ?? label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={26}
        tabIndex={-1}
        aria-label={`${label}: ${member}`}
        data-disabled={refusal != null || undefined}
        aria-disabled={refusal != null || undefined}
        aria-description={refusal ?? undefined}
        onClick={(event: MouseEvent) => {
          event.stopPropagation();
          if (refusal == null) act(row);
        }}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <div role="gridcell" className={clsx(classes.cell, classes.actions)}>
      {row.canTake &&
        action(t('take'), <IconShoppingCartBolt size={17} stroke={1.75} aria-hidden />, onTake, takeRefusal)}
      {action(t('why.label'), <IconHelp size={17} stroke={1.75} aria-hidden />, onExplain)}
    </div>
  );
}
