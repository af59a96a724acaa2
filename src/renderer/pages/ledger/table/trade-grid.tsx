import { useMergedRef } from '@mantine/hooks';
import clsx from 'clsx';
import { useCallback, useEffect, useMemo, useRef, useState, type CSSProperties, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerSort, LedgerTrade } from '#shared/contract/ledger-records.ts';
import type { RowSpan } from '../../../components/big-rows.ts';
import bigRowsClasses from '../../../components/big-rows.module.css';
import { StaleNote } from '../../../components/error-state.tsx';
import gridClasses from '../../../components/row-grid.module.css';
import { useBigRows, type BigRowsOptions } from '../../../components/use-big-rows.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { shownColumns } from './column-layout.ts';
import { HeadRow } from './head-row.tsx';
import classes from './table.module.css';
import { TradeRow } from './trade-row.tsx';
import type { Columns } from './use-columns.ts';
import { useTrades, type Trades, type Wanted } from './use-trades.ts';

export interface TradeGridProps {
  readonly wanted: Wanted;
  /** How many there are; undefined while it is not known. */
  readonly count: number | undefined;
  /** Whether these are still the trades of the filter before. */
  readonly isOld: boolean;
  /** When the first trades came, epoch milliseconds. */
  readonly since: number;
  readonly columns: Columns;
  readonly onSort: (sort: LedgerSort) => void;
  readonly openTrade: string | null;
  readonly onOpen: (tradeId: string, executedAt: number) => void;
  /** The place that the rows begin at (see useBigRows). */
  readonly start: BigRowsOptions['start'];
  /** The scrolling grid, for moving the focus into it. */
  readonly ref: Ref<HTMLDivElement>;
}

const ROW_HEIGHT = 32;
const HEAD_HEIGHT = 46;
const SIDE_PADDING = 20;

type WidthStyle = CSSProperties & Record<'--row-columns' | '--row-width' | '--head-height', string>;

/** The trades as a grid of any number of rows. */
export function TradeGrid(props: TradeGridProps): ReactNode {
  const { wanted, count, isOld, since, columns, onSort, openTrade, onOpen, start, ref } = props;
  const { t } = useTranslation(['ledger', 'health', 'marketplace']);
  const format = useFormat();
  const [reach, setReach] = useState({ wanted, atLeast: 0 });
  const tradeAtPlace = useRef<Trades['tradeAt']>(() => undefined);
  const { layout, widthOf, isSharing } = columns;
  const shown = useMemo(() => shownColumns(layout), [layout]);

  const { gridProps, shiftRef, spaceHeight, stageHeight, drawn, topOf, keyOf, active, setActive, rowId } = useBigRows({
    count: count ?? (reach.wanted === wanted ? reach.atLeast : 0),
    rowHeight: ROW_HEIGHT,
    headHeight: HEAD_HEIGHT,
    start,
    onEnter: (index) => {
      const trade = tradeAtPlace.current(index);
      if (trade !== undefined) onOpen(trade.id, trade.executedAt);
    },
  });
  const trades = useTrades(wanted, drawn);
  const { tradeAt, atLeast } = trades;
  if (reach.wanted !== wanted || reach.atLeast < atLeast) setReach({ wanted, atLeast });
  useEffect(() => {
    tradeAtPlace.current = tradeAt;
  });
  const gridRef = useMergedRef(gridProps.ref, ref);
  const pick = useCallback(
    (index: number, trade: LedgerTrade) => {
      setActive(index);
      onOpen(trade.id, trade.executedAt);
    },
    [setActive, onOpen],
  );

  const widths = shown.map(widthOf);
  const style: WidthStyle = {
    '--row-columns': isSharing
      ? widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' ')
      : `${widths.map((width) => `${width}px`).join(' ')} 1fr`,
    '--row-width': `${widths.reduce((sum, width) => sum + width, SIDE_PADDING)}px`,
    '--head-height': `${HEAD_HEIGHT}px`,
  };
  return (
    <>
      {trades.error !== null && <StaleNote problem={trades.error.problem} since={since} onRetry={trades.retry} />}
      <div
        {...gridProps}
        ref={gridRef}
        className={clsx(gridClasses.grid, isOld && classes.old)}
        style={style}
        aria-label={t('table.name')}
        aria-busy={isOld || undefined}
      >
        <HeadRow columns={columns} shown={shown} sort={wanted.sort} onSort={onSort} />
        <div role="rowgroup" className={bigRowsClasses.space} style={{ height: spaceHeight }}>
          <div role="presentation" className={bigRowsClasses.stage} style={{ height: stageHeight }}>
            <div role="presentation" ref={shiftRef} className={clsx(bigRowsClasses.shift, gridClasses.rows)}>
              {placesOf(drawn).map((index) => {
                const trade = tradeAt(index);
                return (
                  <TradeRow
                    key={keyOf(index)}
                    trade={trade}
                    index={index}
                    id={rowId(index)}
                    top={topOf(index)}
                    height={ROW_HEIGHT}
                    shown={shown}
                    isActive={index === active}
                    isOpen={trade !== undefined && trade.id === openTrade}
                    format={format}
                    t={t}
                    onPick={pick}
                  />
                );
              })}
            </div>
          </div>
        </div>
      </div>
    </>
  );
}

function placesOf({ first, last }: RowSpan): number[] {
  return Array.from({ length: last - first }, (_, index) => first + index);
}
