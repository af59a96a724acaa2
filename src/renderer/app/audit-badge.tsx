import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { checks, useStanding } from '../pages/audit/standing/use-standing.ts';
import { useCommunityOrNull } from './community.tsx';
import styles from './navigation.module.css';

/** A larger number would push the page's name out. */
const MOST_SHOWN = 99;

/** How many findings the audits of this run have: of rules, of clearings, of books that were added up, and a log that is not intact. */
export function AuditBadge(): ReactNode {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const community = useCommunityOrNull();
  const standings = useStanding(community?.id ?? '', false);
  const count = checks.reduce((sum, check) => {
    const standing = standings[check];
    return sum + (standing.state === 'known' ? standing.findings : 0);
  }, 0);
  if (community === null || count === 0) return null;
  return (
    <span className={styles.badge}>
      <span aria-hidden>{count > MOST_SHOWN ? `${format.number(MOST_SHOWN)}+` : format.number(count)}</span>
      <VisuallyHidden>{t('attention', { count })}</VisuallyHidden>
    </span>
  );
}
