// @vitest-environment jsdom
import '../setup-dom.ts';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { connectedStatus } from '#renderer/bridge/fake/sync.ts';
import { KindsPanel } from '#renderer/pages/audit/reports/kinds-panel.tsx';
import { MadeReports } from '#renderer/pages/audit/reports/made-reports.tsx';
import { ReportPage } from '#renderer/pages/audit/reports/report-page.tsx';
import { SchedulePanel } from '#renderer/pages/audit/reports/schedule-panel.tsx';
import { NOON } from '../render.tsx';
import { showAudit, textOf } from './page.tsx';

// The pages of a report have their own tests.
vi.mock('#renderer/pages/audit/reports/preview/report-preview.tsx', () => ({
  ReportPreview: ({ reportId }: { reportId: string }) => <p>the pages of {reportId}</p>,
}));

afterEach(() => {
  modals.closeAll();
  cleanup();
  notifications.clean();
});

const kind = (name: RegExp) => screen.findByRole('button', { name });
const inputOf = (rendered: ReturnType<typeof showAudit>, wanted: string) =>
  rendered.bridge.calls.find(({ method }) => method === wanted)?.input;

async function menuOf(id: string): Promise<void> {
  fireEvent.click(await screen.findByRole('button', { name: `What can be done with ${id}` }));
}

