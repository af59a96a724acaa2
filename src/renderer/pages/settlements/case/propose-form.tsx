import { Group } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseSummary, DecidedItem } from '#shared/contract/settlement-records.ts';
import type { ResolutionKind } from '#shared/settlement/events.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useRefusal } from '../../../app/role.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { ApprovalNote } from '../decide/approval-note.tsx';
import { refOf, UNWRITTEN, wantedOf } from '../decide/parts.ts';
import { EvidenceFields, isEvident, isWritten, ReasonField } from '../decide/reason-field.tsx';
import { useSending } from '../decide/use-sending.ts';
import classes from './case.module.css';
import { DecisionProblem } from './decision-problem.tsx';
import { showDecided } from './show-decided.ts';

export interface ProposeFormProps {
  readonly summary: CaseSummary;
  /** One that can be proposed for this case. */
  readonly kind: ResolutionKind;
}

/** Proposes one resolution for one case: whether a second person is needed, evidence, and the reason. */
export function ProposeForm({ summary, kind }: ProposeFormProps): ReactNode {
  const { t } = useTranslation('settlements');
  const { t: ofCases } = useTranslation('settlement-cases');
  const { id: communityId } = useCommunity();
  // Who may not decide has nothing to write: the button says why.
  const isAllowed = useRefusal('admin') === null;
  const [reason, setReason] = useState('');
  const [evidence, setEvidence] = useState({ evidence: '', reference: '' });
  const [refused, setRefused] = useState<DecidedItem['problem']>(null);
  const cases = [refOf(summary)];
  const preview = useMethod('settlement.preview', { communityId, cases, resolution: wantedOf(kind, UNWRITTEN) }).data;
  const sending = useSending(([item]) => {
    setRefused(item.problem);
    if (item.problem === null) showDecided(t('results.propose', { count: 1, number: '1' }));
  });
  const isWhole = isWritten(reason) && (kind !== 'by-hand' || isEvident(evidence));
  const input = { communityId, cases, resolution: wantedOf(kind, evidence), reason: reason.trim() };
  return (
    <div className={classes.form}>
      {preview !== undefined && <ApprovalNote kind={kind} {...preview} />}
      {isAllowed && kind === 'by-hand' && <EvidenceFields value={evidence} onChange={setEvidence} />}
      {isAllowed && <ReasonField kind="propose" value={reason} onChange={setReason} />}
      {refused !== null && <DecisionProblem problem={refused} />}
      {sending.problem !== null && <ErrorState problem={sending.problem} />}
      <Group justify="flex-end">
        <RoleButton
          needs="admin"
          disabled={isAllowed && !isWhole}
          loading={sending.isUnderWay}
          onClick={() => sending.send([{ method: 'settlement.propose', input }])}
        >
          {t('sheet.propose', { resolution: ofCases(`resolutions.${kind}.name`) })}
        </RoleButton>
      </Group>
    </div>
  );
}
