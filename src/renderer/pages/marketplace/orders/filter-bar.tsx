import { Kbd, NumberInput, SegmentedControl } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { microToPrice, priceToMicro } from '#shared/domain/units.ts';
import { decimalSign } from '#shared/format/locale-facts.ts';
import type { ChangeFilters } from '../../../app/address-filters.ts';
import { useShortcut } from '../../../app/shortcuts/use-shortcut.ts';
import { ResetFilters } from '../../../components/filter-parts.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { isFilteringOrders, orderSides, orderTimes, withoutOrderFilters, type OrderFilters } from './filters.ts';
import classes from './orders.module.css';

export interface FilterBarProps {
  readonly filters: OrderFilters;
  readonly onChange: ChangeFilters<OrderFilters>;
}

/** Time, side and prices of the orders. `/` focuses the prices. */
export function FilterBar({ filters, onChange }: FilterBarProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const { price } = useFormat();
  const first = useRef<HTMLInputElement>(null);
  useShortcut('search', () => first.current?.focus());
  return (
    <search className={classes.bar}>
      <SegmentedControl
        size="xs"
        aria-label={t('filters.time')}
        value={filters.time}
        onChange={(time) => onChange({ time })}
        data={orderTimes.map((value) => ({ value, label: t(`filters.times.${value}`) }))}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('filters.side')}
        value={filters.side}
        onChange={(side) => onChange({ side })}
        data={orderSides.map((value) => ({ value, label: t(`filters.sides.${value}`) }))}
      />
      <div className={classes.prices}>
        <PriceField
          ref={first}
          label={t('filters.minPrice')}
          placeholder={t('filters.from')}
          value={filters.minPrice}
          onChange={(minPrice) => onChange({ minPrice })}
          hint={<Kbd size="xs">/</Kbd>}
        />
        <PriceField
          label={t('filters.maxPrice')}
          placeholder={t('filters.to')}
          value={filters.maxPrice}
          onChange={(maxPrice) => onChange({ maxPrice })}
        />
        <span className={classes.unit}>{price(0).unit}</span>
      </div>
      {isFilteringOrders(filters) && (
        <ResetFilters label={t('filters.reset')} onReset={() => onChange(withoutOrderFilters(filters))} />
      )}
    </search>
  );
}

interface PriceFieldProps {
  readonly label: string;
  readonly placeholder: string;
  /** Micro-currency per kWh; null is no limit. */
  readonly value: number | null;
  readonly onChange: (price: number | null) => void;
  readonly hint?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A price in currency per kWh. What is being typed stays as typed as long as it means the filtered price. */
function PriceField({ label, placeholder, value, onChange, hint, ref }: PriceFieldProps): ReactNode {
  const { locale } = useFormat();
  const [typed, setTyped] = useState<number | string>(value === null ? '' : microToPrice(value));
  useEffect(() => {
    setTyped((old) => (microOf(old) === value ? old : value === null ? '' : microToPrice(value)));
  }, [value]);
  return (
    <NumberInput
      ref={ref}
      size="xs"
      className={classes.price}
      aria-label={label}
      placeholder={placeholder}
      decimalScale={6}
      decimalSeparator={decimalSign(locale)}
      hideControls
      value={typed}
      onChange={(next) => {
        setTyped(next);
        const price = microOf(next);
        if (price !== undefined) onChange(price);
      }}
      {...(typed === '' && hint !== undefined ? { rightSection: hint } : {})}
    />
  );
}

/** Micro-currency per kWh: null when empty, undefined while it is no price yet. */
function microOf(typed: number | string): number | null | undefined {
  if (typed === '') return null;
  const price = priceToMicro(typed);
  return price.ok ? price.value : undefined;
}
