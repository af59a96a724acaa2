import { Button, Skeleton } from '@mantine/core';
import { IconBook2, IconFileImport, IconListSearch } from '@tabler/icons-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerSort } from '#shared/contract/ledger-records.ts';
import { useAddressFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { ShowAllDays } from '../../../app/show-all-days.tsx';
import { useAnswer, useMethod } from '../../../bridge/queries.ts';
import { useCountAnnounced } from '../../../components/announce.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFillHeight } from '../../../components/use-fill-height.ts';
import { openImport } from '../../import/open-import.tsx';
import { ColumnMenu } from './column-menu.tsx';
import { DateJump, type Jump } from './date-jump.tsx';
import { ExportButton } from './export/export-button.tsx';
import { FilterBar } from './filter-bar.tsx';
import {
  filterOf,
  isFilteringLedger,
  readLedgerFilters,
  sortOf,
  withoutLedgerFilters,
  writeLedgerFilters,
} from './filters.ts';
import classes from './ledger-view.module.css';
import { SavedViews } from './saved-views-menu.tsx';
import { TotalsBar } from './totals-bar.tsx';
import { TradeGrid } from './trade-grid.tsx';
import { useColumns } from './use-columns.ts';
import { isSame, useSame } from './use-same.ts';
import { blockQuery } from './use-trades.ts';

export interface LedgerViewProps {
  /** The trade whose sheet is open. */
  readonly openTrade: string | null;
  readonly onOpen: (tradeId: string, executedAt: number) => void;
}

const LEAST_HEIGHT = 460;

/** The trades of the period under their filters, which stand in the address. */
export function LedgerView({ openTrade, onOpen }: LedgerViewProps): ReactNode {
  const { t } = useTranslation('ledger');
  const { id: communityId } = useCommunity();
  const { range } = usePeriod();
  const [filters, change] = useAddressFilters(readLedgerFilters, writeLedgerFilters);
  const columns = useColumns();
  const [jump, setJump] = useState<Jump | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const height = useFillHeight(place, LEAST_HEIGHT);

  const wanted = useSame({ communityId, filter: filterOf(filters, range), sort: sortOf(filters) });
  const first = useAnswer(blockQuery(wanted, 0));
  // The trades of the filter before stay, paler, until the first of the new one are there.
  const [shown, setShown] = useState(wanted);
  if (shown !== wanted && !first.isPending) setShown(wanted);
  const isOld = shown !== wanted;
  const totals = useMethod('ledger.totals', { communityId, filter: wanted.filter }, { keepPrevious: false });
  const shownTotals = useMethod(
    'ledger.totals',
    { communityId: shown.communityId, filter: shown.filter },
    { keepPrevious: false },
  );
  useCountAnnounced(t('table.name'), shownTotals.data?.count);
  const start = useMemo(() => ({ place: jump !== null && isSame(jump.wanted, shown) ? jump.place : 0 }), [jump, shown]);

  const sortBy = ({ by, descending }: LedgerSort): void => {
    setJump(null);
    change({ sort: by, descending });
  };
  const jumpTo = (wish: Jump): void => {
    setJump(wish);
    change({ sort: wish.wanted.sort.by, descending: wish.wanted.sort.descending });
    grid.current?.focus();
  };
  const isEmpty = !isOld && first.data?.trades.length === 0;
  return (
    <div ref={place}>
      <div className={classes.view} style={{ height }}>
        <Panel padded={false}>
          <div className={classes.body}>
            <div className={classes.bars}>
              <FilterBar filters={filters} onChange={change} onEnterTable={() => grid.current?.focus()} />
              <div className={classes.tools}>
                <DateJump wanted={wanted} onJump={jumpTo} />
                <ColumnMenu layout={columns.layout} onChange={columns.change} />
                <SavedViews filters={filters} onFilters={change} columns={columns} />
                <ExportButton wanted={wanted} layout={columns.layout} count={totals.data?.count} />
              </div>
            </div>
            <TotalsBar query={totals} />
            {isEmpty ? (
              <NoTrades
                isFiltering={isFilteringLedger(filters)}
                onReset={() => change(withoutLedgerFilters(filters))}
              />
            ) : first.data === undefined && !isOld ? (
              first.isError ? (
                <ErrorState problem={first.error.problem} onRetry={() => void first.refetch()} />
              ) : (
                <RowSkeletons />
              )
            ) : (
              <TradeGrid
                ref={grid}
                wanted={shown}
                count={shownTotals.data?.count}
                isOld={isOld}
                since={first.dataUpdatedAt}
                columns={columns}
                onSort={sortBy}
                openTrade={openTrade}
                onOpen={onOpen}
                start={start}
              />
            )}
          </div>
        </Panel>
      </div>
    </div>
  );
}

function NoTrades({
  isFiltering,
  onReset,
}: {
  readonly isFiltering: boolean;
  readonly onReset: () => void;
}): ReactNode {
  const { t } = useTranslation('ledger');
  const { hasMarket } = useCommunity();
  if (isFiltering) {
    return (
      <EmptyState
        icon={<IconListSearch size={22} stroke={1.75} />}
        title={t('table.noMatch')}
        text={t('table.noMatchText')}
        actions={
          <Button variant="default" size="sm" onClick={onReset}>
            {t('filters.reset')}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<IconBook2 size={22} stroke={1.75} />}
      title={t('table.none')}
      text={t('table.noneText')}
      actions={
        // Where there are trades, they are on other days.
        hasMarket ? (
          <ShowAllDays />
        ) : (
          <RoleButton needs="manager" size="sm" leftSection={<IconFileImport size={16} />} onClick={openImport}>
            {t('table.import')}
          </RoleButton>
        )
      }
    />
  );
}

function RowSkeletons(): ReactNode {
  return (
    <div className={classes.skeleton} aria-busy="true">
      {Array.from({ length: 12 }, (_, row) => (
        <Skeleton key={row} height={18} />
      ))}
    </div>
  );
}
