import { Checkbox, Input, SegmentedControl, SimpleGrid, TextInput } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MarketTerms } from '#shared/contract/market-records.ts';
import { offerTypes } from '#shared/domain/records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import type { FieldMessages } from './field-messages.ts';
import { MemberSelect } from './member-select.tsx';
import styles from './offers.module.css';
import type { MarketClock, OfferValues } from './read-offer.ts';
import { WindowFields } from './window-fields.tsx';

export interface OfferFieldsProps {
  readonly values: OfferValues;
  readonly onChange: (change: Partial<OfferValues>) => void;
  readonly messages: FieldMessages;
  readonly terms: MarketTerms;
  readonly clock: MarketClock;
}

/** Who, what, how much, at which limit and when. Every field takes whatever is typed. */
export function OfferFields({ values, onChange, messages, terms, clock }: OfferFieldsProps): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const typeId = useId();
  const exact = exactly(format);
  const { memberId, type, quantity, price, isAtAnyPrice } = values;
  const [isMemberOpen] = useState(memberId === null);
  return (
    <>
      <SimpleGrid cols={2} spacing="md">
        <MemberSelect
          label={t('fields.member')}
          value={memberId}
          onChange={(chosen) => onChange({ memberId: chosen })}
          error={messages.memberId}
          isFirst={isMemberOpen}
        />
        <Input.Wrapper label={t('fields.type')} labelElement="div" labelProps={{ id: typeId }}>
          <SegmentedControl
            fullWidth
            aria-labelledby={typeId}
            value={type}
            onChange={(chosen) => onChange({ type: chosen })}
            data={offerTypes.map((one) => ({ value: one, label: t(`fields.types.${one}`) }))}
          />
        </Input.Wrapper>
      </SimpleGrid>
      <SimpleGrid cols={2} spacing="md" className={styles.numbers}>
        <TextInput
          label={t('fields.quantity')}
          description={t('fields.quantityText')}
          inputMode="decimal"
          value={quantity}
          onChange={(event) => onChange({ quantity: event.currentTarget.value })}
          error={messages.quantity}
          autoFocus={!isMemberOpen}
          data-autofocus={!isMemberOpen || undefined}
        />
        <div className={styles.price}>
          <TextInput
            label={t(`fields.price.${type}`, { unit: format.price(0).unit })}
            description={t('fields.priceText', {
              floor: exact.price(terms.priceFloor),
              cap: exact.price(terms.priceCap),
            })}
            inputMode="decimal"
            value={isAtAnyPrice ? '' : price}
            onChange={(event) => onChange({ price: event.currentTarget.value })}
            error={messages.price}
            disabled={isAtAnyPrice}
          />
          <Checkbox
            className={styles.anyPrice}
            size="xs"
            label={t('fields.anyPrice')}
            checked={isAtAnyPrice}
            onChange={(event) => onChange({ isAtAnyPrice: event.currentTarget.checked })}
          />
        </div>
      </SimpleGrid>
      <WindowFields values={values} onChange={onChange} messages={messages} clock={clock} />
    </>
  );
}
