import { useTranslation } from 'react-i18next';
import { useCommand } from '../bridge/queries.ts';
import { showFailure } from '../components/failure-notice.ts';
import { useProblemWords } from '../components/problem-words.ts';

/** Asks the hub at once instead of when it would be time. A failure to ask at all is told in a notice. */
export function useFetchNow(): { readonly fetchNow: () => void; readonly isAsking: boolean } {
  const { t } = useTranslation('sync');
  const words = useProblemWords();
  const { mutate, isPending } = useCommand('sync.now');
  return {
    isAsking: isPending,
    fetchNow: () =>
      mutate(
        {},
        {
          onError: ({ problem }) => showFailure({ title: t('notFetched'), message: words(problem).whole }),
        },
      ),
  };
}
