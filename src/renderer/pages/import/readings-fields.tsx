import { Checkbox, NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { decimalSign } from '#shared/format/locale-facts.ts';
import { useCommunities } from '../../app/community.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { countries, currencies } from './countries.ts';
import { hasTariffs, type OptionValues } from './option-values.ts';

/** The list leaves out UTC and aliases, and the system may be set to one of them. */
const timeZones = [
  ...new Set([Intl.DateTimeFormat().resolvedOptions().timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')]),
].sort();

export interface ReadingsFieldsProps {
  readonly form: UseFormReturnType<OptionValues>;
  readonly timeZone: string;
  readonly onTimeZone: (timeZone: string) => void;
}

/** What a file of meter readings does not say itself: whose they are, where, and at what tariffs. */
export function ReadingsFields({ form, timeZone, onTimeZone }: ReadingsFieldsProps): ReactNode {
  const { t } = useTranslation('import');
  const communities = useCommunities().data ?? [];
  const isNew = form.values.target === 'new';
  const targets = [
    { value: 'new', label: t('options.newCommunity') },
    ...communities.filter(({ isDemo }) => !isDemo).map(({ id, name }) => ({ value: id, label: name })),
  ];
  /** A community that is there has its clock already. */
  function choose(target: string | null): void {
    if (target === null) return;
    form.setFieldValue('target', target);
    const community = communities.find(({ id }) => id === target);
    if (community !== undefined) onTimeZone(community.timeZone);
  }

  return (
    <>
      <SimpleGrid cols={2} spacing="sm">
        <Select
          label={t('options.target')}
          data={targets}
          allowDeselect={false}
          {...form.getInputProps('target')}
          onChange={choose}
        />
        {isNew && <TextInput label={t('options.name')} maxLength={80} {...form.getInputProps('name')} />}
        <Select
          label={t('options.timeZone')}
          description={t('options.timeZoneText')}
          data={timeZones}
          searchable
          allowDeselect={false}
          value={timeZone}
          onChange={(zone) => zone !== null && onTimeZone(zone)}
        />
        {isNew && <CountryField form={form} />}
      </SimpleGrid>
      <TariffFields form={form} isNew={isNew} />
    </>
  );
}

function CountryField({ form }: Pick<ReadingsFieldsProps, 'form'>): ReactNode {
  const { t } = useTranslation('import');
  const { locale } = useFormat();
  const data = useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'region' });
    return countries
      .map(({ code, region }) => ({ value: code, label: names.of(region) ?? code }))
      .sort((a, b) => a.label.localeCompare(b.label, locale));
  }, [locale]);
  return (
    <Select
      label={t('options.country')}
      description={t('options.countryText')}
      placeholder={t('options.countryUnknown')}
      data={data}
      searchable
      clearable
      {...form.getInputProps('country')}
    />
  );
}

function TariffFields({ form, isNew }: Pick<ReadingsFieldsProps, 'form'> & { readonly isNew: boolean }): ReactNode {
  const { t } = useTranslation('import');
  const { locale } = useFormat();
  const canSimulate = hasTariffs(form.values);
  const decimalSeparator = decimalSign(locale);
  const price = { decimalScale: 6, step: 0.01, decimalSeparator, hideControls: true } as const;
  return (
    <>
      <SimpleGrid cols={isNew ? 3 : 2} spacing="sm">
        <NumberInput
          label={t('options.retail')}
          description={t('options.retailText')}
          placeholder={(0.31).toLocaleString(locale)}
          {...price}
          {...form.getInputProps('retail')}
        />
        <NumberInput
          label={t('options.feedIn')}
          description={t('options.feedInText')}
          placeholder={(0.08).toLocaleString(locale)}
          {...price}
          {...form.getInputProps('feedIn')}
        />
        {isNew && (
          <Select
            label={t('options.currency')}
            description={t('options.currencyText')}
            data={currencies}
            searchable
            allowDeselect={false}
            {...form.getInputProps('currency')}
          />
        )}
      </SimpleGrid>
      <Checkbox
        label={t('options.simulate')}
        description={t(canSimulate ? 'options.simulateText' : 'options.simulateNeeds')}
        disabled={!canSimulate}
        {...form.getInputProps('simulate', { type: 'checkbox' })}
        checked={form.values.simulate && canSimulate}
      />
    </>
  );
}
