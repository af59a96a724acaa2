import { Button, Skeleton, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconListSearch } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import clsx from 'clsx';
import { useCallback, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Book } from '#shared/contract/market-records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import type { OfferType } from '#shared/domain/records.ts';
import { useAddressFilters, type ChangeFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import type { BridgeError } from '../../../bridge/client.ts';
import { useCountAnnounced } from '../../../components/announce.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { offerColumns, slotColumns } from './columns.tsx';
import { FilterBar } from './filter-bar.tsx';
import {
  isFilteringOrders,
  readOrderFilters,
  sidesOf,
  withoutOrderFilters,
  writeOrderFilters,
  type OrderFilters,
} from './filters.ts';
import { OrderList, type OrderListProps } from './order-list.tsx';
import classes from './orders.module.css';
import { rowsOfBook, rowsOfOffers, type OrderRow } from './rows.ts';
import { useOffers } from './use-offers.ts';

type RowActions = Pick<OrderListProps, 'openId' | 'onExplain' | 'onTake'>;

export interface OrdersPanelProps extends RowActions {
  readonly query: UseQueryResult<Book, BridgeError>;
  readonly className?: string;
}

/** How long typed prices rest before the engine is asked. */
const REST_MS = 250;
/** How far ahead an open offer may begin. */
const AHEAD = 366 * 24 * HOUR;

/** Bids and offers side by side: those of the slot, all that are open, or those of the period. */
export function OrdersPanel({ query, className, ...actions }: OrdersPanelProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const [filters, change] = useAddressFilters(readOrderFilters, writeOrderFilters);
  return (
    <Panel
      className={className}
      title={t('orders.title')}
      subtitle={t(`orders.subtitle.${filters.time}`)}
      padded={false}
    >
      <FilterBar filters={filters} onChange={change} />
      <PageState query={query} skeleton={<ListSkeleton />}>
        {(book) => (
          <div className={clsx(classes.lists, filters.side !== 'both' && classes.one)}>
            {sidesOf(filters).map((type) => {
              const props = { book, type, filters, onChange: change, ...actions };
              return filters.time === 'slot' ? <SlotOrders key={type} {...props} /> : <Offers key={type} {...props} />;
            })}
          </div>
        )}
      </PageState>
    </Panel>
  );
}

interface SideProps extends RowActions {
  readonly book: Book;
  readonly type: OfferType;
  readonly filters: OrderFilters;
  readonly onChange: ChangeFilters<OrderFilters>;
}

function SlotOrders({ book, type, filters, onChange, ...actions }: SideProps): ReactNode {
  const rows = useMemo(() => rowsOfBook(book, type, filters), [book, type, filters]);
  return <Side type={type} rows={rows} columns={slotColumns} onEnd={null} {...{ filters, onChange }} {...actions} />;
}

/** Offers beyond one slot, from the engine page by page. */
function Offers({ book, type, filters, onChange, ...actions }: SideProps): ReactNode {
  const { id: communityId } = useCommunity();
  const { range: period } = usePeriod();
  const [{ minPrice, maxPrice }] = useDebouncedValue(filters, REST_MS);
  const { openSlot, slotEnd } = book;
  const from = openSlot ?? slotEnd;
  const query = useOffers({
    communityId,
    type,
    ...(filters.time === 'open' ? { range: { from, to: from + AHEAD }, status: 'active' as const } : { range: period }),
    ...(minPrice === null ? {} : { minPrice }),
    ...(maxPrice === null ? {} : { maxPrice }),
  });
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const rows = useMemo(() => rowsOfOffers(data ?? [], openSlot), [data, openSlot]);
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  if (data === undefined) {
    if (query.isError) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
    return <ListSkeleton />;
  }
  return (
    <Side
      type={type}
      rows={rows}
      columns={offerColumns}
      onEnd={hasNextPage && !isFetching ? loadMore : null}
      hasMore={hasNextPage}
      {...{ filters, onChange }}
      {...actions}
    />
  );
}

interface SideListProps extends Omit<OrderListProps, 'name'> {
  readonly type: OfferType;
  readonly filters: OrderFilters;
  readonly onChange: ChangeFilters<OrderFilters>;
  /** Whether the engine has more rows than these. */
  readonly hasMore?: boolean;
}

function Side({ type, filters, onChange, hasMore = false, ...list }: SideListProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const { rows } = list;
  // More rows of the same list are no news.
  useCountAnnounced(t(`orders.sides.${type}`), hasMore ? undefined : rows.length);
  return (
    <section className={classes.side} aria-label={t(`orders.sides.${type}`)}>
      <SideTitle type={type} rows={rows} hasMore={hasMore} />
      {rows.length === 0 ? (
        <EmptyState
          icon={<IconListSearch size={22} stroke={1.75} />}
          title={t(`orders.none.${type}`)}
          text={isFilteringOrders(filters) ? t('orders.noneFiltered') : t(`orders.noneText.${filters.time}`)}
          actions={
            isFilteringOrders(filters) && (
              <Button variant="default" size="sm" onClick={() => onChange(withoutOrderFilters(filters))}>
                {t('filters.reset')}
              </Button>
            )
          }
        />
      ) : (
        <OrderList name={t(`orders.sides.${type}`)} {...list} />
      )}
    </section>
  );
}

function SideTitle({
  type,
  rows,
  hasMore,
}: {
  type: OfferType;
  rows: readonly OrderRow[];
  hasMore: boolean;
}): ReactNode {
  const { t } = useTranslation('marketplace');
  const format = useFormat();
  const energy = format.energy(rows.reduce((sum, { quantityWh }) => sum + quantityWh, 0)).text;
  const number = format.number(rows.length);
  return (
    <div className={classes.sideTitle} data-type={type}>
      <Title order={3}>{t(`orders.sides.${type}`)}</Title>
      <span>
        {hasMore
          ? t('orders.countSoFar', { count: rows.length, number })
          : t('orders.count', { count: rows.length, number, energy })}
      </span>
    </div>
  );
}

function ListSkeleton(): ReactNode {
  return (
    <div className={classes.skeleton} aria-busy="true">
      {Array.from({ length: 8 }, (_, row) => (
        <Skeleton key={row} height={28} />
      ))}
    </div>
  );
}
