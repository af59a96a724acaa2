import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMethod } from '../bridge/queries.ts';
import { useFormat } from '../i18n/use-format.ts';
import { needsAttention } from '../pages/rules/conflict-words.ts';
import { useCommunityOrNull } from './community.tsx';
import styles from './navigation.module.css';

/** How many rules have a conflict that is more than good to know. */
export function RulesBadge(): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const community = useCommunityOrNull();
  const { data } = useMethod('rules.list', { communityId: community?.id ?? '' }, { enabled: community !== null });
  const count = data?.filter(needsAttention).length ?? 0;
  if (count === 0) return null;
  return (
    <span className={styles.badge}>
      <span aria-hidden>{format.number(count)}</span>
      <VisuallyHidden>{t('attention', { count })}</VisuallyHidden>
    </span>
  );
}
