import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMethod } from '../bridge/queries.ts';
import { useFormat } from '../i18n/use-format.ts';
import styles from './navigation.module.css';

/** How many decisions the hub refused or answered with a conflict: a person has to look. */
export function OutboxBadge(): ReactNode {
  const { t } = useTranslation('sync');
  const format = useFormat();
  const count = useMethod('sync.status', {}).data?.outbox.needsPerson ?? 0;
  if (count === 0) return null;
  return (
    <span className={styles.badge}>
      <span aria-hidden>{format.number(count)}</span>
      <VisuallyHidden>{t('needsPerson', { count })}</VisuallyHidden>
    </span>
  );
}
