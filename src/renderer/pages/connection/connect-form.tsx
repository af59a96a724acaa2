import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlugConnected } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../bridge/queries.ts';
import { KeptMonthsChoice } from './kept-months-choice.tsx';
import type { KeptMonths } from './kept-months.ts';
import { readAddress, type AddressProblem } from './hub-address.ts';
import { isWrongPassword, SignInProblem } from './sign-in-problem.tsx';

const PLACEHOLDER = 'https://hub.example.org';

/** These are wrong however the text goes on; the others may only be half typed. */
const wrongWhileTyped: readonly AddressProblem[] = ['scheme', 'insecure', 'credentials', 'path'];

export interface ConnectFormProps {
  readonly onConnected: () => void;
  readonly onClose: () => void;
}

/** Where the hub is and who signs in. Nothing is kept of a sign-in that fails. */
export function ConnectForm({ onConnected, onClose }: ConnectFormProps): ReactNode {
  const { t } = useTranslation('connection');
  const connect = useCommand('sync.connect');
  const passwordField = useRef<HTMLInputElement>(null);
  const form = useForm({
    initialValues: { address: '', email: '', password: '', keepMonths: null as KeptMonths },
    validateInputOnBlur: ['address'],
    validate: {
      address: (address) => {
        const { problem } = readAddress(address);
        return problem === null ? null : t(`address.${problem}`);
      },
      email: (email) => (/^\S+@\S+$/.test(email.trim()) ? null : t('emailMissing')),
      password: (password) => (password === '' ? t('passwordMissing') : null),
    },
  });
  const typed = readAddress(form.values.address);
  const problem = connect.error?.problem ?? null;
  const isWrong = problem !== null && isWrongPassword(problem);

  useEffect(() => {
    if (isWrong) passwordField.current?.select();
  }, [isWrong, connect.submittedAt]);

  function submit({ address, email, password, keepMonths }: typeof form.values): void {
    const read = readAddress(address);
    if (read.address === null) return;
    connect.mutate({ address: read.address, email: email.trim(), password, keepMonths }, { onSuccess: onConnected });
  }

  const addressError =
    typed.problem !== null && wrongWhileTyped.includes(typed.problem)
      ? t(`address.${typed.problem}`)
      : form.errors.address;
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="md">
        <Text size="sm">{t('text')}</Text>
        <TextInput
          label={t('address.label')}
          description={t('address.text')}
          placeholder={PLACEHOLDER}
          type="url"
          inputMode="url"
          spellCheck={false}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('address')}
          error={addressError}
        />
        <TextInput
          label={t('email')}
          type="email"
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          ref={passwordField}
          label={t('password')}
          autoComplete="off"
          {...form.getInputProps('password')}
          error={form.errors.password ?? (isWrong && t('problem.wrong'))}
        />
        <KeptMonthsChoice
          value={form.values.keepMonths}
          description={t('kept.first')}
          onChange={(months) => form.setFieldValue('keepMonths', months)}
        />
        {problem !== null && !isWrong && (
          <SignInProblem problem={problem} address={connect.variables?.address ?? ''} at={connect.submittedAt} />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            loading={connect.isPending}
            leftSection={<IconPlugConnected size={18} stroke={1.75} aria-hidden />}
          >
            {t('confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
