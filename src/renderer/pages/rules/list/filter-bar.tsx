import { ActionIcon, Chip, CloseButton, Kbd, Pill, Select, TextInput, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './list.module.css';
import {
  isFilteringRules,
  ruleMarkNames,
  ruleMarks,
  ruleStates,
  ruleTypes,
  withoutRuleFilters,
  type RuleFilters,
} from './rule-filters.ts';
import type { ChangeRuleFilters } from './use-rule-filters.ts';

export interface FilterBarProps {
  /** Every rule: the marks say how many they would leave of them. */
  readonly rules: readonly RuleSummary[];
  readonly filters: RuleFilters;
  readonly onChange: ChangeRuleFilters;
  /** Moves the focus from the search field into the table. */
  readonly onEnterTable: () => void;
}

/** Search and filters of the list. `/` focuses the search, the arrow down goes on into the table. */
export function FilterBar({ rules, filters, onChange, onEnterTable }: FilterBarProps): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  return (
    <search className={classes.bar}>
      <SearchField {...{ filters, onChange, onEnterTable }} />
      <Select
        className={classes.select}
        size="xs"
        aria-label={t('filters.type')}
        allowDeselect={false}
        value={filters.type}
        onChange={(type) => onChange({ type: type ?? 'all' })}
        data={ruleTypes.map((value) => ({ value, label: t(`filters.types.${value}`) }))}
      />
      <Select
        className={classes.select}
        size="xs"
        aria-label={t('filters.state')}
        allowDeselect={false}
        value={filters.state}
        onChange={(state) => onChange({ state: state ?? 'all' })}
        data={ruleStates.map((value) => ({ value, label: t(`filters.states.${value}`) }))}
      />
      <div className={classes.marks} role="group" aria-label={t('filters.marks')}>
        {ruleMarkNames.map((mark) => (
          <Chip
            key={mark}
            size="xs"
            variant="light"
            checked={filters.marks.includes(mark)}
            onChange={(isOn) =>
              onChange({ marks: ruleMarkNames.filter((one) => (one === mark ? isOn : filters.marks.includes(one))) })
            }
          >
            {t(`filters.mark.${mark}`)}
            <span className={classes.markCount}>{format.number(rules.filter(ruleMarks[mark]).length)}</span>
          </Chip>
        ))}
      </div>
      <MemberFilter {...{ rules, filters, onChange }} />
      {isFilteringRules(filters) && (
        <Tooltip label={t('filters.reset')}>
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={t('filters.reset')}
            onClick={() => onChange(withoutRuleFilters(filters))}
          >
            <IconFilterOff size={16} stroke={1.9} />
          </ActionIcon>
        </Tooltip>
      )}
    </search>
  );
}

function SearchField({ filters, onChange, onEnterTable }: Omit<FilterBarProps, 'rules'>): ReactNode {
  const { t } = useTranslation('rules');
  const field = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => field.current?.focus()]]);

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
    <TextInput
      ref={field}
      className={classes.search}
      size="xs"
      value={filters.search}
      onChange={(event) => onChange({ search: event.currentTarget.value })}
      onKeyDown={onKey}
      aria-label={t('filters.search')}
      placeholder={t('filters.search')}
      leftSection={<IconSearch size={15} stroke={1.9} />}
      rightSection={
        filters.search === '' ? (
          <Kbd size="xs">/</Kbd>
        ) : (
          <CloseButton size="xs" aria-label={t('filters.clearSearch')} onClick={() => onChange({ search: '' })} />
        )
      }
    />
  );
}

/** The member whose rules alone are shown, and the way back to all; nothing without one. */
function MemberFilter({ rules, filters, onChange }: Omit<FilterBarProps, 'onEnterTable'>): ReactNode {
  const { t } = useTranslation('rules');
  if (filters.member === null) return null;
  const name = rules.find(({ memberId }) => memberId === filters.member)?.anonymizedId;
  return (
    <Pill
      withRemoveButton
      size="sm"
      removeButtonProps={{ 'aria-label': t('filters.clearMember'), 'aria-hidden': false, tabIndex: 0 }}
      onRemove={() => onChange({ member: null })}
    >
      {name ?? t('filters.oneMember')}
    </Pill>
  );
}
