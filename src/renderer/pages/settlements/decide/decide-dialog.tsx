import { Button, Group, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '#shared/contract/contract.ts';
import type { CaseSummary, DecidedItem } from '#shared/contract/settlement-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { useResolutionWords } from '../../ledger/sheet/use-resolution-words.ts';
import { exactly } from '#shared/format/exact.ts';
import { useIsSent } from '../../marketplace/offer-wizard/use-is-sent.ts';
import { caseKey } from '../case-words.ts';
import classes from './decide.module.css';
import { EffectTotals } from './effect-totals.tsx';
import { partsByProposal, refOf } from './parts.ts';
import { isWritten, ReasonField } from './reason-field.tsx';
import { Results } from './results.tsx';
import { usePreviews } from './use-previews.ts';
import { useSending } from './use-sending.ts';

export type Decided = Input<'settlement.decide'>['decision'];

export interface DecideDialogProps {
  readonly decision: Decided;
  /** All of them proposed. */
  readonly cases: readonly CaseSummary[];
  /** Called when something has been decided. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** What is approved or rejected, who proposed it and why, the own reason, and what became of each case. */
export function DecideDialog({ decision, cases, onDone, onClose }: DecideDialogProps): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const isSent = useIsSent();
  const { id: communityId } = useCommunity();
  const [reason, setReason] = useState('');
  const [items, setItems] = useState<readonly DecidedItem[] | null>(null);
  const sending = useSending((decided) => {
    setItems(decided);
    if (decided.some(({ problem }) => problem === null)) onDone();
  });
  if (items !== null) return <Results action={decision} items={items} cases={cases} onClose={onClose} />;
  const input = { communityId, cases: cases.map(refOf), decision, reason: reason.trim() };
  const amount = cases.reduce((sum, one) => sum + one.amount, 0);
  const count = cases.length;
  return (
    <Stack gap="md">
      <p className={classes.statement}>
        {t(`dialog.${decision}.statement`, { count, amount: format.money(amount).text })}
      </p>
      <Proposals cases={cases} />
      {decision === 'approve' && <ProposedEffects cases={cases} />}
      <Notice level="info">
        {t(`dialog.${decision}.effect`)} {t(isSent ? 'approval.sent' : 'approval.kept')}
      </Notice>
      <ReasonField kind={decision} value={reason} onChange={setReason} />
      {sending.problem !== null && <ErrorState problem={sending.problem} />}
      <Group justify="flex-end" gap="sm" className={classes.actions}>
        <Button variant="default" onClick={onClose} disabled={sending.isUnderWay}>
          {t('dialog.cancel')}
        </Button>
        <Button
          onClick={() => sending.send([{ method: 'settlement.decide', input }])}
          disabled={!isWritten(reason)}
          loading={sending.isUnderWay}
        >
          {t(`dialog.${decision}.confirm`, { count, number: format.number(count) })}
        </Button>
      </Group>
    </Stack>
  );
}

/** What the proposals do, those of one kind together. */
function ProposedEffects({ cases }: { readonly cases: readonly CaseSummary[] }): ReactNode {
  const { t } = useTranslation('settlements');
  const { t: ofCases } = useTranslation('settlement-cases');
  const format = useFormat();
  const { id: communityId } = useCommunity();
  const parts = partsByProposal(cases);
  const previews = usePreviews(communityId, parts);
  return parts.map(({ kind, cases: { length: count } }, index) => (
    <section key={kind} className={classes.part}>
      <h3 className={classes.partTitle}>
        {ofCases(`resolutions.${kind}.name`)}
        <span>{t('preview.cases', { count, number: format.number(count) })}</span>
      </h3>
      <PageState query={previews[index]}>
        {({ items }) => <EffectTotals effects={items.flatMap(({ effect }) => effect ?? [])} />}
      </PageState>
    </section>
  ));
}

function Proposals({ cases }: { readonly cases: readonly CaseSummary[] }): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const resolutionWords = useResolutionWords();
  return (
    <div className={classes.effects} tabIndex={0} role="group" aria-label={t('preview.each')}>
      <ul className={classes.proposals}>
        {cases.map((one) => (
          <li key={caseKey(one)}>
            <span>
              <strong>{t('preview.from', { buyer: one.buyer, seller: one.seller })}</strong>{' '}
              <span className={classes.figure}>{exactly(format).money(one.amount)}</span>
            </span>
            {one.proposal !== null && (
              <span className={classes.quiet}>
                {resolutionWords(one.proposal.resolution)} · {one.proposal.by ?? t('unknownPerson')}
                {one.proposal.reason !== null && ` · ${t('sheet.proposal.reason', { reason: one.proposal.reason })}`}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
