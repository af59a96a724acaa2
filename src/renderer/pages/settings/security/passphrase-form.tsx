import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../../bridge/queries.ts';
import { Notice } from '../../../components/notice.tsx';
import { NewPassphrase, useNewPassphraseRules } from '../../../components/passphrase/new-passphrase.tsx';
import { CurrentPassphrase, OtherProblem } from './current-passphrase.tsx';

const MODAL = 'passphrase';

/** Opens the dialog in which the passphrase is changed, or set where there is none. */
export function openPassphraseForm(isSet: boolean): void {
  modals.open({
    modalId: MODAL,
    closeOnClickOutside: false,
    size: 'lg',
    title: <Title what={isSet ? 'changeTitle' : 'addTitle'} />,
    children: <PassphraseForm isSet={isSet} />,
  });
}

/** Opens the question whether the passphrase is to go; the keychain is the only way in then. */
export function openPassphraseRemoval(): void {
  modals.open({
    modalId: MODAL,
    closeOnClickOutside: false,
    size: 'lg',
    title: <Title what="removeTitle" />,
    children: <PassphraseRemoval />,
  });
}

function Title({ what }: { readonly what: 'changeTitle' | 'addTitle' | 'removeTitle' }): ReactNode {
  const { t } = useTranslation('settings');
  return t(`security.passphrase.${what}`);
}

function PassphraseForm({ isSet }: { readonly isSet: boolean }): ReactNode {
  const { t } = useTranslation('settings');
  const rules = useNewPassphraseRules();
  const save = useCommand('security.setPassphrase');
  const form = useForm({
    initialValues: { current: '', passphrase: '', repeat: '' },
    validateInputOnBlur: ['passphrase', 'repeat'],
    validate: rules,
  });

  function submit({ current, passphrase }: typeof form.values): void {
    save.mutate(
      { current: isSet ? current : null, next: passphrase },
      {
        onSuccess: () => {
          modals.close(MODAL);
          notifications.show({ message: t(`security.passphrase.${isSet ? 'changed' : 'added'}`) });
        },
      },
    );
  }

  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="sm">
        <Text size="sm">{t('security.passphrase.effect')}</Text>
        {isSet && <CurrentPassphrase command={save} {...form.getInputProps('current')} />}
        <NewPassphrase
          label={t('security.passphrase.new')}
          passphrase={form.values.passphrase}
          passphraseProps={form.getInputProps('passphrase')}
          repeatProps={form.getInputProps('repeat')}
          autoFocus={!isSet}
        />
        <OtherProblem command={save} />
        <Buttons
          confirm={t(`security.passphrase.${isSet ? 'confirmChange' : 'confirmAdd'}`)}
          isPending={save.isPending}
          disabled={isSet && form.values.current === ''}
        />
      </Stack>
    </form>
  );
}

function PassphraseRemoval(): ReactNode {
  const { t } = useTranslation('settings');
  const save = useCommand('security.setPassphrase');
  const form = useForm({ initialValues: { current: '' } });

  function submit({ current }: typeof form.values): void {
    save.mutate(
      { current, next: null },
      {
        onSuccess: () => {
          modals.close(MODAL);
          notifications.show({ message: t('security.passphrase.removed') });
        },
      },
    );
  }

  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="sm">
        <Notice level="attention">{t('security.passphrase.removal')}</Notice>
        <CurrentPassphrase command={save} {...form.getInputProps('current')} />
        <OtherProblem command={save} />
        <Buttons
          confirm={t('security.passphrase.confirmRemove')}
          isPending={save.isPending}
          disabled={form.values.current === ''}
        />
      </Stack>
    </form>
  );
}

interface ButtonsProps {
  readonly confirm: string;
  readonly isPending: boolean;
  readonly disabled: boolean;
}

function Buttons({ confirm, isPending, disabled }: ButtonsProps): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <Group justify="flex-end" gap="sm">
      <Button variant="default" onClick={() => modals.close(MODAL)} disabled={isPending}>
        {t('security.cancel')}
      </Button>
      <Button type="submit" loading={isPending} disabled={disabled}>
        {confirm}
      </Button>
    </Group>
  );
}
