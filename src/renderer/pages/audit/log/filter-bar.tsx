import { Select, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { auditKinds } from '#shared/contract/audit-records.ts';
import type { ChangeFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { ResetFilters } from '../../../components/filter-parts.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { isFilteringEntries, noEntryFilters, type EntryFilters } from './entry-filters.ts';
import classes from './log.module.css';

export interface FilterBarProps {
  readonly filters: EntryFilters;
  readonly onChange: ChangeFilters<EntryFilters>;
  /** Moves the focus from the search field into the table. */
  readonly onEnterTable: () => void;
}

/** Search and filters of the log. `/` focuses the search, the arrow down goes on into the table. */
export function FilterBar({ filters, onChange, onEnterTable }: FilterBarProps): ReactNode {
  const { t } = useTranslation('audit-log');
  const { locale } = useFormat();
  const { label } = usePeriod();
  const { name } = useCommunity();
  const kinds = auditKinds
    .map((value) => ({ value, label: t(`kinds.${value}`) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, locale));
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
        aria-label={t('filters.kind')}
        placeholder={t('filters.anyKind')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('filters.clearKind') }}
        nothingFoundMessage={t('filters.noKind')}
        value={filters.kind}
        onChange={(kind) => onChange({ kind: auditKinds.find((one) => one === kind) ?? null })}
        data={kinds}
      />
      <Switch
        size="xs"
        label={t('filters.ofPeriod')}
        title={label}
        checked={filters.isOfPeriod}
        onChange={(event) => onChange({ isOfPeriod: event.currentTarget.checked })}
      />
      <Switch
        size="xs"
        label={t('filters.ofCommunity', { community: name })}
        checked={filters.isOfCommunity}
        onChange={(event) => onChange({ isOfCommunity: event.currentTarget.checked })}
      />
      {isFilteringEntries(filters) && (
        <ResetFilters label={t('filters.reset')} onReset={() => onChange(noEntryFilters)} />
      )}
    </search>
  );
}
