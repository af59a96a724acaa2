import { Button, Skeleton } from '@mantine/core';
import { IconListSearch, IconNotes } from '@tabler/icons-react';
import clsx from 'clsx';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '#shared/contract/audit-records.ts';
import { useAddressFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useCountAnnounced } from '../../../components/announce.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import {
  auditFilterOf,
  isFilteringEntries,
  noEntryFilters,
  readEntryFilters,
  writeEntryFilters,
} from './entry-filters.ts';
import { EntrySheet } from './entry-sheet.tsx';
import { EntryTable } from './entry-table.tsx';
import { ExportEntries } from './export-entries.tsx';
import { FilterBar } from './filter-bar.tsx';
import classes from './log.module.css';
import { useEntries } from './use-entries.ts';

/** The entries of the log, newest first, with their filters in the address; one opens over them. */
export function EntryList(): ReactNode {
  const { t } = useTranslation('audit-log');
  const format = useFormat();
  const { id: communityId } = useCommunity();
  const { range } = usePeriod();
  const [filters, change] = useAddressFilters(readEntryFilters, writeEntryFilters);
  const filter = useMemo(() => auditFilterOf(filters, communityId, range), [filters, communityId, range]);
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const table = useRef<HTMLDivElement>(null);
  const query = useEntries(filter);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const total = query.data?.total;
  useCountAnnounced(t('list.title'), total);
  return (
    <Panel
      padded={false}
      title={total === undefined ? t('list.title') : t('list.count', { count: total, number: format.number(total) })}
      subtitle={t('list.subtitle')}
      actions={
        query.data !== undefined &&
        query.data.total > 0 && <ExportEntries filter={filter} isOutdated={query.isPlaceholderData} />
      }
    >
      <div className={classes.list}>
        <FilterBar filters={filters} onChange={change} onEnterTable={() => table.current?.focus()} />
        <PageState query={query} skeleton={<RowSkeletons />}>
          {({ entries }) =>
            entries.length > 0 ? (
              <div className={clsx(classes.gridFrame, query.isPlaceholderData && classes.busy)}>
                <EntryTable
                  ref={table}
                  entries={entries}
                  openNumber={open?.number ?? null}
                  onOpen={setOpen}
                  onEnd={hasNextPage && !isFetchingNextPage ? more : null}
                  order={JSON.stringify(filter)}
                />
              </div>
            ) : isFilteringEntries(filters) ? (
              <EmptyState
                icon={<IconListSearch size={22} stroke={1.75} />}
                title={t('list.noMatch')}
                text={t('list.noMatchText')}
                actions={
                  <Button variant="default" size="sm" onClick={() => change(noEntryFilters)}>
                    {t('filters.reset')}
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={<IconNotes size={22} stroke={1.75} />}
                title={t('list.none')}
                text={t('list.noneText')}
              />
            )
          }
        </PageState>
      </div>
      <EntrySheet entry={open} onClose={() => setOpen(null)} />
    </Panel>
  );
}

function RowSkeletons(): ReactNode {
  return (
    <div className={classes.skeleton} aria-busy="true">
      {Array.from({ length: 8 }, (_, row) => (
        <Skeleton key={row} height={30} />
      ))}
    </div>
  );
}
