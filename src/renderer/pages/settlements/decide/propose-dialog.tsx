import { Button, Group, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecidedItem } from '#shared/contract/settlement-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { caseKey } from '../case-words.ts';
import classes from './decide.module.css';
import { PartPreview } from './part-preview.tsx';
import { refOf, wantedOf, type ProposalPart } from './parts.ts';
import { EvidenceFields, isEvident, isWritten, ReasonField } from './reason-field.tsx';
import { Results } from './results.tsx';
import { usePreviews } from './use-previews.ts';
import { useSending, type Job } from './use-sending.ts';

export interface ProposeDialogProps {
  readonly parts: readonly ProposalPart[];
  /** Called when something has been decided. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** The effect of what is proposed, all together and case by case, the reason, and what became of each case. */
export function ProposeDialog({ parts, onDone, onClose }: ProposeDialogProps): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const { id: communityId } = useCommunity();
  const [reason, setReason] = useState('');
  const [evidence, setEvidence] = useState({ evidence: '', reference: '' });
  const [items, setItems] = useState<readonly DecidedItem[] | null>(null);
  const previews = usePreviews(communityId, parts);
  const sending = useSending((decided) => {
    setItems(decided);
    if (decided.some(({ problem }) => problem === null)) onDone();
  });
  if (items !== null) {
    return <Results action="propose" items={items} cases={parts.flatMap(({ cases }) => cases)} onClose={onClose} />;
  }
  const isByHand = parts.some(({ kind }) => kind === 'by-hand');
  const jobs = parts.flatMap((part, index): Job[] => {
    const preview = previews[index].data;
    if (preview === undefined) return [];
    const refused = new Set(preview.items.filter(({ problem }) => problem !== null).map(caseKey));
    const cases = part.cases.filter((one) => !refused.has(caseKey(one))).map(refOf);
    if (cases.length === 0) return [];
    const resolution = wantedOf(part.kind, evidence);
    return [{ method: 'settlement.propose', input: { communityId, cases, resolution, reason: reason.trim() } }];
  });
  const count = jobs.reduce((sum, { input }) => sum + input.cases.length, 0);
  const isReady = previews.every(({ data }) => data !== undefined) && count > 0;
  return (
    <Stack gap="md">
      {parts.map(({ kind }, index) => (
        <PageState key={kind} query={previews[index]}>
          {(preview) => <PartPreview kind={kind} preview={preview} />}
        </PageState>
      ))}
      {isByHand && <EvidenceFields value={evidence} onChange={setEvidence} />}
      <ReasonField kind="propose" value={reason} onChange={setReason} />
      {sending.problem !== null && <ErrorState problem={sending.problem} />}
      <Group justify="flex-end" gap="sm" className={classes.actions}>
        <Button variant="default" onClick={onClose} disabled={sending.isUnderWay}>
          {t('dialog.cancel')}
        </Button>
        <Button
          onClick={() => sending.send(jobs)}
          disabled={!isReady || !isWritten(reason) || (isByHand && !isEvident(evidence))}
          loading={sending.isUnderWay}
        >
          {t('dialog.propose.confirm', { count, number: format.number(count) })}
        </Button>
      </Group>
    </Stack>
  );
}
