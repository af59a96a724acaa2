import { IconCheck } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import { caseStates } from '#shared/settlement/case.ts';
import { useCommunity } from '../../../app/community.tsx';
import { CopyLink } from '../../../components/copy-link.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import { isTurnedDown, slotWords } from '../case-words.ts';
import classes from './case.module.css';

/** Which trade it is, how far its case has come, and what comes next. */
export function CaseHead({ summary }: { readonly summary: CaseSummary }): ReactNode {
  const { t } = useTranslation('settlement-cases');
  const format = useFormat();
  const { id: communityId, slotMinutes } = useCommunity();
  const exact = exactly(format);
  const { tradeId, executedAt, slot, quantityWh, price, amount, state } = summary;
  const reached = caseStates.indexOf(state);
  return (
    <div className={classes.head}>
      <p className={classes.facts}>
        <span>{slotWords(format, slot, slotMinutes)}</span>
        <span>{exact.quantity(quantityWh)}</span>
        <span>{exact.price(price)}</span>
        <strong>{exact.money(amount)}</strong>
        <CopyLink link={{ to: 'settlement', id: tradeId, at: executedAt, community: communityId }} />
      </p>
      <ol className={classes.steps} aria-label={t('steps.label')}>
        {caseStates.map((one, index) => (
          <li
            key={one}
            className={clsx(index < reached && classes.past, index === reached && classes.current)}
            aria-current={index === reached ? 'step' : undefined}
          >
            <span className={classes.dot} aria-hidden>
              {(index < reached || state === 'resolved') && <IconCheck size={11} stroke={3} />}
            </span>
            {t(`steps.${one}`)}
          </li>
        ))}
      </ol>
      <p className={classes.next}>{t(`next.${nextOf(summary)}`, { person: summary.proposal?.by ?? '' })}</p>
    </div>
  );
}

function nextOf(summary: CaseSummary): string {
  const { state, mayApprove, proposal, number, pending } = summary;
  if (isTurnedDown(summary)) return 'turnedDown';
  if (state === 'proposed') return mayApprove && proposal?.by != null ? 'yours' : 'another';
  if (state === 'open') return number > 1 ? 'again' : 'open';
  if (pending?.action === 'reject') return 'rejecting';
  return state;
}
