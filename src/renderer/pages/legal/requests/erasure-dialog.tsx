import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErasurePreview } from '#shared/contract/privacy-records.ts';
import type { ErasureGround } from '#shared/privacy/erasure.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import classes from '../facts.module.css';

const MODAL = 'erase-member';

/** Opens the dialog that asks for the ground and lets the pseudonym be typed, since there is no way back. */
export function openErasure(preview: ErasurePreview): void {
  modals.open({
    modalId: MODAL,
    closeOnClickOutside: false,
    title: <Title preview={preview} />,
    children: <ErasureDialog preview={preview} />,
  });
}

interface ErasureDialogProps {
  readonly preview: ErasurePreview;
}

function Title({ preview }: ErasureDialogProps): ReactNode {
  const { t } = useTranslation('legal-requests');
  return t('erasure.title', { pseudonym: preview.anonymizedId });
}

function ErasureDialog({ preview: { memberId, anonymizedId, isActive, grounds } }: ErasureDialogProps): ReactNode {
  const { t } = useTranslation('legal-requests');
  const [ground, setGround] = useState<ErasureGround | null>(null);
  const [typed, setTyped] = useState('');
  const erase = useCommand('privacy.eraseMember');

  function submit(): void {
    if (ground === null) return;
    erase.mutate(
      { memberId, ground },
      {
        onSuccess: () => {
          modals.close(MODAL);
          notifications.show({ message: t('erasure.begun') });
        },
      },
    );
  }

  return (
    <Stack gap="sm">
      <Notice level="alarm">{t('erasure.forGood')}</Notice>
      {isActive && <Notice level="attention">{t('erasure.endsMembership')}</Notice>}
      <Radio.Group
        label={t('erasure.ground')}
        withAsterisk
        value={ground ?? ''}
        onChange={(value) => setGround(grounds.find((one) => one === value) ?? null)}
      >
        <Stack gap={6} mt={6}>
          {grounds.map((value) => (
            <Radio key={value} size="xs" value={value} label={t(`grounds.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <p className={classes.text}>{t('erasure.seals')}</p>
      <p className={classes.text}>{t('erasure.backups')}</p>
      <TextInput
        label={t('erasure.type', { pseudonym: anonymizedId })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {erase.error !== null && <ErrorState problem={erase.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} disabled={erase.isPending}>
          {t('erasure.keep')}
        </Button>
        <Button
          color="red"
          disabled={ground === null || typed.trim() !== anonymizedId}
          loading={erase.isPending}
          onClick={submit}
        >
          {t('erasure.confirm', { pseudonym: anonymizedId })}
        </Button>
      </Group>
    </Stack>
  );
}
