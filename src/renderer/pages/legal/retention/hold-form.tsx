import { Button, Group, Select, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HOLD_REASON } from '#shared/contract/privacy-records.ts';
import { clockClasses } from '#shared/privacy/retention.ts';
import { useCommand, useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { isWritten, WordsField } from '../../settlements/decide/reason-field.tsx';

const MODAL = 'legal-hold';

/** Opens the dialog in which data are held. */
export function openHold(communityId: string): void {
  modals.open({
    modalId: MODAL,
    closeOnClickOutside: false,
    title: <Title />,
    children: <HoldForm communityId={communityId} />,
  });
}

function Title(): ReactNode {
  const { t } = useTranslation('legal-retention');
  return t('holds.set');
}

function HoldForm({ communityId }: { readonly communityId: string }): ReactNode {
  const { t } = useTranslation('legal-retention');
  const members = useMethod('consents.list', { communityId }).data?.members ?? [];
  const [memberId, setMember] = useState<string | null>(null);
  const [held, setHeld] = useState<(typeof clockClasses)[number] | null>(null);
  const [reason, setReason] = useState('');
  const set = useCommand('privacy.setHold');
  return (
    <Stack gap="sm">
      <Select
        label={t('holds.of')}
        placeholder={t('holds.whole')}
        clearable
        searchable
        value={memberId}
        onChange={setMember}
        data={members.map((member) => ({ value: member.memberId, label: member.anonymizedId }))}
      />
      <Select
        label={t('holds.class')}
        placeholder={t('holds.everything')}
        clearable
        value={held}
        onChange={(value) => setHeld(clockClasses.find((one) => one === value) ?? null)}
        data={clockClasses.map((value) => ({ value, label: t(`classes.${value}`) }))}
      />
      <WordsField
        label={t('holds.reason')}
        hint={t('holds.reasonHint')}
        value={reason}
        onChange={setReason}
        least={HOLD_REASON.min}
        most={HOLD_REASON.max}
      />
      <Notice level="info">{t('holds.effect')}</Notice>
      {set.error !== null && <ErrorState problem={set.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} disabled={set.isPending}>
          {t('cancel')}
        </Button>
        <Button
          disabled={!isWritten(reason, HOLD_REASON.min)}
          loading={set.isPending}
          onClick={() =>
            set.mutate(
              { communityId, memberId, class: held, reason: reason.trim() },
              { onSuccess: () => modals.close(MODAL) },
            )
          }
        >
          {t('holds.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}
