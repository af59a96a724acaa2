import { notifications } from '@mantine/notifications';

export interface FailureNotice {
  /** A second notice of the same id takes the place of the first. */
  readonly id?: string;
  readonly title: string;
  /** What was not lost and what to do. */
  readonly message: string;
}

/** A red notice that stays until it is closed: nobody has to read what went wrong within seconds. */
export function showFailure(notice: FailureNotice): void {
  notifications.show({ ...notice, color: 'red', role: 'alert', autoClose: false });
}
