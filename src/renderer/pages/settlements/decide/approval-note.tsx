import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResolutionKind } from '#shared/settlement/events.ts';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { useIsSent } from '../../marketplace/offer-wizard/use-is-sent.ts';

export interface ApprovalNoteProps {
  readonly kind: ResolutionKind;
  /** Of everything that is decided at once, micro-currency. */
  readonly amount: number;
  readonly needsApproval: boolean;
  /** Micro-currency. */
  readonly threshold: number;
}

/** Whether a second person has to agree, and why; and where the decision goes. */
export function ApprovalNote({ kind, amount, needsApproval, threshold }: ApprovalNoteProps): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const isSent = useIsSent();
  const values = { amount: format.money(amount).text, threshold: format.money(threshold).text };
  const why = !needsApproval ? 'none' : kind === 'void' ? 'void' : 'threshold';
  return (
    <Notice level={needsApproval ? 'attention' : 'info'}>
      {t(`approval.${why}`, values)} {t(isSent ? 'approval.sent' : 'approval.kept')}
    </Notice>
  );
}
