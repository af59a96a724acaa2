import { Input, SegmentedControl, SimpleGrid, Stack, Switch, TextInput, Textarea } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { offerTypes } from '#shared/domain/records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { MemberSelect } from '../../marketplace/offer-wizard/member-select.tsx';
import { PricePicture } from '../sheet/price-band.tsx';
import type { RuleValues } from './read-rule.ts';
import styles from './rule-editor.module.css';
import type { RuleWorkState } from './use-rule-work.ts';

/** Most characters of a reason. */
const MAX_REASON = 500;

/** Whose rule it is (which stays, as does whether it sells or buys), what it does and at which limits. Every field takes whatever is typed. */
export function RuleFields({ work }: { readonly work: RuleWorkState }): ReactNode {
  const { t } = useTranslation('rule-editor');
  const { values, change: onChange, messages, base, band, read } = work;
  const { type } = values;
  return (
    <Stack gap="md">
      {base === null ? (
        <NewRuleFields values={values} onChange={onChange} message={messages.memberId} />
      ) : (
        messages.memberId !== undefined && <Input.Error>{messages.memberId}</Input.Error>
      )}
      <div>
        <PriceField
          side={type === 'sell' ? 'lowest' : 'highest'}
          value={values.limit}
          onChange={(text) => onChange({ limit: text })}
          error={messages.limit}
          isFirst={base !== null}
        />
        <div className={styles.band}>{band !== null && <PricePicture band={band} rule={read.asked} />}</div>
      </div>
      {values.otherLimit !== null && (
        <PriceField
          side={type === 'sell' ? 'highest' : 'lowest'}
          value={values.otherLimit}
          onChange={(text) => onChange({ otherLimit: text })}
          error={messages.otherLimit}
        />
      )}
      <SimpleGrid cols={2} spacing="md">
        <TextInput
          label={t('fields.maxQuantity')}
          description={t('fields.maxQuantityText')}
          inputMode="decimal"
          value={values.maxQuantity}
          onChange={(event) => onChange({ maxQuantity: event.currentTarget.value })}
          error={messages.maxQuantity}
        />
        {type === 'sell' && (
          <TextInput
            label={t('fields.minBatterySoc')}
            description={t('fields.minBatterySocText')}
            inputMode="numeric"
            value={values.minBatterySoc}
            onChange={(event) => onChange({ minBatterySoc: event.currentTarget.value })}
            error={messages.minBatterySoc}
          />
        )}
      </SimpleGrid>
      <Textarea
        label={t('fields.reason')}
        description={t('fields.reasonText')}
        autosize
        minRows={2}
        maxRows={4}
        maxLength={MAX_REASON}
        value={values.reason}
        onChange={(event) => onChange({ reason: event.currentTarget.value })}
      />
    </Stack>
  );
}

/** Whether the rule acts, as long as its windows and limits are met. */
export function OnOff({ work: { values, change } }: { readonly work: RuleWorkState }): ReactNode {
  const { t } = useTranslation('rule-editor');
  return (
    <Switch
      mt="md"
      label={t('fields.isEnabled')}
      description={t(values.isEnabled ? 'fields.on' : 'fields.off')}
      checked={values.isEnabled}
      onChange={(event) => change({ isEnabled: event.currentTarget.checked })}
    />
  );
}

interface NewRuleFieldsProps {
  readonly values: RuleValues;
  readonly onChange: (change: Partial<RuleValues>) => void;
  readonly message: string | undefined;
}

/** What cannot be changed later. */
function NewRuleFields({ values, onChange, message }: NewRuleFieldsProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const typeId = useId();
  const [isMemberOpen] = useState(values.memberId === null);
  return (
    <SimpleGrid cols={2} spacing="md" className={styles.whose}>
      <MemberSelect
        label={t('fields.member')}
        value={values.memberId}
        onChange={(memberId) => onChange({ memberId })}
        error={message}
        isFirst={isMemberOpen}
      />
      <Input.Wrapper label={t('fields.type')} labelElement="div" labelProps={{ id: typeId }}>
        <SegmentedControl
          fullWidth
          aria-labelledby={typeId}
          value={values.type}
          onChange={(type) => onChange({ type })}
          data={offerTypes.map((one) => ({ value: one, label: t(`values.${one}`) }))}
        />
      </Input.Wrapper>
    </SimpleGrid>
  );
}

interface PriceFieldProps {
  readonly side: 'lowest' | 'highest';
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error: string | undefined;
  readonly isFirst?: boolean;
}

function PriceField({ side, value, onChange, error, isFirst }: PriceFieldProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const format = useFormat();
  return (
    <TextInput
      label={t(`fields.${side}`, { unit: format.price(0).unit })}
      description={t('fields.limitText')}
      inputMode="decimal"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      autoFocus={isFirst}
      data-autofocus={isFirst || undefined}
    />
  );
}
