import { Select, Stack, Text } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportKind } from '#shared/contract/report-records.ts';
import { useCommunity } from '../../../../app/community.tsx';
import { usePeriod } from '../../../../app/period.tsx';
import { useMethod } from '../../../../bridge/queries.ts';
import { useFormat } from '../../../../i18n/use-format.ts';
import { monthName, monthsOf, yearsOf } from '../report-words.ts';
import { ClearingField } from './clearing-field.tsx';
import type { ReportChoice } from './report-choice.ts';

export interface ChoiceProps {
  readonly choice: ReportChoice;
  readonly onChange: (change: Partial<ReportChoice>) => void;
}

/** The fields that a kind of report needs; the days are those of the page. */
export function ChoiceFields({ kind, ...props }: ChoiceProps & { readonly kind: ReportKind }): ReactNode {
  switch (kind) {
    case 'community-month':
      return <MonthField {...props} />;
    case 'assembly-pack':
      return <YearField {...props} />;
    case 'member-statement':
      return (
        <Stack gap="sm">
          <MemberField {...props} />
          <Days />
        </Stack>
      );
    case 'clearing-certificate':
      return <ClearingField {...props} />;
    case 'processing-record':
      return null;
    case 'reconciliation':
    case 'rule-audit':
    case 'ledger':
      return <Days />;
  }
}

function MonthField({ choice, onChange }: ChoiceProps): ReactNode {
  const { t } = useTranslation('reports');
  const { locale } = useFormat();
  const community = useCommunity();
  return (
    <Select
      label={t('make.month')}
      placeholder={t('make.noData')}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('make.noSuchMonth')}
      value={choice.month}
      onChange={(month) => onChange({ month })}
      data={monthsOf(community).map((month) => ({ value: month, label: monthName(month, locale) }))}
    />
  );
}

function YearField({ choice, onChange }: ChoiceProps): ReactNode {
  const { t } = useTranslation('reports');
  const community = useCommunity();
  return (
    <Select
      label={t('make.year')}
      placeholder={t('make.noData')}
      allowDeselect={false}
      value={choice.year === null ? null : String(choice.year)}
      onChange={(year) => onChange({ year: year === null ? null : Number(year) })}
      data={yearsOf(community).map(String)}
    />
  );
}

function MemberField({ choice, onChange }: ChoiceProps): ReactNode {
  const { t } = useTranslation('reports');
  const { id: communityId } = useCommunity();
  const { range } = usePeriod();
  const { locale } = useFormat();
  const { data } = useMethod('members.list', { communityId, range });
  const members = useMemo(
    () => (data ?? []).toSorted((a, b) => a.anonymizedId.localeCompare(b.anonymizedId, locale, { numeric: true })),
    [data, locale],
  );
  return (
    <Select
      label={t('make.member')}
      placeholder={t('make.memberHint')}
      searchable
      data-autofocus
      limit={60}
      nothingFoundMessage={t('make.noMember')}
      value={choice.memberId}
      onChange={(memberId) => onChange({ memberId })}
      data={members.map(({ id, anonymizedId }) => ({ value: id, label: anonymizedId }))}
    />
  );
}

/** The days of the page, and where they are changed. */
function Days(): ReactNode {
  const { t } = useTranslation('reports');
  const { label } = usePeriod();
  return (
    <div>
      <Text size="sm" fw={500}>
        {t('make.days')}
      </Text>
      <Text size="sm">{label}</Text>
      <Text size="xs" c="dimmed" mt={2}>
        {t('make.daysHint')}
      </Text>
    </div>
  );
}
