import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { BridgeError, call } from '../bridge/client.ts';
import { showFailure } from '../components/failure-notice.ts';
import { useProblemWords } from '../components/problem-words.ts';

/** Asks for a GeoJSON file and makes it the area that the community's map shows. */
export function useSetBoundary(): (community: CommunitySummary) => void {
  const { t } = useTranslation();
  const words = useProblemWords();
  return useCallback(
    (community) => {
      async function choose(): Promise<void> {
        const file = await call('files.choose', { purpose: 'boundary' });
        if (file === null) return;
        const { areas } = await call('communities.setBoundary', { communityId: community.id, fileId: file.fileId });
        notifications.show({ message: t('community.areaSet', { community: community.name, count: areas }) });
      }
      choose().catch((error: unknown) => {
        const problem = error instanceof BridgeError ? error.problem : null;
        const reason = problem === null ? String(error) : `${words(problem).whole} (${problem.message})`;
        showFailure({ title: t('community.areaFailed'), message: reason });
      });
    },
    [t, words],
  );
}
