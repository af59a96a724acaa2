import { Progress, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MIN_PASSPHRASE_LENGTH } from '#shared/contract/session.ts';
import { strengthOf, type Strength } from './strength.ts';

const look: Record<Strength, { readonly share: number; readonly color: string }> = {
  short: { share: 15, color: 'var(--cw-failure)' },
  weak: { share: 35, color: 'var(--cw-production)' },
  fair: { share: 65, color: 'var(--cw-production)' },
  good: { share: 100, color: 'var(--cw-trade)' },
};

/** A bar and a word for how hard the passphrase is to guess. */
export function StrengthHint({ passphrase }: { readonly passphrase: string }): ReactNode {
  const { t } = useTranslation('unlock');
  const strength = strengthOf(passphrase);
  const isEmpty = passphrase === '';
  return (
    <div aria-live="polite">
      <Progress value={isEmpty ? 0 : look[strength].share} color={look[strength].color} size={4} aria-hidden />
      <Text size="xs" c="dimmed" mt={4}>
        {isEmpty ? t('strength.empty', { count: MIN_PASSPHRASE_LENGTH }) : t(`strength.${strength}`)}
      </Text>
    </div>
  );
}
