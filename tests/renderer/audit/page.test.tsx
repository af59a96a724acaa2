// @vitest-environment jsdom
import '../setup-dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Route, Routes } from 'react-router';
import { AuditBadge } from '#renderer/app/audit-badge.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { brokenAuditLog } from '#renderer/bridge/fake/audit-log.ts';
import AuditPage from '#renderer/pages/audit/page.tsx';
import { NOON } from '../render.tsx';
import { showAudit, textOf } from './page.tsx';

function show(at: string, options: FakeOptions = {}) {
  return showAudit(
    <>
      <div data-testid="badge">
        <AuditBadge />
      </div>
      <Routes>
        <Route path="/audit/*" element={<AuditPage />} />
        <Route path="*" element={null} />
      </Routes>
    </>,
    at,
    options,
  );
}

const chips = async () =>
  within(await screen.findByRole('list', { name: 'How things stand' }))
    .getAllByRole('link')
    .map(textOf);

describe('the audit page', () => {
  it('says first how everything stands, as far as this run of the console knows', async () => {
    show('/audit?period=week');
    await waitFor(async () => expect(await chips()).toContain('Books of the period2 differences between the books'));
    expect(await chips()).toEqual([
      'Trades and their rulesNot audited since the start',
      'ClearingsNot replayed since the start',
      'Books of the period2 differences between the books',
      'Audit logNot verified since the start',
    ]);
  });

  it('has the rule audit with the period and its finding opened in the address, and its sum in the strip and the badge', async () => {
    const { address } = show('/audit/rules?period=today');
    fireEvent.click(await screen.findByRole('button', { name: 'Audit the period' }));
    fireEvent.click(await screen.findByRole('button', { name: /^Worse than its limit/ }));
    expect(address()).toBe('/audit/rules?period=today&verdict=LIMIT_BREACHED');
    await waitFor(async () => expect((await chips())[0]).toMatch(/23 sides of trades are not explained$/));
    expect(textOf(screen.getByTestId('badge'))).toBe('2323 findings of the audits');
  });

  it('opens a slot that differs in the marketplace', async () => {
    const { address } = show('/audit/replay?period=today', {
      answers: {
        'market.replayResult': {
          range: { from: NOON - 3_600_000, to: NOON },
          verified: 3,
          different: 1,
          withoutCertificate: 0,
          findings: [{ clearingId: 'clearing-1', slot: NOON - 3_600_000, verdict: 'different', differences: [] }],
        },
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Verify the period' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Show this slot' }));
    expect(address()).toBe(`/marketplace?period=today&slot=${NOON - 3_600_000}`);
  });

  it('has the books of the period, and a report of them one press away', async () => {
    show('/audit/reconciliation?period=week');
    expect(await screen.findByRole('region', { name: '2 differences' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Make a report of this' }));
    expect(await screen.findByRole('dialog', { name: 'Settlement reconciliation' })).toBeTruthy();
  });

  it('shows a log that is not intact everywhere: in the strip and in the badge', async () => {
    show('/audit?period=today', { answers: { 'audit.state': brokenAuditLog(NOON)['audit.state'] } });
    await waitFor(async () => expect((await chips())[3]).toBe('Audit logIt is not as it was written'));
    expect(textOf(screen.getByTestId('badge'))).toContain('1 finding of the audits');
  });
});
