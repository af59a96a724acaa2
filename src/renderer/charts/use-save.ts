import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { markedName } from '#shared/desk/community-mark.ts';
import type { Input } from '#shared/contract/contract.ts';
import { useCommunityOrNull } from '../app/community.tsx';
import { BridgeError, call } from '../bridge/client.ts';
import { showFailure } from '../components/failure-notice.ts';
import { useProblemWords } from '../components/problem-words.ts';

/** Hands a file that the page made, or asks the engine for, to the system's save dialog and says how it went. Its name begins with what the community is marked as. */
export function useSave(): (
  name: string,
  type: Input<'files.save'>['type'],
  content: () => string | Promise<string>,
) => Promise<void> {
  const { t } = useTranslation('charts');
  const words = useProblemWords();
  const community = useCommunityOrNull();
  return useCallback(
    async (name, type, content) => {
      const fileName = `${markedName(name, community)}.${type}`;
      try {
        const { saved } = await call('files.save', {
          suggestedName: fileName,
          type,
          content: await content(),
        });
        if (saved) notifications.show({ message: t('export.saved', { name: fileName }) });
      } catch (error) {
        const reason =
          error instanceof BridgeError ? words(error.problem).whole : `${t('export.failedReason')} ${t('export.kept')}`;
        showFailure({ title: t('export.failed'), message: reason });
      }
    },
    [t, words, community],
  );
}
