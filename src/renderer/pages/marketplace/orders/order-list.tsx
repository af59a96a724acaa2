import { ActionIcon, Tooltip } from '@mantine/core';
import { IconHelp, IconShoppingCartBolt } from '@tabler/icons-react';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePeriod } from '../../../app/period.tsx';
import { useRefusal } from '../../../app/role.ts';
import { RowGrid, type GridColumn } from '../../../components/row-grid.tsx';
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

/** Orders of one side as a grid of rows; Enter explains. */
export function OrderList({ name, rows, columns, openId, onExplain, onTake, onEnd }: OrderListProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const context = useCellContext();
  const takeRefusal = useRefusal('manager');
  const gridColumns = columns.map(({ key, kind, unit, cell }): GridColumn<OrderRow> => {
    const unitText = unit(context.format);
    return {
      key,
      kind,
      head: (
        <span className={classes.head}>
          {t(`columns.${key}`)}
          {unitText !== null && <span className={classes.second}>{unitText}</span>}
        </span>
      ),
      cell: (row) => cell(row, context),
      className: classes.cell,
    };
  });
  const actions: GridColumn<OrderRow> = {
    key: 'actions',
    kind: 'text',
    head: <span className={classes.hidden}>{t('columns.actions')}</span>,
    cell: actionsCell({ onExplain, onTake, takeRefusal }),
    className: classes.actions,
  };
  return (
    <RowGrid
      name={name}
      className={classes.grid}
      rows={rows}
      columns={[...gridColumns, actions]}
      keyOf={({ id }) => id}
      rowHeight={ROW_HEIGHT}
      pageRows={PAGE_ROWS}
      openKey={openId}
      onOpen={onExplain}
      onEnd={onEnd}
    />
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

function actionsCell(actions: Omit<ActionsProps, 'row'>): GridColumn<OrderRow>['cell'] {
  return (row) => <Actions row={row} {...actions} />;
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
    <>
      {row.canTake &&
        action(t('take'), <IconShoppingCartBolt size={17} stroke={1.75} aria-hidden />, onTake, takeRefusal)}
      {action(t('why.label'), <IconHelp size={17} stroke={1.75} aria-hidden />, onExplain)}
    </>
  );
}
