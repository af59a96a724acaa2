import { Button, Divider, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { IconKey, IconLockOpen } from '@tabler/icons-react';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '#shared/contract/session.ts';
import { choiceText } from '#shared/format/locale-facts.ts';
import { noteAsked } from '../../app/waits/waits.ts';
import { platform } from '../../bridge/client.ts';
import { useCommand } from '../../bridge/queries.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { CapsLockHint } from '../../components/passphrase/caps-lock-hint.tsx';
import styles from './unlock.module.css';

/** The lock: passphrase, keychain, or the choice of both, as the data were protected. */
export function Unlock({ session }: { readonly session: SessionState }): ReactNode {
  const { t } = useTranslation('unlock');
  const { protection, keychain } = session;
  const canUseKeychain = protection.keychain && keychain.available;
  return (
    <div className={styles.sheet}>
      <Title order={1} className={styles.title}>
        {t('locked')}
      </Title>
      <Text c="dimmed" mb="lg">
        {t('unlock.text')}
      </Text>
      <Stack gap="md">
        {protection.passphrase && <PassphraseForm />}
        {protection.passphrase && canUseKeychain && <Divider label={t('unlock.or')} />}
        {canUseKeychain && <KeychainButton isOnlyWay={!protection.passphrase} />}
        {protection.keychain && !keychain.available && (
          <Text size="sm" c="dimmed">
            {t(protection.passphrase ? 'unlock.keychainGone' : 'unlock.keychainGoneOnly', {
              backend: keychain.backend,
            })}
            {!protection.passphrase && <KeychainSwitch backends={usualBackends} />}
          </Text>
        )}
      </Stack>
      <OpenDemo />
    </div>
  );
}

function PassphraseForm(): ReactNode {
  const { t } = useTranslation('unlock');
  const unlock = useCommand('session.unlock');
  const [passphrase, setPassphrase] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const problem = unlock.error?.problem ?? null;
  const isWrong = problem?.code === 'KEY_UNAVAILABLE';

  useEffect(() => {
    if (isWrong) field.current?.select();
  }, [isWrong, unlock.submittedAt]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (passphrase === '') return;
    noteAsked('unlock');
    unlock.mutate({ with: 'passphrase', passphrase });
  }

  return (
    <form onSubmit={submit}>
      <PasswordInput
        ref={field}
        size="md"
        label={t('passphrase')}
        autoComplete="current-password"
        autoFocus
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        error={isWrong && t('unlock.wrong')}
      />
      <CapsLockHint />
      {problem !== null && !isWrong && <ErrorState problem={problem} />}
      <Button
        type="submit"
        fullWidth
        mt="md"
        size="md"
        disabled={passphrase === ''}
        loading={unlock.isPending}
        leftSection={<IconLockOpen size={18} stroke={1.75} aria-hidden />}
      >
        {t('unlock.confirm')}
      </Button>
    </form>
  );
}

function KeychainButton({ isOnlyWay }: { readonly isOnlyWay: boolean }): ReactNode {
  const { t } = useTranslation('unlock');
  const unlock = useCommand('session.unlock');
  const problem = unlock.error?.problem ?? null;
  const { expected, found } = problem?.details ?? {};
  const isOther = typeof expected === 'string';
  return (
    <div>
      <Button
        fullWidth
        size="md"
        variant={isOnlyWay ? 'filled' : 'default'}
        autoFocus={isOnlyWay}
        loading={unlock.isPending}
        leftSection={<IconKey size={18} stroke={1.75} aria-hidden />}
        onClick={() => {
          noteAsked('unlock');
          unlock.mutate({ with: 'keychain' });
        }}
      >
        {t('unlock.keychain')}
      </Button>
      {problem?.code === 'KEY_UNAVAILABLE' && (
        <Text size="sm" c="var(--cw-failure-text)" mt="xs" role="alert">
          {isOther
            ? t(isOnlyWay ? 'unlock.keychainOtherOnly' : 'unlock.keychainOther', { expected, found })
            : t(isOnlyWay ? 'unlock.keychainRefusedOnly' : 'unlock.keychainRefused')}
          {isOther && isOnlyWay && <KeychainSwitch backends={[expected]} />}
        </Text>
      )}
      {problem !== null && problem.code !== 'KEY_UNAVAILABLE' && <ErrorState problem={problem} />}
    </div>
  );
}

/** Keychains that a Linux desktop may have, as Electron knows them. */
const usualBackends = ['gnome_libsecret', 'kwallet6'];

/** How to name the keychain at the start, where Electron may not find it by itself. */
function KeychainSwitch({ backends }: { readonly backends: readonly string[] }): ReactNode {
  const { t, i18n } = useTranslation('unlock');
  if (platform() !== 'linux') return null;
  const switches = choiceText(
    backends.map((backend) => `--password-store=${backend.replaceAll('_', '-')}`),
    i18n.language,
  );
  return <> {t('unlock.keychainSwitch', { switches })}</>;
}

/** Somebody who only wants to show the console needs no key. */
function OpenDemo(): ReactNode {
  const { t } = useTranslation('unlock');
  const demo = useCommand('session.openDemo');
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      mt="lg"
      className={styles.demo}
      loading={demo.isPending}
      onClick={() => demo.mutate({})}
    >
      {t('unlock.demo')}
    </Button>
  );
}
