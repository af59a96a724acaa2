import { Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Shrinking, shrinkingValues } from '../../app/shrinking.ts';
import { useCommand } from '../../bridge/queries.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../i18n/use-format.ts';

const MODAL = 'fetch-anew';

interface FetchAnewProps {
  readonly communityId: string;
  readonly name: string;
  /** With it the new copy replaces the one here although it holds so much less. */
  readonly shrinking?: Shrinking;
}

/** Asks before a community is fetched from the beginning, or a much smaller copy accepted: says what is replaced and when. */
export function openFetchAnew(props: FetchAnewProps): void {
  modals.open({ modalId: MODAL, title: <FetchAnewTitle {...props} />, children: <FetchAnew {...props} /> });
}

function FetchAnewTitle({ name, shrinking }: FetchAnewProps): ReactNode {
  const { t } = useTranslation('connection');
  return t(shrinking === undefined ? 'anew.title' : 'replace.title', { community: name });
}

function FetchAnew({ communityId, name, shrinking }: FetchAnewProps): ReactNode {
  const { t } = useTranslation('connection');
  const format = useFormat();
  const resync = useCommand('sync.resync');
  const isReplacing = shrinking !== undefined;
  function begin(): void {
    resync.mutate(
      { communityId, acceptFewer: isReplacing },
      {
        onSuccess: () => {
          modals.close(MODAL);
          notifications.show({ message: t(isReplacing ? 'replace.begun' : 'anew.begun', { community: name }) });
        },
      },
    );
  }
  return (
    <Stack gap="sm">
      {shrinking === undefined ? (
        <Notice level="info">{t('anew.effect')}</Notice>
      ) : (
        <Notice level="alarm">{t('replace.effect', { ...shrinkingValues(format, shrinking) })}</Notice>
      )}
      <Text size="sm">{t('anew.kept')}</Text>
      {resync.isError && <ErrorState problem={resync.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} data-autofocus>
          {t(isReplacing ? 'replace.keep' : 'anew.keep')}
        </Button>
        <Button color={isReplacing ? 'red' : undefined} onClick={begin} loading={resync.isPending}>
          {t(isReplacing ? 'replace.confirm' : 'anew.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}
