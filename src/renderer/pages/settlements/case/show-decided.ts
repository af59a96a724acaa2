import { notifications } from '@mantine/notifications';

/** Tells that a decision is kept: the form that it was made in goes away with the case's state. */
export function showDecided(message: string): void {
  notifications.show({ message });
}
