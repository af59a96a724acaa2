import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { memberGroups, type MemberGroup } from '#shared/contract/insight-records.ts';
import { oneOf, useAddressFilters, withEntries } from '../../app/address-filters.ts';

interface GroupChoice {
  readonly group: MemberGroup;
}

function readGroup(params: URLSearchParams): GroupChoice {
  return { group: oneOf(memberGroups, params.get('group'), 'all') };
}

function writeGroup(params: URLSearchParams, { group }: GroupChoice): URLSearchParams {
  return withEntries(params, [['group', group === 'all' ? null : group]]);
}

/** Whose figures the address asks for. */
export function useGroup(): MemberGroup {
  return useAddressFilters(readGroup, writeGroup)[0].group;
}

/** All members, or those with a role. */
export function GroupFilter(): ReactNode {
  const { t } = useTranslation('insights');
  const [{ group }, change] = useAddressFilters(readGroup, writeGroup);
  return (
    <SegmentedControl<MemberGroup>
      size="xs"
      aria-label={t('group.label')}
      value={group}
      onChange={(value) => change({ group: value })}
      data={memberGroups.map((value) => ({ value, label: t(`group.${value}`) }))}
    />
  );
}
