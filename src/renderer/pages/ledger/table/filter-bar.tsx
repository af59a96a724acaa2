import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tradeSides } from '#shared/contract/ledger-records.ts';
import { failureCodes, settlementStatuses } from '#shared/domain/records.ts';
import type { ChangeFilters } from '../../../app/address-filters.ts';
import { ResetFilters } from '../../../components/filter-parts.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import classes from './filter-bar.module.css';
import { isFilteringLedger, withoutLedgerFilters, type LedgerFilters } from './filters.ts';
import { MoreFilters } from './more-filters.tsx';
import { MOST_CHOICES, useMemberChoices } from './choices.ts';

export interface FilterBarProps {
  readonly filters: LedgerFilters;
  readonly onChange: ChangeFilters<LedgerFilters>;
  /** Moves the focus from the search field into the table. */
  readonly onEnterTable: () => void;
}

/** What leaves trades out. `/` focuses the search, the arrow down goes on into the table. */
export function FilterBar({ filters, onChange, onEnterTable }: FilterBarProps): ReactNode {
  const { t } = useTranslation(['ledger', 'health']);
  return (
    <search className={classes.bar}>
      <SearchField
        className={classes.search}
        value={filters.text}
        onChange={(text) => onChange({ text })}
        label={t('filters.search')}
        placeholder={t('filters.placeholder')}
        clearLabel={t('filters.clearSearch')}
        onEnterTable={onEnterTable}
      />
      <MemberFilter filters={filters} onChange={onChange} />
      {filters.memberId !== null && (
        <Select
          className={classes.side}
          size="xs"
          aria-label={t('filters.side')}
          allowDeselect={false}
          value={filters.side}
          onChange={(side) => onChange({ side: side ?? 'either' })}
          data={tradeSides.map((value) => ({ value, label: t(`filters.sides.${value}`) }))}
        />
      )}
      <Select
        className={classes.status}
        size="xs"
        aria-label={t('filters.status')}
        allowDeselect={false}
        value={filters.status}
        onChange={(status) => onChange({ status: status ?? 'all', failureCode: null })}
        data={(['all', ...settlementStatuses] as const).map((value) => ({
          value,
          label: t(`filters.statuses.${value}`),
        }))}
      />
      {filters.status === 'failed' && (
        <Select
          className={classes.cause}
          size="xs"
          aria-label={t('filters.cause')}
          placeholder={t('filters.anyCause')}
          clearable
          clearButtonProps={{ 'aria-label': t('filters.anyCause') }}
          value={filters.failureCode}
          onChange={(failureCode) => onChange({ failureCode })}
          data={failureCodes.map((value) => ({ value, label: t(`health:failureCodes.${value}`) }))}
        />
      )}
      <MoreFilters filters={filters} onChange={onChange} />
      {isFilteringLedger(filters) && (
        <ResetFilters label={t('filters.reset')} onReset={() => onChange(withoutLedgerFilters(filters))} />
      )}
    </search>
  );
}

function MemberFilter({ filters, onChange }: Pick<FilterBarProps, 'filters' | 'onChange'>): ReactNode {
  const { t } = useTranslation('ledger');
  const { choices, onOpen } = useMemberChoices(filters.memberId);
  return (
    <Select
      className={classes.member}
      size="xs"
      aria-label={t('filters.member')}
      placeholder={t('filters.anyMember')}
      searchable
      clearable
      limit={MOST_CHOICES}
      clearButtonProps={{ 'aria-label': t('filters.anyMember') }}
      nothingFoundMessage={t('filters.noMember')}
      value={filters.memberId}
      onDropdownOpen={onOpen}
      onChange={(memberId) => onChange({ memberId, side: 'either' })}
      data={choices}
    />
  );
}
