import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { useRuleWords } from './use-rule-words.ts';
import styles from './rule-editor.module.css';

export interface RuleSummaryLineProps {
  readonly draft: RuleDraft;
  /** For whom, by pseudonym; null while nobody is chosen. */
  readonly member: string | null;
}

/** What the rule will do as the fields say it now, in one sentence. */
export function RuleSummaryLine({ draft, member }: RuleSummaryLineProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const words = useRuleWords();
  const does = t('summary.does', {
    member: member ?? t('summary.member'),
    rule: words.sentence(draft),
    windows: words.windows(draft.timeWindows),
  });
  return (
    <Text size="sm" className={styles.summary}>
      {does} {!draft.isEnabled && t('summary.off')}
    </Text>
  );
}
