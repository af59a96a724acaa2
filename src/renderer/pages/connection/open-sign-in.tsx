import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSync } from '../../app/sync.ts';
import { useCommand } from '../../bridge/queries.ts';
import { SkeletonLines } from '../../components/page-state.tsx';
import { isWrongPassword, SignInProblem } from './sign-in-problem.tsx';

const MODAL = 'sign-in';

/** Opens the dialog in which the same person signs in again, because the hub asks for the password. */
export function openSignIn(): void {
  modals.open({ modalId: MODAL, title: <SignInTitle />, children: <SignIn onClose={() => modals.close(MODAL)} /> });
}

function SignInTitle(): ReactNode {
  const { t } = useTranslation('connection');
  return t('signIn.title');
}

function SignIn({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('connection');
  const connection = useSync()?.connection ?? null;
  const signIn = useCommand('sync.signIn');
  const [password, setPassword] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const problem = signIn.error?.problem ?? null;
  const isWrong = problem !== null && isWrongPassword(problem);

  useEffect(() => {
    if (isWrong) field.current?.select();
  }, [isWrong, signIn.submittedAt]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (password === '') return;
    signIn.mutate(
      { password },
      {
        onSuccess: () => {
          onClose();
          notifications.show({ message: t('signIn.done') });
        },
      },
    );
  }

  if (connection === null) return <SkeletonLines lines={4} />;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm">{t('signIn.text', { address: connection.address, email: connection.email })}</Text>
        <PasswordInput
          ref={field}
          label={t('password')}
          autoComplete="off"
          data-autofocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={isWrong && t('problem.wrong')}
        />
        {problem !== null && !isWrong && (
          <SignInProblem problem={problem} address={connection.address} at={signIn.submittedAt} />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('signIn.later')}
          </Button>
          <Button type="submit" disabled={password === ''} loading={signIn.isPending}>
            {t('signIn.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
