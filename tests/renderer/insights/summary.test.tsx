// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { connectedStatus, hubCommunity } from '#renderer/bridge/fake/sync.ts';
import { HealthSummary, type HealthSummaryProps } from '#renderer/pages/insights/summary/health-summary.tsx';
import { useEvidence } from '#renderer/pages/insights/summary/use-evidence.ts';
import type { Finding } from '#shared/contract/health.ts';
import { NOON, renderInWindow } from '../render.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Monitor() {
  return <div ref={useEvidence('insights-losses')} />;
}

function WhenOpen(props: Pick<HealthSummaryProps, 'most'>) {
  if (useCommunityOrNull() === null) return null;
  return (
    <>
      <HealthSummary title="Health" {...props} />
      <Monitor />
    </>
  );
}

function show(props: Pick<HealthSummaryProps, 'most'> = {}, options: FakeOptions = {}) {
  return renderInWindow(
    <ModalsProvider>
      <WhenOpen {...props} />
    </ModalsProvider>,
    options,
    '/overview?period=week',
  );
}

const sentences = async () => within(await screen.findByRole('region', { name: 'Health' })).findAllByRole('listitem');

const missing: Finding = {
  kind: 'missing-readings',
  level: 'warning',
  evidence: 'readings',
  values: { missing: 12, slots: 672 },
};

describe('the health summary', () => {
  it('gives every sentence a link to its evidence', async () => {
    show();
    const items = await sentences();
    expect(items).toHaveLength(8);
    for (const item of items) expect(within(item).getByRole('link').getAttribute('href')).toMatch(/\?.*period=week/);
    expect(screen.queryByRole('link', { name: /^All/ })).toBeNull();
  });

  it('with little room shows the most urgent, and where all are', async () => {
    show({ most: 2 });
    expect(await sentences()).toHaveLength(2);
    expect(screen.getByRole('link', { name: 'All 8 sentences' }).getAttribute('href')).toBe('/insights?period=week');
  });

  it('leads to the part of the page that holds the evidence', async () => {
    const scrolled = vi.spyOn(HTMLElement.prototype, 'scrollIntoView');
    const { address } = show();
    await sentences();
    expect(scrolled).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole('link', { name: 'See who and why' }));
    await waitFor(() => expect(address()).toBe('/insights/fairness?period=week'));
    expect(scrolled).toHaveBeenCalledOnce();
    fireEvent.click(screen.getByRole('link', { name: 'See who and why' }));
    await waitFor(() => expect(scrolled).toHaveBeenCalledTimes(2));
  });

  it('offers to import what is missing', async () => {
    show({}, { answers: { 'health.findings': [missing] } });
    const [item] = await sentences();
    expect(within(item).getByRole('button', { name: 'Import readings…' })).toBeDefined();
    expect(within(item).getByRole('link', { name: 'See the readings' })).toBeDefined();
  });

  it('offers no import to those who only read', async () => {
    const sync = connectedStatus(NOON);
    show(
      {},
      {
        session: { state: 'unlocked' },
        communities: [hubCommunity(NOON)],
        sync: { ...sync, connection: sync.connection && { ...sync.connection, role: 'viewer' } },
        answers: { 'health.findings': [missing] },
      },
    );
    await sentences();
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Import readings…' })).toBeNull());
  });
});
