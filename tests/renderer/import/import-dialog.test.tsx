// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { demoCommunity, importedCommunity } from '#renderer/bridge/fake/communities.ts';
import { fakeInspection } from '#renderer/bridge/fake/imports.ts';
import { ImportDialog } from '#renderer/pages/import/import-dialog.tsx';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';

afterEach(cleanup);

const clean = { ...fakeInspection('file-1'), badRows: [], badRowCount: 0, goodRows: 126_247 };
const close = vi.fn<() => void>();

async function choose(options: FakeOptions = {}): Promise<RenderedWindow> {
  close.mockClear();
  const rendered = renderInWindow(
    <ModalsProvider>
      <ImportDialog opened={null} onClose={close} />
    </ModalsProvider>,
    { communities: [demoCommunity(NOON), importedCommunity], taskStepMs: 1e6, ...options },
  );
  fireEvent.click(await screen.findByText('Choose a file…'));
  return rendered;
}

const startOf = ({ bridge }: RenderedWindow) => bridge.calls.find(({ method }) => method === 'imports.start')?.input;

describe('a chosen file', () => {
  it('is described before anything is written', async () => {
    const { bridge } = await choose();
    expect(
      await screen.findByText('semicolons, decimal commas, day.month.year and UTF-8 with byte-order mark'),
    ).toBeDefined();
    expect(screen.getByText('126,247')).toBeDefined();
    expect(screen.getByText('15 minutes')).toBeDefined();
    expect(screen.getByText(/318 readings are missing/)).toBeDefined();
    expect(screen.getByText(/1,204 rows do not balance .* imported and flagged/)).toBeDefined();
    expect(screen.getByText(/12 rows repeat a member and time/)).toBeDefined();
    expect(screen.getByText(/Rounding to whole watt-hours changes 3 Wh/)).toBeDefined();
    expect(bridge.calls.some(({ method }) => method === 'imports.start')).toBe(false);
  });

  it('lists its bad rows with row, field, value and problem', async () => {
    await choose();
    const rows = within(await screen.findByRole('table')).getAllByRole('row');
    expect(rows).toHaveLength(8);
    expect(rows[1].textContent).toBe('412produced_kwhn.a.is not a number');
    expect(rows[4].textContent).toContain('(empty)');
  });

  it('that is none of the known forms says what to do, and another can be chosen', async () => {
    await choose({
      failing: { 'imports.inspect': { code: 'INPUT_INVALID', details: { row: 1, field: 'timestamp' } } },
    });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Nothing was changed.*Row1Fieldtimestamp/s);
    fireEvent.click(screen.getByText('Try again'));
    expect(await screen.findByText('Choose a file…')).toBeDefined();
  });

  it('is inspected again in another time zone, and what was typed stays', async () => {
    const { bridge } = await choose();
    fireEvent.change(await screen.findByLabelText('Name of the community'), { target: { value: 'Rheinaue' } });
    fireEvent.click(await screen.findByRole('combobox', { name: 'Time zone' }));
    fireEvent.click(await screen.findByRole('option', { name: 'Europe/London', hidden: true }));
    await waitFor(() =>
      expect(bridge.calls.findLast(({ method }) => method === 'imports.inspect')?.input).toEqual({
        fileId: 'file-1',
        timeZone: 'Europe/London',
      }),
    );
    expect(screen.getByLabelText('Name of the community')).toHaveProperty('value', 'Rheinaue');
  });

  it('can be left alone', async () => {
    const { bridge } = await choose();
    fireEvent.click(await screen.findByText('Import nothing'));
    expect(close).toHaveBeenCalled();
    expect(bridge.calls.some(({ method }) => method === 'imports.start')).toBe(false);
  });
});

