import { ActionIcon, CloseButton, Kbd, Pill, Select, Switch, TextInput, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { memberRoles } from '#shared/domain/records.ts';
import classes from './filter-bar.module.css';
import { activities, isFiltering, withoutFilters, type Filters } from './filters.ts';
import type { ChangeFilters } from './use-filters.ts';

export interface FilterBarProps {
  readonly filters: Filters;
  readonly onChange: ChangeFilters;
  /** Moves the focus from the search field into the table. */
  readonly onEnterTable: () => void;
}

/** Search and filters of the list. `/` focuses the search, the arrow down goes on into the table. */
export function FilterBar({ filters, onChange, onEnterTable }: FilterBarProps): ReactNode {
  const { t } = useTranslation('members');
  const search = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => search.current?.focus()]]);

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      onEnterTable();
    }
    if (event.key === 'Escape' && filters.search !== '') {
      event.stopPropagation();
      onChange({ search: '' });
    }
  }

  return (
    <search className={classes.bar}>
      <TextInput
        ref={search}
        className={classes.search}
        size="xs"
        value={filters.search}
        onChange={(event) => onChange({ search: event.currentTarget.value })}
        onKeyDown={onKey}
        aria-label={t('filters.search')}
        placeholder={t('filters.placeholder')}
        leftSection={<IconSearch size={15} stroke={1.9} />}
        rightSection={
          filters.search === '' ? (
            <Kbd size="xs">/</Kbd>
          ) : (
            <CloseButton size="xs" aria-label={t('filters.clearSearch')} onClick={() => onChange({ search: '' })} />
          )
        }
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
        <Tooltip label={t('filters.reset')}>
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={t('filters.reset')}
            onClick={() => onChange(withoutFilters(filters))}
          >
            <IconFilterOff size={16} stroke={1.9} />
          </ActionIcon>
        </Tooltip>
      )}
    </search>
  );
}

/** The map cell that the list is filtered by, and the way back to all; nothing without one. */
export function CellFilter({ filters, onChange }: Pick<FilterBarProps, 'filters' | 'onChange'>): ReactNode {
  const { t } = useTranslation('members');
  if (filters.cell === null) return null;
  return (
    <Pill
      withRemoveButton
      size="md"
      removeButtonProps={{ 'aria-label': t('filters.clearCell'), 'aria-hidden': false, tabIndex: 0 }}
      onRemove={() => onChange({ cell: null })}
    >
      {t('filters.cell')}
    </Pill>
  );
}
