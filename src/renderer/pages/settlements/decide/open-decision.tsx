import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import { DecideDialog, type Decided } from './decide-dialog.tsx';
import type { ProposalPart } from './parts.ts';
import { ProposeDialog } from './propose-dialog.tsx';

const MODAL = 'settlement-decision';
const look = { modalId: MODAL, size: 820, closeOnClickOutside: false } as const;

function close(): void {
  modals.close(MODAL);
}

/**
 * Opens the dialog in which resolutions are proposed: it tells their effect first.
 * @param onDone called when something has been decided
 */
export function openProposals(parts: readonly ProposalPart[], onDone: () => void): void {
  const count = parts.reduce((sum, { cases }) => sum + cases.length, 0);
  modals.open({
    ...look,
    title: <DialogTitle kind="propose" count={count} />,
    children: <ProposeDialog parts={parts} onDone={onDone} onClose={close} />,
  });
}

/** Opens the dialog in which proposals are approved or rejected. */
export function openDecisions(decision: Decided, cases: readonly CaseSummary[], onDone: () => void): void {
  modals.open({
    ...look,
    title: <DialogTitle kind={decision} count={cases.length} />,
    children: <DecideDialog decision={decision} cases={cases} onDone={onDone} onClose={close} />,
  });
}

function DialogTitle({ kind, count }: { readonly kind: 'propose' | Decided; readonly count: number }): ReactNode {
  const { t } = useTranslation('settlements');
  return t(`dialog.${kind}.title`, { count });
}
