import { Button, Group, Stack } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { useCommunity } from '../../../app/community.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import type { Format } from '#shared/format/format.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import styles from './offers.module.css';
import { problemWords } from './problem-words.ts';
import type { OfferDraft } from './read-offer.ts';
import type { Checked } from './use-checked.ts';
import type { Decision } from './use-decision.ts';
import { useIsSent } from './use-is-sent.ts';
import { windowWords } from './window-words.ts';

export interface ConfirmOfferProps {
  readonly draft: OfferDraft;
  readonly checked: Checked<'market.checkOffer'>;
  readonly decision: Decision<'market.placeOffer'>;
  readonly onBack: () => void;
}

/** The last step: what placing the offer means for the member, in one sentence, and how it can be taken back. */
export function ConfirmOffer({ draft, checked, decision, onBack }: ConfirmOfferProps): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const { id: communityId } = useCommunity();
  const isSent = useIsSent();
  const statement = useRef<HTMLParagraphElement>(null);
  // What is read out first is what the button binds to.
  useEffect(() => statement.current?.focus(), []);
  const { last, isCurrent, failure, retry } = checked;
  // An older answer is about another offer.
  const answer = isCurrent ? (last?.answer ?? null) : null;
  const problems = answer?.problems ?? [];
  return (
    <Stack gap="md">
      <p ref={statement} className={styles.statement} tabIndex={-1}>
        {answer === null ? t('preview.asking') : effectSentence(t, format, draft, answer.account)}
      </p>
      <Notice level="info">
        {t(isSent ? 'effect.sent' : 'effect.kept')} {t('effect.wayBack')}
      </Notice>
      {problems.length > 0 && (
        <Notice level="alarm">
          {problems.map((problem) => (
            <div key={problem.code}>{problemWords(t, format, problem)}</div>
          ))}
        </Notice>
      )}
      {failure !== null && <ErrorState problem={failure} onRetry={retry} />}
      {decision.refusal !== null && <ErrorState problem={decision.refusal} />}
      <Group justify="flex-end" gap="sm" className={styles.actions}>
        <Button variant="default" onClick={onBack} disabled={decision.isUnderWay}>
          {t('wizard.back')}
        </Button>
        <Button
          onClick={() => decision.decide({ communityId, offer: draft })}
          disabled={answer === null || problems.length > 0}
          loading={decision.isUnderWay}
        >
          {t('wizard.place')}
        </Button>
      </Group>
    </Stack>
  );
}

/** "House A17 offers to buy up to 2.000 kWh ... for at most ...; up to ... of its account are held back until then." */
function effectSentence(
  t: TFunction<'offers'>,
  format: Format,
  { type, price, quantityWh, windowStart, windowEnd }: OfferDraft,
  account: Output<'market.checkOffer'>['account'],
): string {
  const exact = exactly(format);
  const held = account === null ? 0 : account.availableBefore - account.availableAfter;
  return t(`effect.${type}.${price === null ? 'anyPrice' : 'limit'}.${held > 0 ? 'held' : 'free'}`, {
    member: account?.anonymizedId ?? t('effect.member'),
    quantity: exact.quantity(quantityWh),
    window: windowWords(t, format, windowStart, windowEnd),
    price: price === null ? '' : exact.price(price),
    held: exact.money(held),
  });
}
