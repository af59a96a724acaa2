import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '#shared/contract/session.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { Notice } from '../../../components/notice.tsx';
import { Panel } from '../../../components/panel.tsx';
import { CurrentPassphrase, OtherProblem } from './current-passphrase.tsx';

const MODAL = 'data-key';

/** Encrypting everything anew: what it is good for, and how long it takes. */
export function DataKey({ session }: { readonly session: SessionState }): ReactNode {
  const { t } = useTranslation('settings');
  const { protection, keychain } = session;
  const isKeychainGone = protection.keychain && !keychain.available;
  return (
    <Panel title={t('security.dataKey.title')} subtitle={t('security.dataKey.subtitle')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t('security.dataKey.text')}</Text>
        {isKeychainGone && <Notice level="info">{t('security.dataKey.keychainGone')}</Notice>}
        <Button variant="default" disabled={isKeychainGone} onClick={() => openRekey(protection.passphrase)}>
          {t('security.dataKey.open')}
        </Button>
      </Stack>
    </Panel>
  );
}

function openRekey(hasPassphrase: boolean): void {
  modals.open({
    modalId: MODAL,
    closeOnClickOutside: false,
    size: 'lg',
    title: <RekeyTitle />,
    children: <Rekey hasPassphrase={hasPassphrase} />,
  });
}

function RekeyTitle(): ReactNode {
  const { t } = useTranslation('settings');
  return t('security.dataKey.title');
}

function Rekey({ hasPassphrase }: { readonly hasPassphrase: boolean }): ReactNode {
  const { t } = useTranslation('settings');
  const rekey = useCommand('security.rekey');
  const form = useForm({ initialValues: { current: '' } });

  function submit({ current }: typeof form.values): void {
    rekey.mutate(
      { passphrase: hasPassphrase ? current : null },
      {
        onSuccess: () => {
          modals.close(MODAL);
          notifications.show({ message: t('security.dataKey.done') });
        },
      },
    );
  }

  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="sm">
        <Text size="sm">{t('security.dataKey.steps')}</Text>
        <Text size="sm" c="dimmed">
          {t('security.dataKey.limits')}
        </Text>
        {hasPassphrase && <CurrentPassphrase command={rekey} {...form.getInputProps('current')} />}
        <OtherProblem command={rekey} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => modals.close(MODAL)} disabled={rekey.isPending}>
            {t('security.cancel')}
          </Button>
          <Button type="submit" loading={rekey.isPending} disabled={hasPassphrase && form.values.current === ''}>
            {t('security.dataKey.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
