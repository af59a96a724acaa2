import { Button, Group, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMemo, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Book } from '#shared/contract/market-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { AccountEffect } from './account-effect.tsx';
import { ConfirmOffer } from './confirm-offer.tsx';
import { fieldMessages } from './field-messages.ts';
import { OfferFields } from './offer-fields.tsx';
import styles from './offers.module.css';
import { Preview } from './preview.tsx';
import { proposedOffer, readOffer, type OfferProposal, type OfferValues } from './read-offer.ts';
import { useChecked } from './use-checked.ts';
import { useDecision } from './use-decision.ts';
import { useFirstInvalid } from './use-first-invalid.ts';

export interface OfferWizardProps {
  readonly proposal: OfferProposal;
  readonly onClose: () => void;
}

/** An offer from its fields, judged while they are typed, to the sentence that says what placing it means. */
export function OfferWizard({ proposal, onClose }: OfferWizardProps): ReactNode {
  const { id: communityId } = useCommunity();
  const book = useMethod('market.book', { communityId, slot: null });
  return (
    <PageState query={book} skeleton={<SkeletonLines lines={12} />}>
      {(open) => <Steps proposal={proposal} book={open} onClose={onClose} />}
    </PageState>
  );
}

function Steps({ proposal, book, onClose }: OfferWizardProps & { readonly book: Book }): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const { id: communityId, timeZone, slotMinutes } = useCommunity();
  // The market's clock, not the desk's: the data of a community may end before today.
  const { firstSlot } = book;
  const clock = useMemo(() => ({ timeZone, slotMinutes, firstSlot }), [timeZone, slotMinutes, firstSlot]);
  const [values, setValues] = useState<OfferValues>(() => proposedOffer(proposal, clock));
  const [isTried, setTried] = useState(false);
  const [isConfirming, setConfirming] = useState(false);

  const question = useMemo(() => {
    const read = readOffer(values, format.locale, clock);
    return { read, input: { communityId, offer: read.asked } };
  }, [values, format.locale, clock, communityId]);
  const checked = useChecked('market.checkOffer', question);
  const { draft } = question.read;
  const messages = fieldMessages(t, format, { read: question.read, last: checked.last, slotMinutes, isTried });
  const decision = useDecision('market.placeOffer', () => {
    onClose();
    notifications.show({ message: t('wizard.placed') });
  });

  const [form, focusFirstInvalid] = useFirstInvalid();
  function next(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    // A message of an older answer may be about what has been corrected since: the last step says what is true.
    if (draft === null || (checked.isCurrent && Object.keys(messages).length > 0)) focusFirstInvalid();
    else setConfirming(true);
  }

  function back(): void {
    decision.forgetRefusal();
    setConfirming(false);
  }

  if (isConfirming && draft !== null) {
    return <ConfirmOffer draft={draft} checked={checked} decision={decision} onBack={back} />;
  }
  return (
    <form ref={form} onSubmit={next} noValidate>
      <Stack gap="md">
        <OfferFields
          values={values}
          onChange={(change) => setValues((known) => ({ ...known, ...change }))}
          messages={messages}
          terms={book.terms}
          clock={clock}
        />
        <div className={styles.effects}>
          <Preview checked={checked} isComplete={draft !== null} slotMinutes={slotMinutes} />
          <AccountEffect account={values.memberId === null ? null : (checked.last?.answer.account ?? null)} />
        </div>
        {checked.failure !== null && <ErrorState problem={checked.failure} onRetry={checked.retry} />}
        <Group justify="flex-end" gap="sm" className={styles.actions}>
          <Button variant="default" onClick={onClose}>
            {t('wizard.cancel')}
          </Button>
          <Button type="submit">{t('wizard.next')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
