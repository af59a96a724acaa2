import { Select, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { memberRoles } from '#shared/domain/records.ts';
import type { ChangeFilters } from '../../app/address-filters.ts';
import { FilterPill, ResetFilters } from '../../components/filter-parts.tsx';
import { SearchField } from '../../components/search-field.tsx';
import classes from './filter-bar.module.css';
import { activities, isFiltering, withoutFilters, type Filters } from './filters.ts';

export interface FilterBarProps {
  readonly filters: Filters;
  readonly onChange: ChangeFilters<Filters>;
  /** Moves the focus from the search field into the table. */
  readonly onEnterTable: () => void;
}

/** Search and filters of the list. `/` focuses the search, the arrow down goes on into the table. */
export function FilterBar({ filters, onChange, onEnterTable }: FilterBarProps): ReactNode {
  const { t } = useTranslation('members');
  return (
    <search className={classes.bar}>
      <SearchField
        className={classes.search}
        value={filters.search}
        onChange={(search) => onChange({ search })}
        label={t('filters.search')}
        placeholder={t('filters.placeholder')}
        clearLabel={t('filters.clearSearch')}
        onEnterTable={onEnterTable}
      />
      <Select
        className={classes.select}
        size="xs"
        aria-label={t('filters.role')}
        allowDeselect={false}
        value={filters.role}
        onChange={(role) => onChange({ role: role ?? 'all' })}
        data={(['all', ...memberRoles] as const).map((value) => ({ value, label: t(`filters.roles.${value}`) }))}
      />
      <Select
        className={classes.select}
        size="xs"
        aria-label={t('filters.activity')}
        allowDeselect={false}
        value={filters.activity}
        onChange={(activity) => onChange({ activity: activity ?? 'all' })}
        data={activities.map((value) => ({ value, label: t(`filters.activities.${value}`) }))}
      />
      <Switch
        size="xs"
        className={classes.switch}
        label={t('filters.worseOff')}
        checked={filters.worseOff}
        onChange={(event) => onChange({ worseOff: event.currentTarget.checked })}
      />
      {isFiltering(filters) && (
        <ResetFilters label={t('filters.reset')} onReset={() => onChange(withoutFilters(filters))} />
      )}
    </search>
  );
}

/** The map cell that the list is filtered by, and the way back to all; nothing without one. */
export function CellFilter({ filters, onChange }: Pick<FilterBarProps, 'filters' | 'onChange'>): ReactNode {
  const { t } = useTranslation('members');
  if (filters.cell === null) return null;
  return (
    <FilterPill size="md" clearLabel={t('filters.clearCell')} onClear={() => onChange({ cell: null })}>
      {t('filters.cell')}
    </FilterPill>
  );
}
