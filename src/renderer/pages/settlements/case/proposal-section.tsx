import { Group } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseSummary, DecidedItem, ResolutionEffect } from '#shared/contract/settlement-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useRefusal } from '../../../app/role.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { useResolutionWords } from '../../ledger/sheet/use-resolution-words.ts';
import type { Decided } from '../decide/decide-dialog.tsx';
import { refOf } from '../decide/parts.ts';
import { isWritten, ReasonField } from '../decide/reason-field.tsx';
import { useSending } from '../decide/use-sending.ts';
import classes from './case.module.css';
import { DecisionProblem } from './decision-problem.tsx';
import { EffectTable } from './effect-table.tsx';
import { showDecided } from './show-decided.ts';

export interface ProposalSectionProps {
  readonly summary: CaseSummary;
  readonly proposal: NonNullable<CaseSummary['proposal']>;
  /** Of what is proposed; null where it cannot be told. */
  readonly effect: ResolutionEffect | null;
}

/** What somebody wants done, who, when and why, what it does, and the way to agree or not. */
export function ProposalSection({ summary, proposal, effect }: ProposalSectionProps): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const resolutionWords = useResolutionWords();
  const { by, at, reason, resolution } = proposal;
  return (
    <>
      <div className={classes.proposal}>
        <p className={classes.lead}>
          <strong>{t('sheet.proposal.what', { resolution: resolutionWords(resolution) })}</strong>
        </p>
        <p className={classes.quiet}>
          {by ?? t('unknownPerson')} · {format.dateTime(at)}
        </p>
        {reason !== null && <p>{t('sheet.proposal.reason', { reason })}</p>}
        {resolution.kind === 'by-hand' && (
          <p>{t('sheet.proposal.evidence', { evidence: resolution.evidence, reference: resolution.reference })}</p>
        )}
      </div>
      {effect !== null && <EffectTable effect={effect} />}
      <DecideForm summary={summary} isKnown={by !== null} />
    </>
  );
}

interface DecideFormProps {
  readonly summary: CaseSummary;
  /** Whether it is told who proposed it. */
  readonly isKnown: boolean;
}

function DecideForm({ summary, isKnown }: DecideFormProps): ReactNode {
  const { t } = useTranslation('settlements');
  const { id: communityId } = useCommunity();
  // Who may not decide has nothing to write: the buttons say why.
  const isAllowed = useRefusal('admin') === null;
  const [reason, setReason] = useState('');
  const [refused, setRefused] = useState<DecidedItem['problem']>(null);
  const [decision, setDecision] = useState<Decided>('approve');
  const sending = useSending(([item]) => {
    setRefused(item.problem);
    if (item.problem === null) showDecided(t(`results.${decision}`, { count: 1, number: '1' }));
  });
  function send(decided: Decided): void {
    setDecision(decided);
    const input = { communityId, cases: [refOf(summary)], decision: decided, reason: reason.trim() };
    sending.send([{ method: 'settlement.decide', input }]);
  }
  const isHeld = isAllowed && (!isWritten(reason) || sending.isUnderWay);
  return (
    <div className={classes.form}>
      {isAllowed && !summary.mayApprove && (
        <Notice level="attention">{t(isKnown ? 'sheet.proposal.own' : 'sheet.proposal.unknown')}</Notice>
      )}
      {isAllowed && <ReasonField kind={summary.mayApprove ? 'decide' : 'reject'} value={reason} onChange={setReason} />}
      {refused !== null && <DecisionProblem problem={refused} />}
      {sending.problem !== null && <ErrorState problem={sending.problem} />}
      <Group justify="flex-end" gap="sm">
        <RoleButton needs="admin" variant="default" disabled={isHeld} onClick={() => send('reject')}>
          {t('sheet.proposal.reject')}
        </RoleButton>
        {summary.mayApprove && (
          <RoleButton needs="admin" disabled={isHeld} onClick={() => send('approve')}>
            {t('sheet.proposal.approve')}
          </RoleButton>
        )}
      </Group>
    </div>
  );
}
