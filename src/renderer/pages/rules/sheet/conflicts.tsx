import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { severityOf, type RuleConflict } from '#shared/rules/conflicts.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { ConflictIcon } from '../conflict-icon.tsx';
import { conflictSentence } from '../conflict-words.ts';
import classes from '../conflicts.module.css';

/** The conflicts of a rule as sentences, with the way to the other rule of each. */
export function Conflicts({ conflicts }: { readonly conflicts: readonly RuleConflict[] }): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const { search } = useLocation();
  return (
    <ul className={classes.list}>
      {conflicts.map((conflict) => {
        const { kind, field, otherRuleId, values } = conflict;
        const severity = severityOf[kind];
        return (
          <li key={`${kind} ${field} ${otherRuleId} ${values.at}`}>
            <ConflictIcon severity={severity} />
            <span>
              <strong>{t(`severity.${severity}`)}</strong> {conflictSentence(conflict, format, t)}{' '}
              {otherRuleId !== null && (
                <Link to={{ pathname: `/rules/${encodeURIComponent(otherRuleId)}`, search }}>
                  {t('sheet.otherRule')}
                </Link>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
