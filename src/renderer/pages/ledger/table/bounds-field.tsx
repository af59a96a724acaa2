import { NumberInput } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecimalResult } from '#shared/domain/units.ts';
import { decimalSign } from '#shared/format/locale-facts.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './filter-bar.module.css';
import type { Bounds } from './filters.ts';

/** How people write a quantity or a price, and how the domain holds it. */
export interface Scale {
  readonly unit: string;
  readonly decimals: number;
  readonly read: (typed: number | string) => DecimalResult;
  readonly write: (value: number) => number;
}

export interface BoundsFieldProps {
  readonly label: string;
  readonly scale: Scale;
  readonly value: Bounds;
  readonly onChange: (value: Bounds) => void;
}

/** From and to of a number, both included; an empty field sets no limit. */
export function BoundsField({ label, scale, value, onChange }: BoundsFieldProps): ReactNode {
  const { t } = useTranslation('ledger');
  return (
    <div className={classes.bounds} role="group" aria-label={label}>
      <span className={classes.boundsLabel}>
        {label} <span className={classes.unit}>{scale.unit}</span>
      </span>
      <NumberField
        label={t('filters.least', { what: label })}
        placeholder={t('filters.from')}
        scale={scale}
        value={value.from}
        onChange={(from) => onChange({ ...value, from })}
      />
      <NumberField
        label={t('filters.most', { what: label })}
        placeholder={t('filters.to')}
        scale={scale}
        value={value.to}
        onChange={(to) => onChange({ ...value, to })}
      />
    </div>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly scale: Scale;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

/** What is being typed stays as typed as long as it means the same number. */
function NumberField({ label, placeholder, scale, value, onChange }: NumberFieldProps): ReactNode {
  const { locale } = useFormat();
  const { read, write, decimals } = scale;
  const [typed, setTyped] = useState<number | string>(value === null ? '' : write(value));
  useEffect(() => {
    setTyped((old) => (valueOf(old, read) === value ? old : value === null ? '' : write(value)));
  }, [value, read, write]);
  return (
    <NumberInput
      size="xs"
      aria-label={label}
      placeholder={placeholder}
      decimalScale={decimals}
      decimalSeparator={decimalSign(locale)}
      hideControls
      value={typed}
      onChange={(next) => {
        setTyped(next);
        const number = valueOf(next, read);
        if (number !== undefined) onChange(number);
      }}
    />
  );
}

/** Null when empty, undefined while it is no such number yet. */
function valueOf(typed: number | string, read: Scale['read']): number | null | undefined {
  if (typed === '') return null;
  const number = read(typed);
  return number.ok ? number.value : undefined;
}
