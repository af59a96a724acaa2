import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../components/mark.tsx';
import styles from './recovery.module.css';

export interface ChoiceCardProps {
  readonly title: string;
  readonly isBest: boolean;
  /** Its effect. */
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** One way out of trouble. */
export function ChoiceCard({ title, isBest, children, actions }: ChoiceCardProps): ReactNode {
  const { t } = useTranslation('recovery');
  return (
    <li className={styles.choice} data-best={isBest || undefined}>
      <Group gap={8}>
        <Title order={3} className={styles.choiceTitle}>
          {title}
        </Title>
        {isBest && <Mark>{t('best')}</Mark>}
      </Group>
      <Text size="sm" component="div" className={styles.effect}>
        {children}
      </Text>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </li>
  );
}
