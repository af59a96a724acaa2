import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import type { Format } from '#shared/format/format.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import styles from './offers.module.css';
import type { AskedOffer } from './read-offer.ts';
import type { Checked } from './use-checked.ts';

type PreviewAnswer = NonNullable<Output<'market.checkOffer'>['preview']>;

export interface PreviewProps {
  readonly checked: Checked<'market.checkOffer'>;
  /** Whether the fields are an offer that can be judged. */
  readonly isComplete: boolean;
  readonly slotMinutes: number;
}

/** What the first slot of the window would trade with the offer in it. */
export function Preview({ checked: { last, isCurrent }, isComplete, slotMinutes }: PreviewProps): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const preview = last?.answer.preview ?? null;
  if (!isComplete || last === null || preview === null) {
    const state = isComplete && !isCurrent ? 'asking' : isComplete ? 'problems' : 'incomplete';
    return (
      <div className={styles.effect}>
        <h3 className={styles.effectTitle}>{t('preview.title')}</h3>
        <p className={styles.quiet}>{t(`preview.${state}`)}</p>
      </div>
    );
  }
  const { slot } = preview;
  return (
    <div className={styles.effect}>
      <h3 className={styles.effectTitle}>
        {t('preview.slot', { from: format.time(slot), to: format.time(slot + slotMinutes * MINUTE) })}
      </h3>
      <div role="status">
        {previewSentences(t, format, last.about.input.offer, preview).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </div>
  );
}

/** What would trade and for how much, why the rest would not and what would change that, and what becomes of the price. */
function previewSentences(t: TFunction<'offers'>, format: Format, offer: AskedOffer, preview: PreviewAnswer): string[] {
  return [
    tradedSentence(t, format, offer, preview),
    reasonSentence(t, format, offer, preview),
    changeSentence(t, format, offer, preview),
    priceSentence(t, format, preview),
  ].filter((sentence) => sentence !== null);
}

function tradedSentence(t: TFunction<'offers'>, format: Format, offer: AskedOffer, preview: PreviewAnswer): string {
  const exact = exactly(format);
  if (preview.tradedWh === 0) return t('preview.nothing', { quantity: exact.quantity(offer.quantityWh) });
  const { price, reduction } = preview.clearing;
  const tradePrice = price ?? (offer.type === 'buy' ? reduction?.buyPrice : reduction?.sellPrice) ?? null;
  const values = {
    traded: exact.quantity(preview.tradedWh),
    quantity: exact.quantity(offer.quantityWh),
    amount: exact.money(preview.amount),
  };
  return tradePrice === null
    ? t('preview.tradesFor', values)
    : t('preview.tradesAt', { ...values, price: exact.price(tradePrice) });
}

function reasonSentence(
  t: TFunction<'offers'>,
  format: Format,
  { quantityWh }: AskedOffer,
  { reason, tradedWh, clearing }: PreviewAnswer,
): string | null {
  if (reason === null) return null;
  // Without a common price a limit meets single orders, or none of them.
  const isOfPairs = clearing.price === null && clearing.reduction === null;
  const why =
    isOfPairs && (reason === 'PRICE' || reason === 'RATIONED')
      ? t(`preview.pairReasons.${reason}`)
      : t(`preview.reasons.${reason}`);
  return tradedWh === 0 ? why : t('preview.rest', { rest: exactly(format).quantity(quantityWh - tradedWh), why });
}

function changeSentence(
  t: TFunction<'offers'>,
  format: Format,
  { type }: AskedOffer,
  { change, tradedWh }: PreviewAnswer,
): string | null {
  if (tradedWh > 0) return null;
  if (change === null) return t('preview.noChange');
  const exact = exactly(format);
  return t(`preview.change.${type}`, {
    price: exact.price(change.price),
    by: exact.price(Math.abs(change.by)),
    traded: exact.quantity(change.tradedWh),
  });
}

function priceSentence(t: TFunction<'offers'>, format: Format, preview: PreviewAnswer): string | null {
  const exact = exactly(format);
  const { price, quantityWh } = preview.clearing;
  // Where nothing trades the mechanism's price is for information only.
  if (price === null || quantityWh === 0) return null;
  const before = preview.quantityBeforeWh === 0 ? null : preview.priceBefore;
  if (before === null) return t('preview.firstPrice', { price: exact.price(price) });
  if (before === price) return t('preview.samePrice', { price: exact.price(price) });
  return t('preview.newPrice', { before: exact.price(before), price: exact.price(price) });
}
