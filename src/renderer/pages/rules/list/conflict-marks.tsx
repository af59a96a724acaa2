import { Tooltip, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleConflict } from '#shared/rules/conflicts.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { ConflictIcon } from '../conflict-icon.tsx';
import { conflictsBySeverity, conflictSentence } from '../conflict-words.ts';
import classes from '../conflicts.module.css';

/** How many conflicts of each severity a rule has; the mouse gets them in words, the keyboard in the sheet. */
export function ConflictMarks({ conflicts }: { readonly conflicts: readonly RuleConflict[] }): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const sentences = (
    <ul className={classes.sentences}>
      {conflicts.map((conflict) => (
        <li key={`${conflict.kind} ${conflict.field} ${conflict.otherRuleId} ${conflict.values.at}`}>
          {conflictSentence(conflict, format, t)}
        </li>
      ))}
    </ul>
  );
  return (
    <Tooltip multiline maw={380} position="left" label={sentences}>
      <span className={classes.marks}>
        {conflictsBySeverity(conflicts).map(([severity, count]) => (
          <span key={severity} className={classes.mark}>
            <ConflictIcon severity={severity} />
            <span aria-hidden>{format.number(count)}</span>
            <VisuallyHidden>{t(`severities.${severity}`, { count })}</VisuallyHidden>
          </span>
        ))}
      </span>
    </Tooltip>
  );
}
