import { Select, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { ResetFilters } from '../../../components/filter-parts.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import {
  isFilteringCases,
  isOfPeriod,
  openStates,
  withoutCaseFilters,
  withPeriod,
  type CaseFilters,
  type CaseView,
} from './case-filters.ts';
import classes from './list.module.css';

export interface FilterBarProps {
  readonly view: CaseView;
  readonly filters: CaseFilters;
  readonly onChange: ChangeFilters<CaseFilters>;
  /** Moves the focus from the search field into the table. */
  readonly onEnterTable: () => void;
}

/** Search and filters of the cases. `/` focuses the search, the arrow down goes on into the table. */
export function FilterBar({ view, filters, onChange, onEnterTable }: FilterBarProps): ReactNode {
  const { t } = useTranslation('settlements');
  const { t: ofCases } = useTranslation('settlement-cases');
  const { id: communityId } = useCommunity();
  const { range, label } = usePeriod();
  const members = useMethod('members.list', { communityId, range }).data ?? [];
  return (
    <search className={classes.bar}>
      <SearchField
        className={classes.search}
        value={filters.text}
        onChange={(text) => onChange({ text })}
        label={t('filters.search')}
        placeholder={t('filters.searchHint')}
        clearLabel={t('filters.clearSearch')}
        onEnterTable={onEnterTable}
      />
      <Select
        className={classes.select}
        size="xs"
        aria-label={t('filters.member')}
        placeholder={t('filters.anyMember')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('filters.clearMember') }}
        nothingFoundMessage={t('filters.noMember')}
        limit={60}
        value={filters.memberId}
        onChange={(memberId) => onChange({ memberId })}
        data={members.map(({ id, anonymizedId }) => ({ value: id, label: anonymizedId }))}
      />
      {view === 'work' && (
        <Select
          className={classes.select}
          size="xs"
          aria-label={t('filters.state')}
          allowDeselect={false}
          value={filters.state ?? ALL}
          onChange={(state) => onChange({ state: openStates.find((one) => one === state) ?? null })}
          data={[
            { value: ALL, label: t('filters.anyState') },
            ...openStates.map((value) => ({ value, label: ofCases(`states.${value}`) })),
          ]}
        />
      )}
      <Switch
        size="xs"
        label={t('filters.ofPeriod')}
        title={label}
        checked={isOfPeriod(filters, view)}
        onChange={(event) => onChange(withPeriod(filters, view, event.currentTarget.checked))}
      />
      {isFilteringCases(filters) && (
        <ResetFilters label={t('filters.reset')} onReset={() => onChange(withoutCaseFilters(filters))} />
      )}
    </search>
  );
}

const ALL = 'all';
