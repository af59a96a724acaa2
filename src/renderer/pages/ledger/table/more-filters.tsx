import { Button, Popover, Select, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DIRECT } from '#shared/contract/ledger-records.ts';
import { KWH_DECIMALS, kwhToWh, microToPrice, PRICE_DECIMALS, priceToMicro, whToKwh } from '#shared/domain/units.ts';
import { orderMechanismNames } from '#shared/market/mechanisms.ts';
import { FilterPill } from '../../../components/filter-parts.tsx';
import type { Format } from '#shared/format/format.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { BoundsField, type Scale } from './bounds-field.tsx';
import { MOST_CHOICES, useRuleChoices } from './choices.ts';
import { mechanismWords } from './columns.tsx';
import classes from './filter-bar.module.css';
import type { FilterBarProps } from './filter-bar.tsx';
import type { Bounds } from './filters.ts';

type MoreFiltersProps = Pick<FilterBarProps, 'filters' | 'onChange'>;

const noBounds: Bounds = { from: null, to: null };
const energyScale: Scale = { unit: 'kWh', decimals: KWH_DECIMALS, read: kwhToWh, write: whToKwh };
const priceScale = (format: Format): Scale => ({
  unit: format.price(0).unit,
  decimals: PRICE_DECIMALS,
  read: priceToMicro,
  write: microToPrice,
});

/** The filters that are wanted seldom. Those that are set stand beside the button, so that none is forgotten. */
export function MoreFilters({ filters, onChange }: MoreFiltersProps): ReactNode {
  const { t } = useTranslation(['ledger', 'health', 'marketplace']);
  const format = useFormat();
  const [opened, { toggle, open, close }] = useDisclosure(false);
  const rules = useRuleChoices(filters.ruleId);
  return (
    <>
      <Popover
        opened={opened}
        onChange={(wish) => (wish ? open() : close())}
        onOpen={rules.onOpen}
        position="bottom-start"
        width={340}
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconAdjustmentsHorizontal size={15} stroke={1.75} aria-hidden />}
            onClick={toggle}
            aria-expanded={opened}
          >
            {t('filters.more')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('filters.moreName')}>
          <Stack gap="sm">
            <BoundsField
              label={t('columns.quantityWh.label')}
              scale={energyScale}
              value={filters.quantityWh}
              onChange={(quantityWh) => onChange({ quantityWh })}
            />
            <BoundsField
              label={t('columns.price.label')}
              scale={priceScale(format)}
              value={filters.price}
              onChange={(price) => onChange({ price })}
            />
            <Select
              size="xs"
              label={t('columns.mechanism.label')}
              placeholder={t('filters.anyMechanism')}
              clearable
              comboboxProps={{ withinPortal: false }}
              clearButtonProps={{ 'aria-label': t('filters.anyMechanism') }}
              value={filters.mechanism}
              onChange={(mechanism) => onChange({ mechanism })}
              data={[...orderMechanismNames, DIRECT].map((value) => ({ value, label: mechanismWords(value, t) }))}
            />
            <Select
              size="xs"
              label={t('filters.rule')}
              placeholder={t('filters.anyRule')}
              searchable
              clearable
              limit={MOST_CHOICES}
              comboboxProps={{ withinPortal: false }}
              clearButtonProps={{ 'aria-label': t('filters.anyRule') }}
              nothingFoundMessage={t('filters.noRule')}
              value={filters.ruleId}
              onChange={(ruleId) => onChange({ ruleId })}
              data={rules.choices}
            />
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <SetFilters filters={filters} onChange={onChange} ruleName={nameOf(rules.choices, filters.ruleId)} />
    </>
  );
}

function nameOf(choices: readonly { value: string; label: string }[], chosen: string | null): string | null {
  return choices.find(({ value }) => value === chosen)?.label ?? null;
}

function SetFilters({
  filters,
  onChange,
  ruleName,
}: MoreFiltersProps & { readonly ruleName: string | null }): ReactNode {
  const { t } = useTranslation(['ledger', 'health', 'marketplace']);
  const format = useFormat();
  const bounds = ({ from, to }: Bounds, { write, unit }: Scale): string | null => {
    if (from === null && to === null) return null;
    const number = (value: number): string =>
      write(value).toLocaleString(format.locale, { maximumFractionDigits: PRICE_DECIMALS });
    const numbers =
      from === null ? `≤ ${number(to ?? 0)}` : to === null ? `≥ ${number(from)}` : `${number(from)}–${number(to)}`;
    return `${numbers}\u00a0${unit}`;
  };
  const pills = [
    { text: bounds(filters.quantityWh, energyScale), clear: () => onChange({ quantityWh: noBounds }) },
    { text: bounds(filters.price, priceScale(format)), clear: () => onChange({ price: noBounds }) },
    {
      text: filters.mechanism === null ? null : mechanismWords(filters.mechanism, t),
      clear: () => onChange({ mechanism: null }),
    },
    { text: ruleName, clear: () => onChange({ ruleId: null }) },
  ];
  return pills.map(
    ({ text, clear }) =>
      text !== null && (
        <span key={text} className={classes.pill}>
          <FilterPill size="md" clearLabel={t('filters.clear', { what: text })} onClear={clear}>
            {text}
          </FilterPill>
        </span>
      ),
  );
}
