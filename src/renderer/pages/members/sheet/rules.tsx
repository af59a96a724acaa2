import { Badge, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format.ts';
import { ruleSentence, windowWords, type MemberRule } from './rule-words.ts';
import classes from './sheet.module.css';

/** The member's rules in words, with their windows. */
export function Rules({ rules }: { readonly rules: readonly MemberRule[] }): ReactNode {
  const { t } = useTranslation('members');
  if (rules.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('rules.none')}
      </Text>
    );
  }
  return (
    <ul className={classes.rules}>
      {rules.map((rule) => (
        <Rule key={rule.id} rule={rule} />
      ))}
    </ul>
  );
}

function Rule({ rule }: { readonly rule: MemberRule }): ReactNode {
  const { t } = useTranslation('members');
  const format = useFormat();
  const last =
    rule.lastMatchedAt === null
      ? t('rules.neverMatched')
      : t('rules.lastMatched', { time: format.dateTime(rule.lastMatchedAt) });
  return (
    <li>
      <p>
        {ruleSentence(rule, format, t)}
        {!rule.isEnabled && (
          <Badge ml={8} size="sm" variant="default">
            {t('rules.off')}
          </Badge>
        )}
      </p>
      <p className={classes.windows}>
        {rule.timeWindows.map((window) => (
          <span key={window}>{windowWords(window, format.locale, t)}</span>
        ))}
      </p>
      <p className={classes.reason}>
        {t('rules.version', { version: rule.version, date: format.date(rule.validFrom) })} · {last}
      </p>
    </li>
  );
}
