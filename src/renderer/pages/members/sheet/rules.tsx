import { Badge, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Output } from '#shared/contract/contract.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { ruleSentence, windowWords } from '#shared/words/rule-words.ts';
import classes from './sheet.module.css';

type MemberRule = Output<'members.get'>['rules'][number];

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
  const { t: ruleText } = useTranslation('rules');
  const format = useFormat();
  const { search } = usePeriod();
  const last =
    rule.lastMatchedAt === null
      ? t('rules.neverMatched')
      : t('rules.lastMatched', { time: format.dateTime(rule.lastMatchedAt) });
  return (
    <li>
      <p>
        <Link className={classes.rule} to={{ pathname: `/rules/${encodeURIComponent(rule.id)}`, search }}>
          {ruleSentence(rule, format, ruleText)}
        </Link>
        {!rule.isEnabled && (
          <Badge component="span" ml={8} size="sm" variant="default">
            {t('rules.off')}
          </Badge>
        )}
      </p>
      <p className={classes.windows}>
        {rule.timeWindows.map((window) => (
          <span key={window}>{windowWords(window, format.locale, ruleText)}</span>
        ))}
      </p>
      <p className={classes.reason}>
        {t('rules.version', { version: rule.version, date: format.date(rule.validFrom) })} · {last}
      </p>
    </li>
  );
}
