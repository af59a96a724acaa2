import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { windowMonths } from '#shared/domain/raw-window.ts';
import { type KeptMonths, readMonths } from './kept-months.ts';

export interface KeptMonthsChoiceProps {
  readonly value: KeptMonths;
  readonly description?: string;
  onChange(months: KeptMonths): void;
}

/** How many months of single records are kept. */
export function KeptMonthsChoice({ value, description, onChange }: KeptMonthsChoiceProps): ReactNode {
  const { t } = useTranslation('connection');
  return (
    <NativeSelect
      label={t('kept.label')}
      description={description}
      value={String(value ?? 0)}
      onChange={(event) => onChange(readMonths(Number(event.currentTarget.value)))}
      data={[
        { value: '0', label: t('kept.all') },
        ...windowMonths.toReversed().map((months) => ({ value: String(months), label: t('kept.months', { months }) })),
      ]}
    />
  );
}
