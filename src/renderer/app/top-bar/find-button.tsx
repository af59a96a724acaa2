import { UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcuts } from '#shared/desk/keys.ts';
import { Keys } from '../shortcuts/keys.tsx';
import styles from './top-bar.module.css';
import { palette } from '../palette/palette-store.ts';

/** Opens the palette for those who do not know its keys yet. */
export function FindButton(): ReactNode {
  const { t } = useTranslation();
  return (
    <UnstyledButton className={styles.find} onClick={palette.open}>
      <IconSearch size={16} stroke={1.75} aria-hidden />
      <span className={styles.findText}>{t('find')}</span>
      <span className={styles.findKeys} aria-hidden>
        <Keys keys={shortcuts.find.keys[0]} />
      </span>
    </UnstyledButton>
  );
}
