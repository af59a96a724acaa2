import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '#shared/contract/contract.ts';
import { BridgeError, call } from '../bridge/client.ts';
import { useProblemWords } from '../components/problem-words.ts';

/** Hands a file that the page made, or asks the engine for, to the system's save dialog and says how it went. */
export function useSave(): (
  name: string,
  type: Input<'files.save'>['type'],
  content: () => string | Promise<string>,
) => Promise<void> {
  const { t } = useTranslation('charts');
  const words = useProblemWords();
  return useCallback(
    async (name, type, content) => {
      try {
        const { saved } = await call('files.save', {
          suggestedName: `${name}.${type}`,
          type,
          content: await content(),
        });
        if (saved) notifications.show({ message: t('export.saved', { name: `${name}.${type}` }) });
      } catch (error) {
        const reason =
          error instanceof BridgeError ? words(error.problem).whole : `${t('export.failedReason')} ${t('export.kept')}`;
        notifications.show({ color: 'red', title: t('export.failed'), message: reason });
      }
    },
    [t, words],
  );
}
