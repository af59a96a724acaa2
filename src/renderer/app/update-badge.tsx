import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import styles from './navigation.module.css';
import { useWaitingUpdate } from './updates.ts';

/** Says that an update of the console waits for the person. */
export function UpdateBadge(): ReactNode {
  const { t } = useTranslation('updates');
  const format = useFormat();
  if (useWaitingUpdate() === null) return null;
  return (
    <span className={styles.badge}>
      <span aria-hidden>{format.number(1)}</span>
      <VisuallyHidden>{t('badge')}</VisuallyHidden>
    </span>
  );
}
