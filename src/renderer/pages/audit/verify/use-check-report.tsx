import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import type { MadeReport } from '#shared/contract/report-records.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { showFailure } from '../../../components/failure-notice.ts';
import { useProblemWords } from '../../../components/problem-words.ts';
import { CheckRun } from './check-run.tsx';

const MODAL = 'check-report';

export interface CheckReport {
  readonly start: (report: MadeReport) => void;
  readonly isStarting: boolean;
}

/** Checks whether the cached data still give the figures of a report that was made here; a dialog shows what comes out. */
export function useCheckReport(): CheckReport {
  const { t } = useTranslation('reports');
  const words = useProblemWords();
  const verify = useCommand('reports.verify');
  return {
    isStarting: verify.isPending,
    start: ({ id, fingerprint }) =>
      verify.mutate(
        { reportId: id, fingerprint },
        {
          onSuccess: ({ taskId }) =>
            modals.open({
              modalId: MODAL,
              title: t('check.of', { id }),
              size: 600,
              children: <CheckRun taskId={taskId} onLeave={() => modals.close(MODAL)} />,
            }),
          onError: ({ problem }) => showFailure({ title: t('check.failed'), message: words(problem).whole }),
        },
      ),
  };
}
