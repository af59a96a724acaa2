import { Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback, useMemo, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '#shared/contract/contract.ts';
import type { OfferRow } from '#shared/contract/market-records.ts';
import type { MemberSummary } from '#shared/contract/members.ts';
import type { OfferProblem } from '#shared/market/offer-check.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import { typedNumberWords } from '../offer-wizard/field-messages.ts';
import { MemberSelect } from '../offer-wizard/member-select.tsx';
import styles from '../offer-wizard/offers.module.css';
import { problemWords } from '../offer-wizard/problem-words.ts';
import { parseQuantity, quantityText } from '../offer-wizard/typed-decimal.ts';
import { useChecked, type Checked } from '../offer-wizard/use-checked.ts';
import { useDecision } from '../offer-wizard/use-decision.ts';
import { useFirstInvalid } from '../offer-wizard/use-first-invalid.ts';
import { windowWords } from '../offer-wizard/window-words.ts';
import { TradeEffect } from './trade-effect.tsx';

export interface QuickTradeProps {
  readonly offerId: string;
  readonly onClose: () => void;
}

/** Takes one active offer for another member, with its effect on both before it is confirmed. */
export function QuickTrade({ offerId, onClose }: QuickTradeProps): ReactNode {
  const { id: communityId } = useCommunity();
  const query = useMethod('market.checkTrade', { communityId, offerId, memberId: null, quantityWh: 0 });
  return (
    <PageState query={query} skeleton={<SkeletonLines lines={10} />}>
      {({ offer }) => <TradeForm offer={offer} onClose={onClose} />}
    </PageState>
  );
}

interface TradeQuestion {
  readonly input: Input<'market.checkTrade'>;
  /** Whether the quantity is what was typed, not 0 in place of something else. */
  readonly isQuantity: boolean;
}

interface TradeFormProps {
  readonly offer: OfferRow;
  readonly onClose: () => void;
}

function TradeForm({ offer, onClose }: TradeFormProps): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const { id: communityId } = useCommunity();
  const [memberId, setMemberId] = useState<string | null>(null);
  const [typed, setTyped] = useState(() => quantityText(offer.remainingWh, format.locale));
  const [isTried, setTried] = useState(false);
  const [form, focusFirstInvalid] = useFirstInvalid();

  const quantity = useMemo(() => parseQuantity(typed, format.locale), [typed, format.locale]);
  const question = useMemo(
    () => ({
      input: { communityId, offerId: offer.id, memberId, quantityWh: quantity.ok ? quantity.value : 0 },
      isQuantity: quantity.ok,
    }),
    [communityId, offer.id, memberId, quantity],
  );
  const checked = useChecked('market.checkTrade', question);
  const decision = useDecision('market.takeOffer', () => {
    onClose();
    notifications.show({ message: t('trade.taken') });
  });
  const refuse = useCallback(
    ({ id }: MemberSummary) => (id === offer.memberId ? t('trade.ownOffer') : null),
    [offer.memberId, t],
  );

  const isComplete = memberId !== null && quantity.ok;
  const problems = foundIn(checked.last);
  const wordsOf = (field: 'memberId' | 'quantityWh'): string | undefined => {
    const problem = problems.find((one) => one.field === field);
    return problem && problemWords(t, format, problem);
  };
  const memberMessage = memberId === null && isTried ? t('missing.memberId') : wordsOf('memberId');
  const quantityMessage = quantity.ok
    ? wordsOf('quantityWh')
    : quantity.problem === 'MISSING'
      ? t('missing.quantity')
      : typedNumberWords(t, format, 'quantity', quantity.problem);

  function take(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (!isComplete || problems.length > 0) focusFirstInvalid();
    else decision.decide({ ...question.input, memberId });
  }

  return (
    <form ref={form} onSubmit={take} noValidate>
      <Stack gap="md">
        <OfferLine offer={offer} />
        {problems
          .filter(({ field }) => field !== 'memberId' && field !== 'quantityWh')
          .map((problem) => (
            <Notice key={problem.code} level="alarm">
              {problemWords(t, format, problem)}
            </Notice>
          ))}
        <SimpleGrid cols={2} spacing="md">
          <MemberSelect
            label={t(`trade.member.${offer.type}`)}
            value={memberId}
            onChange={setMemberId}
            error={memberMessage}
            isFirst
            refuse={refuse}
          />
          <TextInput
            label={t('fields.quantity')}
            inputMode="decimal"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={quantityMessage}
          />
        </SimpleGrid>
        <TradeEffect answer={isComplete ? (checked.last?.answer ?? null) : null} />
        {checked.failure !== null && <ErrorState problem={checked.failure} onRetry={checked.retry} />}
        {decision.refusal !== null && <ErrorState problem={decision.refusal} />}
        <Group justify="flex-end" gap="sm" className={styles.actions}>
          <Button variant="default" onClick={onClose}>
            {t('trade.cancel')}
          </Button>
          <Button type="submit" disabled={isComplete && !checked.isCurrent} loading={decision.isUnderWay}>
            {t('trade.take')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The engine's problems but those of what stood in for a member or a quantity that was none. */
function foundIn(last: Checked<'market.checkTrade', TradeQuestion>['last']): OfferProblem[] {
  if (last === null) return [];
  const { input, isQuantity } = last.about;
  return last.answer.problems.filter(({ field }) =>
    field === 'memberId' ? input.memberId !== null : field !== 'quantityWh' || isQuantity,
  );
}

/** What the offer is, in one sentence. */
function OfferLine({ offer }: Pick<TradeFormProps, 'offer'>): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const exact = exactly(format);
  const { type, price, remainingWh, windowStart, windowEnd, anonymizedId } = offer;
  return (
    <Text size="sm">
      {t(`trade.offer.${type}.${price === null ? 'anyPrice' : 'limit'}`, {
        member: anonymizedId,
        quantity: exact.quantity(remainingWh),
        price: price === null ? '' : exact.price(price),
        window: windowWords(t, format, windowStart, windowEnd),
      })}
    </Text>
  );
}