describe('the decisions', () => {
  it('import the good rows into a new community, tariffs in micro-currency', async () => {
    const rendered = await choose();
    fireEvent.change(await screen.findByLabelText('Name of the community'), { target: { value: ' Rheinaue ' } });
    fireEvent.change(screen.getByLabelText('Retail tariff per kWh'), { target: { value: '0.30' } });
    expect(screen.getByLabelText(/Also simulate trading/)).toHaveProperty('disabled', true);
    fireEvent.change(screen.getByLabelText('Feed-in tariff per kWh'), { target: { value: '0.0812' } });
    fireEvent.click(screen.getByLabelText(/Also simulate trading/));
    fireEvent.click(screen.getByText('Import 126,240 rows, leave out 7'));
    await waitFor(() => expect(startOf(rendered)).toBeDefined());
    expect(startOf(rendered)).toMatchObject({
      fileId: 'file-1',
      onBadRows: 'skip',
      communityId: null,
      communityName: 'Rheinaue',
      currency: 'EUR',
      gridImportPrice: 300_000,
      gridExportPrice: 81_200,
      simulateTrades: true,
    });
  });

  it('need no tariffs, and then nothing is simulated', async () => {
    const rendered = await choose({ answers: { 'imports.inspect': clean } });
    fireEvent.click(await screen.findByText('Import 126,247 rows'));
    await waitFor(() => expect(startOf(rendered)).toBeDefined());
    expect(startOf(rendered)).toMatchObject({
      onBadRows: 'refuse',
      gridImportPrice: null,
      gridExportPrice: null,
      simulateTrades: false,
    });
  });

  it('add to a community that is there, but never to the demo', async () => {
    const rendered = await choose({ answers: { 'imports.inspect': clean } });
    fireEvent.click(await screen.findByRole('combobox', { name: 'Import into' }));
    const options = screen.getAllByRole('option', { hidden: true }).map(({ textContent }) => textContent);
    expect(options).toContain('Konstanz homes');
    expect(options).not.toContain('Sonnenhang');
    fireEvent.click(screen.getByRole('option', { name: 'Konstanz homes', hidden: true }));
    expect(screen.queryByLabelText('Name of the community')).toBeNull();
    fireEvent.click(screen.getByText('Import 126,247 rows'));
    await waitFor(() => expect(startOf(rendered)).toMatchObject({ communityId: 'konstanz' }));
  });

  it('ask nothing but the bad rows for a snapshot, which says itself what it is', async () => {
    const snapshot = {
      ...clean,
      kind: 'snapshot' as const,
      intervalMinutes: null,
      community: { id: 'konstanz', name: 'Konstanz homes', exists: true },
    };
    const rendered = await choose({ answers: { 'imports.inspect': snapshot } });
    expect(await screen.findByText(/Konstanz homes is already here/)).toBeDefined();
    expect(screen.queryByLabelText('Retail tariff per kWh')).toBeNull();
    fireEvent.click(screen.getByText('Import 126,247 rows'));
    await waitFor(() =>
      expect(startOf(rendered)).toEqual({ fileId: 'file-1', onBadRows: 'refuse', communityId: null }),
    );
  });

  it('refuse one tariff without the other', async () => {
    const rendered = await choose({ answers: { 'imports.inspect': clean } });
    fireEvent.change(await screen.findByLabelText('Retail tariff per kWh'), { target: { value: '0.30' } });
    fireEvent.click(screen.getByText('Import 126,247 rows'));
    expect(await screen.findByText(/Give both tariffs, or neither/)).toBeDefined();
    expect(startOf(rendered)).toBeUndefined();
  });

  it('refuse a community without a name', async () => {
    const rendered = await choose({ answers: { 'imports.inspect': clean } });
    fireEvent.change(await screen.findByLabelText('Name of the community'), { target: { value: '  ' } });
    fireEvent.click(screen.getByText('Import 126,247 rows'));
    expect(await screen.findByText('The community needs a name.')).toBeDefined();
    expect(startOf(rendered)).toBeUndefined();
  });
});

describe('the import', () => {
  it('shows its progress and can be cancelled', async () => {
    await choose();
    fireEvent.click(await screen.findByText(/leave out 7/));
    expect(await screen.findByText('0 of 126,240 rows')).toBeDefined();
    fireEvent.click(screen.getByText('Cancel'));
    expect(await screen.findByText('The import was cancelled')).toBeDefined();
  });

  it('ends with what was imported and opens it on the overview', async () => {
    const { bridge, address } = await choose({ taskStepMs: 2 });
    fireEvent.click(await screen.findByText(/leave out 7/));
    expect(await screen.findByText('readings-2025.csv was imported')).toBeDefined();
    expect(screen.getByText('Rows left out').nextSibling?.textContent).toBe('7');
    fireEvent.click(screen.getByText('Open overview'));
    expect(close).toHaveBeenCalled();
    await waitFor(() => expect(bridge.state.preferences.communityId).toBe('made-0'));
    expect(address()).toBe('/overview?period=all');
  });

  it('that fails says why, and another file can be chosen', async () => {
    const { bridge } = await choose();
    fireEvent.click(await screen.findByText(/leave out 7/));
    await screen.findByText('0 of 126,240 rows');
    const [task] = bridge.state.tasks;
    const problem = { code: 'DISK_FULL', message: '', remedy: '', retryable: false, correlationId: 'X-1' } as const;
    bridge.state.emit('task.changed', { ...task, state: 'failed', problem });
    expect((await screen.findByRole('alert')).textContent).toMatch(/The disk is full.*taken back.*X-1/s);
  });
});
