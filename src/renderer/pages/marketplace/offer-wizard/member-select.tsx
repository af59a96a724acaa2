import { Group, Select, Text, type SelectProps } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberSummary } from '#shared/contract/members.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { useFormat } from '../../../i18n/use-format.ts';

export interface MemberSelectProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (memberId: string) => void;
  readonly error: ReactNode;
  /** Whether the dialog begins here. */
  readonly isFirst: boolean;
  /** Why a member cannot be chosen here; null when it can. Inactive members never can. */
  readonly refuse?: (member: MemberSummary) => string | null;
}

/** Chooses a member by pseudonym. Those who cannot be chosen are in the list too, and say why. */
export function MemberSelect({ label, value, onChange, error, isFirst, refuse }: MemberSelectProps): ReactNode {
  const { t } = useTranslation('offers');
  const { id: communityId } = useCommunity();
  const { range } = usePeriod();
  const { locale } = useFormat();
  const { data } = useMethod('members.list', { communityId, range });
  const members = useMemo(
    () => (data ?? []).toSorted((a, b) => a.anonymizedId.localeCompare(b.anonymizedId, locale, { numeric: true })),
    [data, locale],
  );
  const reasons = useMemo(() => {
    const reasonOf = (member: MemberSummary): string | null =>
      member.isActive ? (refuse?.(member) ?? null) : t(member.leftAt === null ? 'member.inactive' : 'member.left');
    return new Map(members.map((member) => [member.id, reasonOf(member)]));
  }, [members, refuse, t]);
  const renderOption: SelectProps['renderOption'] = ({ option }) => (
    <Group justify="space-between" gap="sm" wrap="nowrap" flex={1}>
      {option.label}
      <Text size="xs">{reasons.get(option.value)}</Text>
    </Group>
  );
  return (
    <Select
      label={label}
      placeholder={t('member.placeholder')}
      data={members.map(({ id, anonymizedId }) => ({
        value: id,
        label: anonymizedId,
        disabled: reasons.get(id) !== null,
      }))}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('member.none')}
      renderOption={renderOption}
      value={value}
      onChange={(memberId) => memberId !== null && onChange(memberId)}
      error={error}
      openOnFocus={false}
      // A closed list of all members would be drawn again at every key in the fields beside it.
      comboboxProps={{ keepMounted: false }}
      autoFocus={isFirst}
      data-autofocus={isFirst || undefined}
    />
  );
}
