// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { MissingChangesBanner } from '#renderer/app/missing-changes-banner.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { brokenAuditLog } from '#renderer/bridge/fake/audit-log.ts';
import { connectedStatus, hubCommunity } from '#renderer/bridge/fake/sync.ts';
import { NOON, renderInWindow } from '../render.tsx';

afterEach(cleanup);

const missing = { kind: 'end-missing', number: 12, at: NOON } as const;

function open(options: FakeOptions = {}, newlyMissing: typeof missing | null = missing): void {
  renderInWindow(<MissingChangesBanner />, {
    session: { state: 'unlocked' },
    answers: { 'audit.state': { ...brokenAuditLog(NOON)['audit.state'], newlyMissing } },
    ...options,
  });
}

describe('the banner about missing changes', () => {
  it('says since when changes are missing and what to look at, until the person knows', async () => {
    open();
    expect(await screen.findByText(/Recent changes are missing: .* at 22 Jul 2026, 14:02/)).toBeDefined();
    expect(screen.getByText(/Imports, decisions and notes since then may be gone/)).toBeDefined();
    expect(screen.getByRole('link', { name: 'Open the audit log' }).getAttribute('href')).toMatch(/^\/audit\/log/);
    fireEvent.click(screen.getByRole('button', { name: 'I know' }));
    await waitFor(() => expect(screen.queryByText(/Recent changes are missing/)).toBeNull());
  });

  it('offers to fetch the community of a hub anew', async () => {
    open({ communities: [hubCommunity(NOON)], sync: connectedStatus(NOON) });
    expect(await screen.findByRole('button', { name: /^Fetch .* anew$/ })).toBeDefined();
  });

  it('is not there when nothing is missing', async () => {
    open({}, null);
    await new Promise((resolve) => setTimeout(resolve));
    expect(screen.queryByText(/Recent changes are missing/)).toBeNull();
  });
});
