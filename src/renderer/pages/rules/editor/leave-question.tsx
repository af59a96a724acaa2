import { Button, Group } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { listText } from '#shared/format/locale-facts.ts';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import type { RuleValues } from './read-rule.ts';

export interface LeaveQuestionProps {
  /** The fields whose changes would be lost. */
  readonly fields: readonly (keyof RuleValues)[];
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Names what would be lost before the dialog closes. */
export function LeaveQuestion({ fields, onStay, onLeave }: LeaveQuestionProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const questionId = useId();
  const { locale } = useFormat();
  const names = listText(
    fields.map((field) => t(`leave.fields.${field}`)),
    locale,
  );
  return (
    <>
      <Notice level="attention">
        <span id={questionId}>{t('leave.question', { fields: names })}</span>
      </Notice>
      <Group justify="flex-end" gap="sm" mt="sm">
        <Button variant="default" onClick={onLeave}>
          {t('leave.leave')}
        </Button>
        <Button onClick={onStay} autoFocus aria-describedby={questionId}>
          {t('leave.stay')}
        </Button>
      </Group>
    </>
  );
}
