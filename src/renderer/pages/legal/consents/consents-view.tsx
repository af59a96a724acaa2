import { Button, Select, Switch } from '@mantine/core';
import { IconFileImport, IconUserSearch, IconUsers } from '@tabler/icons-react';
import { useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { byName } from '#shared/format/locale-facts.ts';
import { consentPurposes } from '#shared/privacy/consents.ts';
import { useAddressFilters, type ChangeFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { useCountAnnounced } from '../../../components/announce.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ResetFilters } from '../../../components/filter-parts.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { useFillHeight } from '../../../components/use-fill-height.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { openImport } from '../../import/open-import.tsx';
import {
  type ConsentFilters,
  consentStates,
  filterConsents,
  isFilteringConsents,
  noConsentFilters,
  readConsentFilters,
  writeConsentFilters,
} from './consent-filters.ts';
import { ConsentSheet } from './consent-sheet.tsx';
import { ConsentTable } from './consent-table.tsx';
import classes from './consents.module.css';
import { PurposeCards } from './purpose-cards.tsx';

const LEAST_HEIGHT = 360;

/** What members have consented to, and what each withdrawal changes. */
export function ConsentsView(): ReactNode {
  const { t } = useTranslation('legal-consents');
  const { id: communityId } = useCommunity();
  const [filters, change] = useAddressFilters(readConsentFilters, writeConsentFilters);
  const query = useMethod('consents.list', { communityId });
  return (
    <div className={classes.view}>
      <Notice level="info">{t('basis')}</Notice>
      <PageState query={query} skeleton={<SkeletonLines lines={12} />}>
        {(consents) => (
          <>
            <PurposeCards counts={consents.counts} filters={filters} onChange={change} />
            <Members consents={consents} filters={filters} onChange={change} />
          </>
        )}
      </PageState>
      <ConsentSheet
        member={query.data?.members.find(({ memberId }) => memberId === filters.member) ?? null}
        texts={query.data?.texts ?? []}
        onClose={() => change({ member: null })}
      />
    </div>
  );
}

interface MembersProps {
  readonly consents: Output<'consents.list'>;
  readonly filters: ConsentFilters;
  readonly onChange: ChangeFilters<ConsentFilters>;
}

function Members({ consents: { members }, filters, onChange }: MembersProps): ReactNode {
  const { t } = useTranslation('legal-consents');
  const place = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const height = useFillHeight(place, LEAST_HEIGHT);
  const { locale } = useFormat();
  const named = useMemo(() => {
    const compare = byName(locale);
    return members.toSorted((a, b) => compare(a.anonymizedId, b.anonymizedId));
  }, [members, locale]);
  const rows = useMemo(() => filterConsents(named, filters), [named, filters]);
  useCountAnnounced(t('list.name'), rows.length);
  return (
    <div ref={place} className={classes.frame} style={{ height }}>
      <Panel
        title={t('list.title', { count: rows.length })}
        subtitle={t('list.subtitle')}
        padded={false}
        className={classes.panel}
      >
        <div className={classes.list}>
          <FilterBar filters={filters} onChange={onChange} onEnterTable={() => table.current?.focus()} />
          {rows.length > 0 ? (
            <ConsentTable
              ref={table}
              members={rows}
              openMember={filters.member}
              onOpen={({ memberId }) => onChange({ member: memberId })}
            />
          ) : members.length === 0 ? (
            <EmptyState
              icon={<IconUsers size={22} stroke={1.75} />}
              title={t('list.none')}
              text={t('list.noneText')}
              actions={
                <RoleButton needs="manager" size="sm" leftSection={<IconFileImport size={16} />} onClick={openImport}>
                  {t('list.import')}
                </RoleButton>
              }
            />
          ) : (
            <EmptyState
              icon={<IconUserSearch size={22} stroke={1.75} />}
              title={t('list.noMatch')}
              text={t('list.noMatchText')}
              actions={
                <Button variant="default" size="sm" onClick={() => onChange(noConsentFilters)}>
                  {t('filters.reset')}
                </Button>
              }
            />
          )}
        </div>
      </Panel>
    </div>
  );
}

interface FilterBarProps extends Pick<MembersProps, 'filters' | 'onChange'> {
  /** Moves the focus from the search field into the table. */
  readonly onEnterTable: () => void;
}

function FilterBar({ filters, onChange, onEnterTable }: FilterBarProps): ReactNode {
  const { t } = useTranslation('legal-consents');
  return (
    <search className={classes.bar}>
      <SearchField
        className={classes.search}
        value={filters.search}
        onChange={(search) => onChange({ search })}
        label={t('filters.search')}
        placeholder={t('filters.hint')}
        clearLabel={t('filters.clear')}
        onEnterTable={onEnterTable}
      />
      <Select
        className={classes.select}
        size="xs"
        aria-label={t('filters.purpose')}
        allowDeselect={false}
        value={filters.purpose}
        onChange={(purpose) => onChange({ purpose: purpose ?? 'any' })}
        data={[
          { value: 'any', label: t('filters.anyPurpose') },
          ...consentPurposes.map((value) => ({ value, label: t(`purposes.${value}.name`) })),
        ]}
      />
      <Select
        className={classes.select}
        size="xs"
        aria-label={t('filters.state')}
        allowDeselect={false}
        value={filters.state}
        onChange={(state) => onChange({ state: state ?? 'any' })}
        data={[
          { value: 'any', label: t('filters.anyState') },
          ...consentStates.map((value) => ({ value, label: t(`states.${value}`) })),
        ]}
      />
      <Switch
        size="xs"
        label={t('filters.withLeft')}
        checked={filters.withLeft}
        onChange={(event) => onChange({ withLeft: event.currentTarget.checked })}
      />
      {isFilteringConsents(filters) && (
        <ResetFilters label={t('filters.reset')} onReset={() => onChange(noConsentFilters)} />
      )}
    </search>
  );
}
