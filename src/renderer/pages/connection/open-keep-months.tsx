import { Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type KeptMonths, readMonths } from './kept-months.ts';
import { KeptMonthsChoice } from './kept-months-choice.tsx';
import { useSync } from '../../app/sync.ts';
import { useCommand } from '../../bridge/queries.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../i18n/use-format.ts';

const MODAL = 'keep-months';

interface KeepMonthsProps {
  readonly communityId: string;
  readonly name: string;
}

/** Asks how much of a community this computer keeps as single records. */
export function openKeepMonths(props: KeepMonthsProps): void {
  modals.open({ modalId: MODAL, title: <KeepMonthsTitle {...props} />, children: <KeepMonths {...props} /> });
}

function KeepMonthsTitle({ name }: KeepMonthsProps): ReactNode {
  const { t } = useTranslation('connection');
  return t('kept.title', { community: name });
}

function KeepMonths({ communityId, name }: KeepMonthsProps): ReactNode {
  const { t } = useTranslation('connection');
  const format = useFormat();
  const keep = useCommand('sync.keepMonths');
  const community = useSync()?.communities.find((one) => one.communityId === communityId);
  const now = readMonths(community?.keepMonths ?? null);
  const [chosen, setChosen] = useState<KeptMonths | undefined>(undefined);
  const months = chosen === undefined ? now : chosen;
  const isFewer = months !== null && (now === null || months < now);
  const isMore = now !== null && (months === null || months > now);
  function save(): void {
    keep.mutate(
      { communityId, months },
      {
        onSuccess: () => {
          modals.close(MODAL);
          notifications.show({ message: t('kept.done', { community: name }) });
        },
      },
    );
  }
  return (
    <Stack gap="sm">
      <Text size="sm">{t('kept.text')}</Text>
      <KeptMonthsChoice value={months} onChange={setChosen} />
      {community?.rawFrom != null && <Text size="sm">{t('kept.since', { date: format.date(community.rawFrom) })}</Text>}
      {community?.isHeld === true && <Notice level="info">{t('kept.held')}</Notice>}
      {isFewer && <Notice level="attention">{t('kept.fewer')}</Notice>}
      {isMore && <Notice level="info">{t('kept.more')}</Notice>}
      {keep.isError && <ErrorState problem={keep.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} data-autofocus>
          {t('kept.leave')}
        </Button>
        <Button onClick={save} loading={keep.isPending} disabled={months === now}>
          {t('kept.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}
