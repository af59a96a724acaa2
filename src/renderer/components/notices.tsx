import { Notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';

/** How long a notice stays that says no failure, milliseconds. */
const STAYS_MS = 8000;

/**
 * The notices in the corner. They wait while the mouse is over one of them or the focus within. Screen readers are told them when they have
 * time; a failure breaks in (see showFailure).
 */
export function Notices(): ReactNode {
  const [isHeld, setHeld] = useState(false);
  return (
    <Notifications
      position="bottom-right"
      limit={4}
      autoClose={isHeld ? false : STAYS_MS}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      aria-live="polite"
    />
  );
}
