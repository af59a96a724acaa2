import { ModalsProvider } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { hubCommunity } from '#renderer/bridge/fake/sync.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';

/** A desk of its own, not the demo. */
const ownDesk: FakeOptions = { session: { state: 'unlocked' }, communities: [hubCommunity(NOON)] };

function WhenOpen({ children }: { readonly children: ReactNode }): ReactNode {
  return useCommunityOrNull() === null ? null : children;
}

/** Renders a part of the audit page, or all of it, at an address of an open window with dialogs. */
export function showAudit(part: ReactNode, at = '/audit?period=week', options: FakeOptions = {}): RenderedWindow {
  return renderInWindow(
    <ModalsProvider>
      <WhenOpen>{part}</WhenOpen>
    </ModalsProvider>,
    { ...ownDesk, ...options },
    at,
  );
}

/** Without the spaces that do not break. */
export const textOf = (element: Element) => element.textContent.replaceAll('\u00a0', ' ');
