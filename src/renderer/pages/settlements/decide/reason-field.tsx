import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_EVIDENCE, MAX_REASON, MAX_REFERENCE, MIN_REASON } from '#shared/settlement/events.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import type { Evidence } from './parts.ts';

export interface WordsFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** In characters, without what is blank at both ends. */
  readonly least: number;
  readonly most: number;
  readonly autoFocus?: boolean;
}

/** Whether what was typed is long enough to be sent. */
export function isWritten(text: string, least: number = MIN_REASON): boolean {
  return text.trim().length >= least;
}

/** A few sentences of a person, with how many characters are still missing. */
export function WordsField({ label, hint, value, onChange, least, most, autoFocus }: WordsFieldProps): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const missing = least - value.trim().length;
  return (
    <Textarea
      label={label}
      placeholder={hint}
      description={
        missing > 0
          ? t('words.missing', { count: missing, number: format.number(missing) })
          : t('words.length', { length: format.number(value.trim().length), most: format.number(most) })
      }
      inputWrapperOrder={['label', 'input', 'description']}
      autosize
      minRows={2}
      maxRows={6}
      maxLength={most}
      withAsterisk
      required
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...(autoFocus === true && { 'data-autofocus': true })}
    />
  );
}

export interface ReasonFieldProps {
  readonly kind: 'propose' | 'approve' | 'reject' | 'decide';
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Why a person decides so: it stays with the case for good. */
export function ReasonField({ kind, value, onChange }: ReasonFieldProps): ReactNode {
  const { t } = useTranslation('settlements');
  return (
    <WordsField
      label={t(`reason.${kind}.label`)}
      hint={t(`reason.${kind}.hint`)}
      value={value}
      onChange={onChange}
      least={MIN_REASON}
      most={MAX_REASON}
    />
  );
}

export interface EvidenceFieldsProps {
  readonly value: Evidence;
  readonly onChange: (value: Evidence) => void;
}

/** What shows that it was paid outside the accounts, and where that is found. */
export function EvidenceFields({ value, onChange }: EvidenceFieldsProps): ReactNode {
  const { t } = useTranslation('settlements');
  return (
    <>
      <WordsField
        label={t('evidence.label')}
        hint={t('evidence.hint')}
        value={value.evidence}
        onChange={(evidence) => onChange({ ...value, evidence })}
        least={MIN_REASON}
        most={MAX_EVIDENCE}
      />
      <WordsField
        label={t('reference.label')}
        hint={t('reference.hint')}
        value={value.reference}
        onChange={(reference) => onChange({ ...value, reference })}
        least={1}
        most={MAX_REFERENCE}
      />
    </>
  );
}

/** Whether evidence and reference can be sent. */
export function isEvident({ evidence, reference }: Evidence): boolean {
  return isWritten(evidence) && isWritten(reference, 1);
}
