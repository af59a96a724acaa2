import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../../../bridge/client.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { showFailure } from '../../../components/failure-notice.ts';
import { useProblemWords } from '../../../components/problem-words.ts';

export interface ReportFiles {
  readonly save: (reportId: string) => void;
  readonly print: (reportId: string) => void;
  readonly isSaving: boolean;
  readonly isPrinting: boolean;
}

/** Saves and prints reports at hand; how it went is said in a notice, a closed dialog is not worth one. */
export function useReportFiles(): ReportFiles {
  const { t } = useTranslation('reports');
  const words = useProblemWords();
  const saving = useCommand('reports.save');
  const printing = useCommand('reports.print');

  function failed(what: 'save' | 'print', { problem }: BridgeError): void {
    const { happened, remedy } = words(problem);
    showFailure({ title: t(`files.${what}.failed`), message: [happened, t('files.kept'), remedy].join(' ') });
  }

  return {
    isSaving: saving.isPending,
    isPrinting: printing.isPending,
    save: (reportId) =>
      saving.mutate(
        { reportId },
        {
          onSuccess: ({ saved }) => saved && notifications.show({ message: t('files.save.done', { id: reportId }) }),
          onError: (error) => failed('save', error),
        },
      ),
    print: (reportId) =>
      printing.mutate(
        { reportId },
        {
          onSuccess: ({ printed }) =>
            printed && notifications.show({ message: t('files.print.done', { id: reportId }) }),
          onError: (error) => failed('print', error),
        },
      ),
  };
}
