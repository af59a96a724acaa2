import { screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { useCommunityOrNull } from '#renderer/app/community.tsx';

/** Shows its children when a community is open, as the shell shows its pages. */
export function WhenOpen({ children }: { readonly children: ReactNode }): ReactNode {
  return useCommunityOrNull() === null ? null : children;
}

/** The field of a label; an open list below it has the same name. */
export function fieldOf(label: string | RegExp): HTMLElement {
  return screen.getAllByLabelText(label).find((element) => element.matches('input, button'))!;
}

/** The message that a field is described by; empty while it is valid. */
export function messageOf(label: string | RegExp): string {
  const field = fieldOf(label);
  if (field.getAttribute('aria-invalid') !== 'true') return '';
  const ids = (field.getAttribute('aria-describedby') ?? '').split(' ');
  return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
}
