import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './states.module.css';

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  /** What would be here. */
  readonly about?: string;
  readonly text?: string;
  /** The next step: a button or two. */
  readonly actions?: ReactNode;
}

/** A line that is easily read. */
const WIDTH = 440;

/** Says why there is nothing here and what to do next. */
export function EmptyState({ icon, title, about, text, actions }: EmptyStateProps): ReactNode {
  return (
    <Stack className={styles.state} align="center" justify="center" gap={6}>
      {icon !== undefined && <div className={styles.icon}>{icon}</div>}
      <Text fw={600} ta="center">
        {title}
      </Text>
      {about !== undefined && (
        <Text size="sm" ta="center" maw={WIDTH}>
          {about}
        </Text>
      )}
      {text !== undefined && (
        <Text size="sm" c="dimmed" ta="center" maw={WIDTH}>
          {text}
        </Text>
      )}
      {actions !== undefined && (
        <Group gap="sm" mt="xs" justify="center">
          {actions}
        </Group>
      )}
    </Stack>
  );
}
