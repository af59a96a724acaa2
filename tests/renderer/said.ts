import type { Urgency } from '#renderer/components/announce.ts';

/** What screen readers are being told at the moment, oldest first. */
export function said(urgency?: Urgency): (string | null)[] {
  const place = urgency === undefined ? '[data-announcer]' : `[data-announcer=${urgency}]`;
  return [...document.querySelectorAll(`${place} > p`)].map(({ textContent }) => textContent);
}
