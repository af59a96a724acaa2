import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../../../bridge/client.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { CapsLockHint } from '../../../components/passphrase/caps-lock-hint.tsx';

/** From so many failures on every further attempt waits. */
const FREE_FAILURES = 3;

interface Command {
  readonly error: BridgeError | null;
  readonly submittedAt: number;
}

const isWrong = ({ error }: Command): boolean => error?.problem.code === 'KEY_UNAVAILABLE';

/** The passphrase of now, which a change of the protection asks for; a wrong one is said at the field. */
export function CurrentPassphrase({
  command,
  ...input
}: { readonly command: Command } & Omit<PasswordInputProps, 'ref'>): ReactNode {
  const { t } = useTranslation('settings');
  const field = useRef<HTMLInputElement>(null);
  const [failures, setFailures] = useState(0);
  const wrong = isWrong(command);
  useEffect(() => {
    if (!wrong) return;
    setFailures((count) => count + 1);
    field.current?.select();
  }, [wrong, command.error, command.submittedAt]);
  return (
    <div>
      <PasswordInput
        ref={field}
        label={t('security.passphrase.current')}
        autoComplete="current-password"
        autoFocus
        {...input}
        error={wrong && t(`security.passphrase.${failures < FREE_FAILURES ? 'wrong' : 'wrongAgain'}`)}
      />
      <CapsLockHint />
    </div>
  );
}

/** Whatever else kept the change from being made. */
export function OtherProblem({ command }: { readonly command: Command }): ReactNode {
  if (command.error === null || isWrong(command)) return null;
  return <ErrorState problem={command.error.problem} />;
}
