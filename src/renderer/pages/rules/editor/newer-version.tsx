import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { Notice } from '../../../components/notice.tsx';
import { useRuleWords } from './use-rule-words.ts';

export interface NewerVersionProps {
  /** The rule as the dialog began with it, and as it is now. */
  readonly before: RuleSummary;
  readonly now: RuleSummary;
  readonly onTake: () => void;
  readonly onKeep: () => void;
}

/** Says what somebody else changed while the dialog was open, and asks which version to go on with. */
export function NewerVersion({ before, now, onTake, onKeep }: NewerVersionProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const changes = useRuleWords().changes(before, now);
  return (
    <Notice level="alarm">
      {changes === '' ? t('newer.same') : t('newer.changed', { changes })} {t('newer.ask')}
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" onClick={onTake}>
          {t('newer.take')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onKeep}>
          {t('newer.keep')}
        </Button>
      </Group>
    </Notice>
  );
}