describe('making a report', () => {
  it('asks for what its kind needs, makes it, and opens its pages', async () => {
    const rendered = showAudit(<KindsPanel />);
    fireEvent.click(await kind(/^Monthly community report/));
    const dialog = await screen.findByRole('dialog', { name: 'Monthly community report' });
    expect(within(dialog).getByRole('combobox', { name: 'Month' })).toHaveProperty('value', 'June 2026');
    fireEvent.click(within(dialog).getByRole('radio', { name: 'German' }));
    fireEvent.click(within(dialog).getByRole('button', { name: 'Make the report' }));
    await waitFor(() => expect(rendered.address()).toBe('/audit/report/CW-N8S2-4YQG-7HAV?period=week'));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(inputOf(rendered, 'reports.make')).toEqual({
      order: { kind: 'community-month', communityId: 'own', month: '2026-06' },
      language: 'de',
    });
  });

  it('of a clearing begins with the last cleared slot, and says what it was cleared to', async () => {
    const rendered = showAudit(<KindsPanel />);
    fireEvent.click(await kind(/^Clearing certificate/));
    expect(await screen.findByText(/^Cleared at /)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Make the report' }));
    const slot = Date.UTC(2026, 6, 22, 12);
    await waitFor(() =>
      expect(inputOf(rendered, 'reports.make')).toMatchObject({
        order: { kind: 'clearing-certificate', slot, clearingId: `clearing-${slot}` },
      }),
    );
  });

  it('of a member waits until one is chosen', async () => {
    showAudit(<KindsPanel />);
    fireEvent.click(await kind(/^Member statement/));
    expect(await screen.findByRole('button', { name: 'Make the report' })).toHaveProperty('disabled', true);
  });

  it('that fails says why and leads back to what was ordered', async () => {
    showAudit(<KindsPanel />, undefined, { failing: { 'reports.make': { code: 'INPUT_INVALID' } } });
    fireEvent.click(await kind(/^Record of processing/));
    fireEvent.click(await screen.findByRole('button', { name: 'Make the report' }));
    expect(await screen.findByRole('alert')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Make the report' })).toBeTruthy();
  });

  it('is not for those who only look: the kinds say so and open nothing', async () => {
    const { connection } = connectedStatus(NOON);
    const sync = connectedStatus(NOON, { connection: connection && { ...connection, role: 'viewer' } });
    showAudit(<KindsPanel />, undefined, { sync });
    await waitFor(async () => expect((await kind(/^Ledger/)).getAttribute('aria-disabled')).toBe('true'));
    fireEvent.click(await kind(/^Ledger/));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('the reports that were made', () => {
  it('are listed with what they are about, newest first', async () => {
    showAudit(<MadeReports />);
    const table = within(await screen.findByRole('region', { name: 'Reports made here' }));
    const [, first, second] = await table.findAllByRole('row');
    expect(textOf(first)).toMatch(/^Monthly community reportJune 2026English22 Jul 2026, 13:02.*CW-7K2M-9QX4-T5BN/);
    await waitFor(() => expect(textOf(second)).toMatch(/^Member statementHouse .*German/));
  });

  it('say so when there are none, with the next step', async () => {
    showAudit(<MadeReports />, undefined, { answers: { 'reports.list': [] } });
    expect(await screen.findByText('No report has been made yet')).toBeTruthy();
  });

  it.each([
    ['Save as PDF', 'reports.save', 'Report CW-7K2M-9QX4-T5BN was saved.'],
    ['Print', 'reports.print', 'Report CW-7K2M-9QX4-T5BN was handed to the printer.'],
  ])('can be had: %s', async (action, method, said) => {
    const rendered = showAudit(<MadeReports />);
    await menuOf('CW-7K2M-9QX4-T5BN');
    fireEvent.click(await screen.findByRole('menuitem', { name: action }));
    expect(await screen.findByText(said)).toBeTruthy();
    expect(inputOf(rendered, method)).toEqual({ reportId: 'CW-7K2M-9QX4-T5BN' });
  });

  it('that cannot be saved say why, and that they are as they were', async () => {
    showAudit(<MadeReports />, undefined, { failing: { 'reports.save': { code: 'DISK_FULL' } } });
    await menuOf('CW-7K2M-9QX4-T5BN');
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Save as PDF' }));
    expect(await screen.findByText('The report could not be saved')).toBeTruthy();
    expect(screen.getByText(/The report itself is as it was/)).toBeTruthy();
  });

  it('are held against the data of now in a dialog', async () => {
    showAudit(<MadeReports />);
    await menuOf('CW-B6NX-5G9P-2SEA');
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Check against the data' }));
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByRole('list', { name: 'Parts whose figures differ' });
    expect(textOf(dialog)).toContain('ProofBy member');
  });
});

describe('one report', () => {
  const at = (id: string, options: FakeOptions = {}) =>
    showAudit(<ReportPage reportId={id} />, `/audit/report/${id}?period=week`, options);

  it('shows what stands on its pages, and its pages', async () => {
    at('CW-7K2M-9QX4-T5BN');
    const panel = await screen.findByRole('region', { name: 'Monthly community report' });
    expect(textOf(panel)).toMatch(/Fingerprint, as printed on each page([0-9a-f]{4} ){7}[0-9a-f]{4}/);
    expect(textOf(panel)).toContain('the pages of CW-7K2M-9QX4-T5BN');
  });

  it('whose pages are gone is made again from its order, under an id of its own', async () => {
    const rendered = at('CW-B6NX-5G9P-2SEA');
    expect(await screen.findByText('The pages of this report are not kept any more')).toBeTruthy();
    fireEvent.click(screen.getAllByRole('button', { name: 'Make again' })[0]);
    fireEvent.click(await screen.findByRole('button', { name: 'Make the report' }));
    await waitFor(() => expect(rendered.address()).toContain('/audit/report/CW-N8S2-4YQG-7HAV'));
    expect(inputOf(rendered, 'reports.make')).toMatchObject({ order: { kind: 'reconciliation' } });
  });

  it('that nobody made here says so', async () => {
    at('CW-0000-0000-0000');
    expect(await screen.findByText('No report CW-0000-0000-0000 was made here')).toBeTruthy();
  });
});

describe('the monthly report by itself', () => {
  const panel = () => screen.findByRole('region', { name: 'The monthly report, by itself' });

  it('asks for a folder when it is switched on, and says whose report it writes', async () => {
    const rendered = showAudit(<SchedulePanel />);
    fireEvent.click(await screen.findByRole('switch', { name: 'Write it every month' }));
    await waitFor(async () => expect(textOf(await panel())).toContain('Into the folder “Reports of Sonnenhang”'));
    expect(textOf(await panel())).toContain('No month has been written yet.');
    expect(inputOf(rendered, 'reports.setSchedule')).toEqual({
      isOn: true,
      communityId: 'own',
      language: 'en',
      chooseFolder: true,
    });
  });

  it('tells what went wrong with the last one, and what is done about it', async () => {
    const schedule = { isOn: true, communityId: 'own', language: 'en', folder: 'Paper', lastMonth: '2026-05' } as const;
    const problem = {
      code: 'INPUT_INVALID',
      message: 'The folder is gone.',
      remedy: '',
      retryable: false,
      correlationId: 'p1',
      details: { folder: 'Paper' },
    } as const;
    showAudit(<SchedulePanel />, undefined, {
      answers: { 'reports.schedule': { ...schedule, problem } },
    });
    const said = await within(await panel()).findByRole('alert');
    expect(textOf(said)).toContain('The folder “Paper” is not there or may not be written to.');
    expect(textOf(await panel())).toContain('The last one written is May 2026.');
  });

  it('is not for the demo', async () => {
    showAudit(<SchedulePanel />, undefined, { session: { state: 'demo' } });
    await waitFor(async () => expect(textOf(await panel())).toContain('Not for the demo community'));
  });
});
