import { Select } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { withEntries } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { useFormat } from '../../../i18n/use-format.ts';

/** Whom the figures of the ledger are about. */
export interface MemberChosen {
  /** Null is the whole community. */
  readonly memberId: string | null;
  /** By pseudonym; null for the community, or while it is not known. */
  readonly pseudonym: string | null;
}

/** The member in the address, the same as in the table of trades, with its pseudonym. */
export function useMemberChosen(): MemberChosen {
  const [params] = useSearchParams();
  const { id: communityId } = useCommunity();
  const { range } = usePeriod();
  const memberId = params.get('member');
  const { data } = useMethod('members.list', { communityId, range }, { enabled: memberId !== null });
  const pseudonym = memberId === null ? null : (data?.find(({ id }) => id === memberId)?.anonymizedId ?? null);
  return { memberId, pseudonym };
}

/** Chooses a member by pseudonym, or the whole community. */
export function MemberChoice(): ReactNode {
  const { t } = useTranslation('savings');
  const [params, setParams] = useSearchParams();
  const { id: communityId } = useCommunity();
  const { range } = usePeriod();
  const { locale } = useFormat();
  const { data } = useMethod('members.list', { communityId, range });
  const members = useMemo(
    () => (data ?? []).toSorted((a, b) => a.anonymizedId.localeCompare(b.anonymizedId, locale, { numeric: true })),
    [data, locale],
  );
  const choose = (memberId: string | null): void =>
    setParams((old) => withEntries(old, [['member', memberId]]), { replace: true });
  return (
    <Select
      w={200}
      size="xs"
      label={t('member.label')}
      placeholder={t('member.everybody')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('member.clear') }}
      nothingFoundMessage={t('member.none')}
      limit={60}
      value={params.get('member')}
      onChange={choose}
      data={members.map(({ id, anonymizedId }) => ({ value: id, label: anonymizedId }))}
    />
  );
}
