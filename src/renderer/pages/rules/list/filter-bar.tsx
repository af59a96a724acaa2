import { Chip, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import type { ChangeFilters } from '../../../app/address-filters.ts';
import { FilterPill, ResetFilters } from '../../../components/filter-parts.tsx';
import { SearchField } from '../../../components/search-field.tsx';
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

export interface FilterBarProps {
  /** Every rule: the marks say how many they would leave of them. */
  readonly rules: readonly RuleSummary[];
  readonly filters: RuleFilters;
  readonly onChange: ChangeFilters<RuleFilters>;
  /** Moves the focus from the search field into the table. */
  readonly onEnterTable: () => void;
}

/** Search and filters of the list. `/` focuses the search, the arrow down goes on into the table. */
export function FilterBar({ rules, filters, onChange, onEnterTable }: FilterBarProps): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  return (
    <search className={classes.bar}>
      <SearchField
        className={classes.search}
        value={filters.search}
        onChange={(search) => onChange({ search })}
        label={t('filters.search')}
        placeholder={t('filters.search')}
        clearLabel={t('filters.clearSearch')}
        onEnterTable={onEnterTable}
      />
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
        <ResetFilters label={t('filters.reset')} onReset={() => onChange(withoutRuleFilters(filters))} />
      )}
    </search>
  );
}

/** The member whose rules alone are shown, and the way back to all; nothing without one. */
function MemberFilter({ rules, filters, onChange }: Omit<FilterBarProps, 'onEnterTable'>): ReactNode {
  const { t } = useTranslation('rules');
  if (filters.member === null) return null;
  const name = rules.find(({ memberId }) => memberId === filters.member)?.anonymizedId;
  return (
    <FilterPill size="sm" clearLabel={t('filters.clearMember')} onClear={() => onChange({ member: null })}>
      {name ?? t('filters.oneMember')}
    </FilterPill>
  );
}
