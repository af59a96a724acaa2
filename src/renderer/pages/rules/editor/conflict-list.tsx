import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { severityOf, type RuleConflict } from '#shared/rules/conflicts.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { ConflictIcon } from '../conflict-icon.tsx';
import { conflictSentence } from '../conflict-words.ts';
import styles from '../conflicts.module.css';

export interface ConflictListProps {
  readonly conflicts: readonly RuleConflict[];
  /** Shows the other rule of a conflict. */
  readonly onOther: (ruleId: string) => void;
}

/** What about the rule makes little sense, and does not keep it from being saved. */
export function ConflictList({ conflicts, onOther }: ConflictListProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const { t: ofRules } = useTranslation('rules');
  const format = useFormat();
  if (conflicts.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t('conflicts.title')}>
      {conflicts.map((conflict) => {
        const { kind, field, otherRuleId, values } = conflict;
        return (
          <li key={[kind, field, otherRuleId, values.at].join()}>
            <ConflictIcon severity={severityOf[kind]} />
            <span>
              {conflictSentence(conflict, format, ofRules)}
              {otherRuleId !== null && (
                <>
                  {' '}
                  <Anchor component="button" type="button" size="sm" onClick={() => onOther(otherRuleId)}>
                    {t('conflicts.other')}
                  </Anchor>
                </>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
