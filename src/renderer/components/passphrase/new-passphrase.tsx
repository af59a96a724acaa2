import { PasswordInput, SimpleGrid, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MIN_PASSPHRASE_LENGTH } from '#shared/contract/session.ts';
import { Notice } from '../notice.tsx';
import { CapsLockHint } from './caps-lock-hint.tsx';
import { StrengthHint } from './strength-hint.tsx';

/** Height of label, field and one line of what is wrong, in px: that comes when the field is left, and nothing below may move then. */
const ROOM_WITH_A_MESSAGE = 84;

/** The part of a form in which a new passphrase is chosen. */
export interface NewPassphraseValues {
  readonly passphrase: string;
  readonly repeat: string;
}

export interface NewPassphraseProps {
  readonly label: string;
  readonly passphrase: string;
  /** As the form's `getInputProps` makes them. */
  readonly passphraseProps: object;
  readonly repeatProps: object;
  readonly autoFocus?: boolean;
}

/** What is wrong with a new passphrase, or with its repetition, for the form's `validate`. */
export function useNewPassphraseRules(): {
  readonly passphrase: (value: string) => string | null;
  readonly repeat: (value: string, values: NewPassphraseValues) => string | null;
} {
  const { t } = useTranslation('unlock');
  return {
    passphrase: (value) =>
      value.length < MIN_PASSPHRASE_LENGTH ? t('protect.tooShort', { count: MIN_PASSPHRASE_LENGTH }) : null,
    repeat: (value, { passphrase }) => (value === passphrase ? null : t('protect.different')),
  };
}

/** A new passphrase, typed twice, with how hard it is to guess. */
export function NewPassphrase({
  label,
  passphrase,
  passphraseProps,
  repeatProps,
  autoFocus = false,
}: NewPassphraseProps): ReactNode {
  const { t } = useTranslation('unlock');
  // Nothing is wrong yet with fields that were only left: a message then would push away what the person is about to click.
  const left = passphrase === '' ? { onBlur: undefined } : {};
  return (
    <Stack gap="sm">
      <SimpleGrid cols={2} spacing="sm" mih={ROOM_WITH_A_MESSAGE}>
        <PasswordInput label={label} autoComplete="new-password" autoFocus={autoFocus} {...passphraseProps} {...left} />
        <PasswordInput label={t('protect.repeat')} autoComplete="new-password" {...repeatProps} {...left} />
      </SimpleGrid>
      <StrengthHint passphrase={passphrase} />
      <CapsLockHint />
      <Notice level="attention">{t('protect.unrecoverable')}</Notice>
    </Stack>
  );
}
