import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './closed-window.module.css';
import { Logo } from './logo.tsx';

/** The frame of a window that shows nothing of the data: the name above, the version below. */
export function ClosedWindow({
  appVersion,
  children,
}: {
  readonly appVersion: string;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation('unlock');
  return (
    <main className={styles.page}>
      <div className={styles.brand}>
        <Logo size={40} />
        <Text className={styles.name}>{t('product')}</Text>
      </div>
      {children}
      <Text size="xs" c="dimmed" className={styles.version}>
        {t('version', { version: appVersion })}
      </Text>
    </main>
  );
}
