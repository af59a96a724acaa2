import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format.ts';
import { parsePrice } from '../../marketplace/offer-wizard/typed-decimal.ts';
import { priceText } from '../../rules/editor/read-rule.ts';

export interface TariffFieldProps {
  readonly label: string;
  /** Micro-currency per kWh; null is empty. */
  readonly value: number | null;
  /** Told when the field is left, or Enter is pressed, with a price or nothing in it. */
  readonly onChange: (value: number | null) => void;
}

/** A price per kWh that may be empty. What is no price stays in the field and says so. */
export function TariffField({ label, value, onChange }: TariffFieldProps): ReactNode {
  const { t } = useTranslation(['savings', 'offers']);
  const { locale, price } = useFormat();
  const [seen, setSeen] = useState(value);
  const [text, setText] = useState(() => priceText(value, locale));
  const [isLeft, setLeft] = useState(false);
  if (value !== seen) {
    setSeen(value);
    setText(priceText(value, locale));
  }
  const typed = parsePrice(text, locale);
  const problem = typed.ok || typed.problem === 'MISSING' ? null : typed.problem;

  function leave(): void {
    setLeft(true);
    const wanted = typed.ok ? typed.value : null;
    if (problem === null && wanted !== value) onChange(wanted);
  }

  return (
    <TextInput
      w={170}
      size="xs"
      label={t('assumed.label', { tariff: label, unit: price(0).unit })}
      placeholder={t('assumed.ofSlots')}
      inputMode="decimal"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        setLeft(false);
      }}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') leave();
      }}
      error={isLeft && problem !== null && t(`offers:typed.price.${problem}`, { example: priceText(150_000, locale) })}
    />
  );
}
