import { Group, Text, Title } from '@mantine/core';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useId } from 'react';
import styles from './panel.module.css';

export interface PanelProps {
  readonly title?: ReactNode;
  readonly subtitle?: ReactNode;
  /** Small controls at the right of the title. */
  readonly actions?: ReactNode;
  /** False lets the content reach the panel's edges: tables and maps. */
  readonly padded?: boolean;
  readonly className?: string;
  /** By which the tour finds it. */
  readonly tourTarget?: string;
  readonly children: ReactNode;
}

/** A bordered surface with a title, the unit of every page's layout. A titled panel is a region that screen readers list. */
export function Panel({
  title,
  subtitle,
  actions,
  padded = true,
  className,
  tourTarget,
  children,
}: PanelProps): ReactNode {
  const titleId = useId();
  const hasHead = title !== undefined || actions !== undefined;
  return (
    <section
      className={clsx(styles.panel, className)}
      aria-labelledby={title === undefined ? undefined : titleId}
      data-tour={tourTarget}
    >
      {hasHead && (
        <Group className={styles.head} justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
          <div className={styles.titles}>
            {title !== undefined && (
              <Title order={2} id={titleId} className={styles.title}>
                {title}
              </Title>
            )}
            {subtitle !== undefined && (
              <Text size="xs" c="dimmed" className={styles.subtitle}>
                {subtitle}
              </Text>
            )}
          </div>
          {actions !== undefined && (
            <Group gap={4} wrap="nowrap" className={styles.actions}>
              {actions}
            </Group>
          )}
        </Group>
      )}
      <div className={clsx(styles.body, padded && styles.padded, hasHead && styles.underHead)}>{children}</div>
    </section>
  );
}
