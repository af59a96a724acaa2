import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAnnouncements, type Urgency } from './announce.ts';

const urgencies: readonly Urgency[] = ['polite', 'assertive'];

/**
 * The two places of the window from which screen readers are told what changes (see announce). They are in the page before anything is said:
 * a place that comes together with its text is read by some screen readers only.
 */
export function Announcer(): ReactNode {
  const { said } = useAnnouncements();
  return urgencies.map((urgency) => (
    <VisuallyHidden key={urgency} aria-live={urgency} data-announcer={urgency}>
      {said
        .filter((one) => one.urgency === urgency)
        .map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
    </VisuallyHidden>
  ));
}
