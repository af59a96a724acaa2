import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../../../bridge/client.ts';
import { useCommand } from '../../../bridge/queries.ts';

export interface ReportFiles {
  readonly save: (reportId: string) => void;
  readonly print: (reportId: string) => void;
  readonly isSaving: boolean;
  readonly isPrinting: boolean;
}

/** Saves and prints reports at hand; how it went is said in a notice, a closed dialog is not worth one. */
export function useReportFiles(): ReportFiles {
  const { t } = useTranslation('reports');
  const saving = useCommand('reports.save');
  const printing = useCommand('reports.print');

  function failed(what: 'save' | 'print', { problem }: BridgeError): void {
    notifications.show({
      color: 'red',
      title: t(`files.${what}.failed`),
      message: [t(`errors:${problem.code}.happened`), t('files.kept'), t(`errors:${problem.code}.remedy`)].join(' '),
    });
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
