import { Button, Checkbox, Group, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '#shared/contract/session.ts';
import { useWish, type Wish } from '../../app/wish.ts';
import { useCommand } from '../../bridge/queries.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { NewPassphrase, useNewPassphraseRules } from '../../components/passphrase/new-passphrase.tsx';
import styles from './unlock.module.css';

interface ProtectionForm {
  readonly withPassphrase: boolean;
  readonly passphrase: string;
  readonly repeat: string;
  readonly withKeychain: boolean;
}

export interface ProtectProps {
  readonly session: SessionState;
  /** What comes next. */
  readonly wish: Wish;
  readonly onBack: () => void;
}

/** How the data on this desk are protected: a passphrase, the system's keychain, or both. */
export function Protect({ session, wish, onBack }: ProtectProps): ReactNode {
  const { t } = useTranslation('unlock');
  const setUp = useCommand('session.setUp');
  const setWish = useWish((store) => store.setWish);
  const rules = useNewPassphraseRules();
  const { available } = session.keychain;
  const form = useForm<ProtectionForm>({
    initialValues: { withPassphrase: true, passphrase: '', repeat: '', withKeychain: false },
    validateInputOnBlur: true,
    validate: {
      passphrase: (value, { withPassphrase }) => (withPassphrase ? rules.passphrase(value) : null),
      repeat: (value, values) => (values.withPassphrase ? rules.repeat(value, values) : null),
    },
  });
  const { withPassphrase, passphrase, withKeychain } = form.values;

  function submit({ withPassphrase: has, passphrase: chosen, withKeychain: keychain }: ProtectionForm): void {
    // Before the answer: the open session takes this page away, and its callbacks with it.
    setWish(wish);
    setUp.mutate({ keychain, ...(has ? { passphrase: chosen } : {}) }, { onError: () => setWish(null) });
  }

  return (
    <form className={styles.sheet} onSubmit={form.onSubmit(submit)} noValidate>
      <Button
        variant="subtle"
        size="compact-sm"
        className={styles.back}
        leftSection={<IconArrowLeft size={16} aria-hidden />}
        onClick={onBack}
      >
        {t('protect.back')}
      </Button>
      <Title order={1} className={styles.title}>
        {t('protect.title')}
      </Title>
      <Text c="dimmed" mb="lg">
        {t('protect.text')}
      </Text>

      <div className={styles.method}>
        <Checkbox
          label={<Text fw={600}>{t('protect.passphrase.title')}</Text>}
          description={t('protect.passphrase.text')}
          {...form.getInputProps('withPassphrase', { type: 'checkbox' })}
        />
        {withPassphrase && (
          <div className={styles.fields}>
            <NewPassphrase
              label={t('passphrase')}
              passphrase={passphrase}
              passphraseProps={form.getInputProps('passphrase')}
              repeatProps={form.getInputProps('repeat')}
              autoFocus
            />
          </div>
        )}
      </div>

      <div className={styles.method}>
        <Checkbox
          label={<Text fw={600}>{t('protect.keychain.title')}</Text>}
          description={
            available
              ? t('protect.keychain.text', { backend: session.keychain.backend })
              : t('protect.keychain.missing', { backend: session.keychain.backend })
          }
          disabled={!available}
          {...form.getInputProps('withKeychain', { type: 'checkbox' })}
        />
      </div>

      {setUp.isError && <ErrorState problem={setUp.error.problem} />}
      <Group justify="space-between" mt="lg" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {withPassphrase || withKeychain ? t(`protect.next.${wish}`) : t('protect.needOne')}
        </Text>
        <Button type="submit" disabled={!withPassphrase && !withKeychain} loading={setUp.isPending}>
          {t('protect.confirm')}
        </Button>
      </Group>
    </form>
  );
}
