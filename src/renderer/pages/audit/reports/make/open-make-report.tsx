import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportKind } from '#shared/contract/report-records.ts';
import { MakeReport, type MakeReportProps } from './make-report.tsx';

const MODAL = 'make-report';

/** Opens the dialog that asks for what a kind of report needs, makes it and shows its pages. */
export function openMakeReport(wanted: Omit<MakeReportProps, 'onClose'>): void {
  modals.open({
    modalId: MODAL,
    title: <MakeTitle kind={wanted.kind} />,
    size: 560,
    closeOnClickOutside: false,
    children: <MakeReport {...wanted} onClose={() => modals.close(MODAL)} />,
  });
}

function MakeTitle({ kind }: { readonly kind: ReportKind }): ReactNode {
  const { t } = useTranslation('reports');
  return t(`kinds.${kind}.name`);
}
