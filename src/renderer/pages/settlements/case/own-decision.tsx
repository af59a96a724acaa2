import { Anchor } from '@mantine/core';
import { IconAlertTriangle, IconClock, IconSend } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { useProblemWords } from '../../../components/problem-words.ts';
import { useResolutionWords } from '../../ledger/sheet/use-resolution-words.ts';
import { useIsSent } from '../../marketplace/offer-wizard/use-is-sent.ts';
import { BothCaseVersions } from '../../marketplace/outbox/both-case-versions.tsx';
import { RowActions } from '../../marketplace/outbox/row-actions.tsx';
import { OUTBOX_WANTED } from '../../marketplace/outbox/use-outbox-wanted.ts';
import { isTurnedDown } from '../case-words.ts';
import classes from './case.module.css';

/** What this desk has decided and the hub has not carried out yet, or has turned down: with the way back and the ways on. */
export function OwnDecision({ summary }: { readonly summary: CaseSummary }): ReactNode {
  const { t } = useTranslation(['settlements', 'settlement-cases']);
  const { id: communityId } = useCommunity();
  const { search } = usePeriod();
  const isSent = useIsSent();
  const words = useProblemWords();
  const resolutionWords = useResolutionWords();
  const { pending } = summary;
  const item = useMethod('outbox.list', { communityId }).data?.find(({ id }) => id === pending?.commandId);
  if (pending === null) return null;
  const { state, action } = pending;
  const isTrouble = isTurnedDown(summary);
  const StateIcon = isTrouble ? IconAlertTriangle : state === 'waiting' ? IconClock : IconSend;
  const decision = item?.kind === 'settlement' ? item : null;
  const problem = decision?.problem ?? null;
  return (
    <div className={clsx(classes.own, isTrouble && classes.trouble)} role={isTrouble ? 'alert' : 'note'}>
      <StateIcon size={18} stroke={1.9} aria-hidden />
      <div>
        <p>
          <strong>{t(`settlement-cases:pending.${state}.${action}`)}</strong>
          {decision !== null && ` · ${resolutionWords(decision.resolution)}`}
        </p>
        {decision !== null && <p>{t('sheet.proposal.reason', { reason: decision.reason })}</p>}
        {problem !== null && <p>{words(problem).whole}</p>}
        {state === 'waiting' && <p>{t(isSent ? 'sheet.own.sent' : 'sheet.own.kept')}</p>}
        {decision !== null && state === 'conflict' && <BothCaseVersions item={decision} />}
        <div className={classes.ownActions}>
          <Anchor component={Link} to={{ pathname: '/marketplace', search }} state={OUTBOX_WANTED} size="sm">
            {t('sheet.own.outbox')}
          </Anchor>
          {item !== undefined && <RowActions item={item} />}
        </div>
      </div>
    </div>
  );
}
