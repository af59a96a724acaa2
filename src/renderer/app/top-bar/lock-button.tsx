import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLock, IconLogout } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLeave } from '../session.ts';

/** Locks the console; in the demo, which has nothing to protect, leaves it. */
export function LockButton(): ReactNode {
  const { t } = useTranslation();
  const { isDemo, leave, isLeaving } = useLeave();
  const label = t(isDemo ? 'leaveDemo' : 'lock');
  const LeaveIcon = isDemo ? IconLogout : IconLock;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        onClick={leave}
        loading={isLeaving}
        aria-label={label}
        data-tour="lock"
      >
        <LeaveIcon size={19} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
