import { Menu, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './top-bar.module.css';

export interface MenuActionProps {
  readonly icon: Icon;
  readonly label: string;
  /** Why it cannot be done now, in a sentence below; null when it can. */
  readonly refusal?: string | null;
  readonly onClick: () => void;
}

/** An entry of a menu that stays in its place when it cannot be used, and says why. */
export function MenuAction({ icon: ActionIcon, label, refusal = null, onClick }: MenuActionProps): ReactNode {
  return (
    <Menu.Item
      leftSection={<ActionIcon size={16} stroke={1.75} aria-hidden />}
      disabled={refusal !== null}
      className={styles.action}
      onClick={onClick}
    >
      {label}
      {refusal !== null && <Text size="xs">{refusal}</Text>}
    </Menu.Item>
  );
}
