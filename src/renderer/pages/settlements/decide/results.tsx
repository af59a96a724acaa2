import { Button, Group, Stack } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseSummary, DecidedItem } from '#shared/contract/settlement-records.ts';
import type { SettlementAction } from '#shared/settlement/events.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { useIsSent } from '../../marketplace/offer-wizard/use-is-sent.ts';
import { caseKey } from '../case-words.ts';
import classes from './decide.module.css';
import { useRefusalWords } from './use-refusal-words.ts';

export interface ResultsProps {
  readonly action: SettlementAction;
  readonly items: readonly DecidedItem[];
  /** The cases that they are about. */
  readonly cases: readonly CaseSummary[];
  readonly onClose: () => void;
}

/** What became of each case: how many wait to be sent, and which do not and why. */
export function Results({ action, items, cases, onClose }: ResultsProps): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const isSent = useIsSent();
  const title = useRef<HTMLParagraphElement>(null);
  // What is read out first is what became of it.
  useEffect(() => title.current?.focus(), []);
  const failed = items.filter(({ problem }) => problem !== null);
  const kept = items.length - failed.length;
  return (
    <Stack gap="md">
      {kept > 0 && (
        <p ref={title} tabIndex={-1} className={classes.outcome}>
          <IconCircleCheck size={20} stroke={1.75} aria-hidden className={classes.good} />
          <span>
            {t(`results.${action}`, { count: kept, number: format.number(kept) })}{' '}
            {t(isSent ? 'results.sent' : 'results.kept')}
          </span>
        </p>
      )}
      {failed.length > 0 && (
        <div className={classes.failures}>
          <p ref={kept > 0 ? undefined : title} tabIndex={-1} className={classes.outcome}>
            <IconAlertTriangle size={20} stroke={1.75} aria-hidden className={classes.bad} />
            <span>
              {t('results.failed', { count: failed.length, number: format.number(failed.length) })}{' '}
              {t('results.nothingLost')}
            </span>
          </p>
          <ul>
            {failed.map((item) => (
              <Failure key={caseKey(item)} item={item} of={cases.find((one) => caseKey(one) === caseKey(item))} />
            ))}
          </ul>
        </div>
      )}
      <Group justify="flex-end" className={classes.actions}>
        <Button onClick={onClose} data-autofocus>
          {t('results.close')}
        </Button>
      </Group>
    </Stack>
  );
}

function Failure({ item, of }: { readonly item: DecidedItem; readonly of: CaseSummary | undefined }): ReactNode {
  const { t } = useTranslation('settlements');
  const refusalWords = useRefusalWords();
  const { problem } = item;
  if (problem === null) return null;
  return (
    <li>
      {of !== undefined && <strong>{t('preview.from', { buyer: of.buyer, seller: of.seller })}</strong>}{' '}
      {refusalWords(problem)}
    </li>
  );
}
