import { Button, Skeleton, Stack } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconFileImport, IconUsers } from '@tabler/icons-react';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { MemberSummary } from '#shared/contract/members.ts';
import { formatDay } from '#shared/domain/slots.ts';
import { useAddressFilters } from '../../app/address-filters.ts';
import { useCommunity } from '../../app/community.tsx';
import { usePeriod } from '../../app/period.tsx';
import { RoleButton } from '../../app/role-button.tsx';
import { useMethod } from '../../bridge/queries.ts';
import { MemberMap } from '../../charts/member-map.tsx';
import { useCountAnnounced } from '../../components/announce.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageState } from '../../components/page-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { useFillHeight } from '../../components/use-fill-height.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { openImport } from '../import/open-import.tsx';
import { CellFilter, FilterBar } from './filter-bar.tsx';
import { filterMembers, readFilters, withoutFilters, writeFilters } from './filters.ts';
import { MemberTable } from './member-table.tsx';
import classes from './page.module.css';
import { MemberSheet } from './sheet/member-sheet.tsx';

/** Content width from which map and list stand side by side. */
const SIDE_BY_SIDE = 900;
const COMPACT_MAP = 168;
const LEAST_HEIGHT = 420;
/** What a chart panel has around its drawing: head, legend, padding. */
const MAP_FRAME = 112;

/** Map and list of the members, linked with one another, and the sheet of one member. */
export default function MembersPage(): ReactNode {
  const { id: communityId, name } = useCommunity();
  const { t } = useTranslation('members');
  const { locale } = useFormat();
  const { range, firstDay, lastDay, label } = usePeriod();
  const [filters, change] = useAddressFilters(readFilters, writeFilters);
  const [openId, open, close] = useOpenMember();
  const [hoveredMember, setHoveredMember] = useState<MemberSummary | null>(null);
  const [hoveredCell, setHoveredCell] = useState<string | null>(null);
  const table = useRef<HTMLDivElement>(null);
  const page = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize();
  const height = useFillHeight(page, LEAST_HEIGHT);
  const sideBySide = width === 0 || width >= SIDE_BY_SIDE;

  const list = useMethod('members.list', { communityId, range });
  const cells = useMethod('map.cells', { communityId, range });
  const shown = useMemo(() => filterMembers(list.data ?? [], filters, locale), [list.data, filters, locale]);
  useCountAnnounced(t('list.title'), list.data && shown.length);
  const openCell = list.data?.find(({ id }) => id === openId)?.mapCellId ?? null;
  const selectCell = useCallback(
    (cell: string) => change({ cell: cell === filters.cell ? null : cell }),
    [change, filters.cell],
  );

  return (
    <div ref={page}>
      <div
        ref={sized}
        className={classes.page}
        data-layout={sideBySide ? 'side' : 'stacked'}
        style={{ height: sideBySide ? height : undefined }}
      >
        <MemberMap
          className={classes.map}
          query={cells}
          communityId={communityId}
          height={sideBySide ? height - MAP_FRAME : COMPACT_MAP}
          fileName={`${t('files.map')}_${formatDay(firstDay)}_${formatDay(lastDay)}`}
          source={`${name}, ${label}`}
          empty={{ title: t('map.none'), text: t('map.noneText', { k: cells.data?.k ?? 5 }) }}
          selectedCell={filters.cell ?? openCell}
          highlightedCell={hoveredMember?.mapCellId ?? null}
          onHover={setHoveredCell}
          onSelect={selectCell}
        />
        <Panel
          className={classes.list}
          padded={false}
          actions={<CellFilter filters={filters} onChange={change} />}
          title={
            list.data === undefined
              ? t('list.title')
              : t(shown.length === list.data.length ? 'list.all' : 'list.some', {
                  shown: shown.length,
                  count: list.data.length,
                })
          }
        >
          <div className={classes.listBody}>
            <FilterBar filters={filters} onChange={change} onEnterTable={() => table.current?.focus()} />
            <PageState
              query={list}
              skeleton={<RowSkeletons />}
              isEmpty={(members) => members.length === 0}
              empty={{
                icon: <IconUsers size={22} />,
                title: t('list.none'),
                text: t('list.noneText'),
                actions: (
                  <RoleButton needs="manager" size="sm" leftSection={<IconFileImport size={16} />} onClick={openImport}>
                    {t('list.import')}
                  </RoleButton>
                ),
              }}
            >
              {() =>
                shown.length === 0 ? (
                  <EmptyState
                    title={t('list.noMatch')}
                    text={t('list.noMatchText')}
                    actions={
                      <Button variant="default" size="sm" onClick={() => change(withoutFilters(filters))}>
                        {t('filters.reset')}
                      </Button>
                    }
                  />
                ) : (
                  <MemberTable
                    ref={table}
                    members={shown}
                    sort={filters}
                    onSort={change}
                    hoveredCell={hoveredCell}
                    openMember={openId}
                    onHover={setHoveredMember}
                    onOpen={({ id }) => open(id)}
                  />
                )
              }
            </PageState>
          </div>
        </Panel>
      </div>
      <MemberSheet memberId={openId} onClose={close} />
    </div>
  );
}

/** The member whose sheet is open, from the address `/members/:id`, and the ways to open and close it. */
function useOpenMember(): readonly [string | null, (id: string) => void, () => void] {
  const { '*': rest = '' } = useParams();
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const search = params.toString();
  const open = useCallback(
    (id: string) => void navigate({ pathname: `/members/${encodeURIComponent(id)}`, search }),
    [navigate, search],
  );
  const close = useCallback(() => void navigate({ pathname: '/members', search }), [navigate, search]);
  return [rest === '' ? null : decodeURIComponent(rest), open, close];
}

function RowSkeletons(): ReactNode {
  return (
    <Stack gap={12} px={16} pt={8} aria-busy="true">
      {Array.from({ length: 10 }, (_, row) => (
        <Skeleton key={row} height={24} />
      ))}
    </Stack>
  );
}
