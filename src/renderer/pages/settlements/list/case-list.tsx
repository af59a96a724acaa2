import { Button, Skeleton } from '@mantine/core';
import { IconChecks, IconListSearch } from '@tabler/icons-react';
import clsx from 'clsx';
import { useCallback, useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import { useAddressFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useCountAnnounced } from '../../../components/announce.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFillHeight } from '../../../components/use-fill-height.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { BulkBar } from '../bulk/bulk-bar.tsx';
import { viewPath, type OpenCase } from '../case-place.ts';
import {
  caseFilterOf,
  isFilteringCases,
  isOfPeriod,
  readCaseFilters,
  withoutCaseFilters,
  withPeriod,
  writeCaseFilters,
  type CaseView,
} from './case-filters.ts';
import { CaseTable } from './case-table.tsx';
import { CauseGroups } from './cause-groups.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HubAway } from './hub-away.tsx';
import classes from './list.module.css';
import { useCases } from './use-cases.ts';
import { useSelection } from './use-selection.ts';

export interface CaseListProps {
  readonly view: CaseView;
  readonly openCase: OpenCase | null;
  readonly onOpen: (row: CaseSummary) => void;
}

const LEAST_HEIGHT = 420;
const NO_CASES: readonly CaseSummary[] = [];

/** The causes, and the cases of the chosen one or of all, with their filters in the address. */
export function CaseList({ view, openCase, onOpen }: CaseListProps): ReactNode {
  const { t } = useTranslation('settlements');
  const { id: communityId } = useCommunity();
  const { range, label, search } = usePeriod();
  const [filters, change] = useAddressFilters(readCaseFilters, writeCaseFilters);
  const filter = useMemo(() => caseFilterOf(filters, view, range), [filters, view, range]);
  const place = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const height = useFillHeight(place, LEAST_HEIGHT);
  const query = useCases(communityId, filter);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const selection = useSelection(view === 'work' ? (query.data?.cases ?? NO_CASES) : NO_CASES);
  useCountAnnounced(t(`list.${view}.title`), query.data?.total);
  const ofPeriod = isOfPeriod(filters, view);
  const isNarrowed = isFilteringCases(filters);
  return (
    <div ref={place}>
      <div className={classes.page} style={{ height }}>
        <CauseGroups filter={filter} onChoose={(cause) => change({ cause })} />
        <Panel
          padded={false}
          title={<ListTitle view={view} total={query.data?.total} />}
          subtitle={ofPeriod ? t(`list.${view}.ofPeriod`, { period: label }) : t(`list.${view}.always`)}
        >
          <div className={classes.body}>
            <FilterBar view={view} filters={filters} onChange={change} onEnterTable={() => table.current?.focus()} />
            {view === 'work' && <HubAway />}
            <PageState query={query} skeleton={<RowSkeletons />}>
              {({ cases }) =>
                cases.length > 0 ? (
                  <div className={clsx(classes.gridFrame, query.isPlaceholderData && classes.busy)}>
                    <CaseTable
                      ref={table}
                      view={view}
                      cases={cases}
                      selection={selection}
                      openCase={openCase}
                      onOpen={onOpen}
                      onEnd={hasNextPage && !isFetchingNextPage ? more : null}
                      order={JSON.stringify(filter)}
                    />
                  </div>
                ) : isNarrowed ? (
                  <EmptyState
                    icon={<IconListSearch size={22} stroke={1.75} />}
                    title={t('list.noMatch')}
                    text={t('list.noMatchText')}
                    actions={
                      <Button variant="default" size="sm" onClick={() => change(withoutCaseFilters(filters))}>
                        {t('filters.reset')}
                      </Button>
                    }
                  />
                ) : (
                  <EmptyState
                    icon={<IconChecks size={22} stroke={1.75} />}
                    title={t(`none.${view}.${ofPeriod ? 'ofPeriod' : 'always'}`)}
                    text={t(`none.${view}.text`)}
                    actions={
                      ofPeriod ? (
                        <Button variant="default" size="sm" onClick={() => change(withPeriod(filters, view, false))}>
                          {t('none.everything')}
                        </Button>
                      ) : (
                        <Button
                          component={Link}
                          to={{ pathname: viewPath('reconciliation'), search }}
                          variant="default"
                          size="sm"
                        >
                          {t('none.reconcile')}
                        </Button>
                      )
                    }
                  />
                )
              }
            </PageState>
            {view === 'work' && selection.cases.length > 0 && <BulkBar selection={selection} />}
          </div>
        </Panel>
      </div>
    </div>
  );
}

interface ListTitleProps {
  readonly view: CaseView;
  /** Undefined while nothing is known. */
  readonly total: number | undefined;
}

function ListTitle({ view, total }: ListTitleProps): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  if (total === undefined) return t(`list.${view}.title`);
  return t(`list.${view}.count`, { count: total, total: format.number(total) });
}

function RowSkeletons(): ReactNode {
  return (
    <div className={classes.skeleton} aria-busy="true">
      {Array.from({ length: 10 }, (_, row) => (
        <Skeleton key={row} height={30} />
      ))}
    </div>
  );
}
