// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useState, type ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useMethod } from '#renderer/bridge/queries.ts';
import type { ChooseDays } from '#renderer/charts/use-zoom.ts';
import { EnergyChart } from '#renderer/charts/energy-chart.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import type { Input } from '#shared/contract/contract.ts';
import { renderInWindow } from '../render.tsx';
import { chartNamed, charts } from './fake-echarts.ts';
import { BERLIN, QUARTER, day, series } from './fixtures.ts';

afterEach(cleanup);

const TITLE = 'Production, consumption and trade';
const HEIGHT = 200;
const sunday = day(20261122);
const week = { from: day(20261116).from, to: sunday.to };

interface StageProps {
  readonly range?: { from: number; to: number };
  readonly chooseDays?: (first: number, last: number) => void;
}

function Stage({ range = sunday, chooseDays }: StageProps): ReactNode {
  const [clock] = useState({ granularity: 'slot', timeZone: BERLIN, slotMinutes: 15 } as const);
  const query = useMethod('stats.series', { communityId: 'demo', range, granularity: 'slot' });
  return (
    <EnergyChart
      query={query}
      clock={clock}
      period={range}
      withTrade
      dataTo={null}
      height={HEIGHT}
      fileName="energy_2026-11-22"
      source="Sonnenhang"
      empty={{ title: 'No readings in this period', actions: <button type="button">Show the newest week</button> }}
      chooseDays={chooseDays}
    />
  );
}

function show(props: StageProps = {}, options: FakeOptions = {}) {
  const answer = (input: Input<'stats.series'>) => series(input.range);
  return renderInWindow(<Stage {...props} />, { answers: { 'stats.series': answer }, ...options });
}

async function drag(fromX: number, toX: number): Promise<void> {
  const canvas = await screen.findByRole('img', { name: TITLE });
  fireEvent.pointerDown(canvas, { button: 0, clientX: fromX, clientY: 50 });
  fireEvent.pointerMove(window, { clientX: toX, clientY: 50 });
  fireEvent.pointerUp(window, { clientX: toX, clientY: 50 });
}

describe('a chart', () => {
  it('has a name and says in words what it shows', async () => {
    show();
    const canvas = await screen.findByRole('img', { name: TITLE });
    const description = document.getElementById(canvas.getAttribute('aria-describedby') ?? '');
    expect(description?.textContent).toContain('456.0\u00a0kWh produced and 48.0\u00a0kWh consumed');
  });

  it('shows the same numbers as a table, and the chart again', async () => {
    show();
    fireEvent.click(await screen.findByRole('button', { name: 'Show as table' }));
    const table = screen.getByRole('table', { name: TITLE });
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map((head) => head.textContent),
    ).toEqual(['Time', 'Production kWh', 'Consumption kWh', 'Community trade kWh']);
    expect(within(table).getAllByRole('row')).toHaveLength(97);
    expect(within(table).getByRole('row', { name: '22 Nov, 12:00–12:15 4.80 0.50 0.10' })).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Show as chart' }));
    expect(screen.getByRole('img', { name: TITLE })).toBeDefined();
  });

  it('opens a long table in steps', async () => {
    show({ range: week });
    fireEvent.click(await screen.findByRole('button', { name: 'Show as table' }));
    expect(screen.getAllByRole('row')).toHaveLength(301);
    fireEvent.click(screen.getByRole('button', { name: 'Show 300 more rows of 672' }));
    expect(screen.getAllByRole('row')).toHaveLength(601);
  });

  it('exports its table as CSV, each row of a demo marked as such', async () => {
    const { bridge } = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Export' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Table (CSV)' }));
    await waitFor(() => expect(bridge.calls.map(({ method }) => method)).toContain('files.save'));
    const saved = bridge.calls.find(({ method }) => method === 'files.save')?.input as Input<'files.save'>;
    expect(saved).toMatchObject({ suggestedName: 'demo-energy_2026-11-22.csv', type: 'csv' });
    const [heads, first] = saved.content.split('\r\n');
    expect(heads).toContain('Production (kWh)');
    expect(heads).toMatch(/,Note$/);
    expect(first).toMatch(/,Demo$/);
    expect(await screen.findByText('demo-energy_2026-11-22.csv was saved.')).toBeDefined();
  });

  it('says what was not lost when the export fails', async () => {
    show({}, { failing: { 'files.save': { code: 'DISK_FULL' } } });
    fireEvent.click(await screen.findByRole('button', { name: 'Export' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Table (CSV)' }));
    expect(await screen.findByText(/The disk is full\. Everything saved before is safe/)).toBeDefined();
  });

  it('keeps its height while it loads', () => {
    // Legend and drawing: 28 + 200 pixels.
    const { container } = show({}, { delayMs: Infinity });
    const skeleton = container.querySelector<HTMLElement>('.mantine-Skeleton-root');
    expect(skeleton?.style.getPropertyValue('--skeleton-height')).toContain('14.25rem');
  });

  it('says what to do instead of showing empty axes', async () => {
    show({}, { answers: { 'stats.series': series({ from: 0, to: 0 }) } });
    expect(await screen.findByText('No readings in this period')).toBeDefined();
    expect(screen.getByRole('button', { name: 'Show the newest week' })).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Show as table' })).toBeNull();
    expect(screen.queryByRole('img', { name: TITLE })).toBeNull();
  });

  it('is disposed when it leaves the page', async () => {
    const { unmount } = show();
    await screen.findByRole('img', { name: TITLE });
    unmount();
    expect(charts.every(({ disposed }) => disposed)).toBe(true);
  });
});

describe('dragging across a chart', () => {
  it('makes the dragged days the period when there are several', async () => {
    const chooseDays = vi.fn<ChooseDays>();
    show({ range: week, chooseDays });
    await drag(640 * 0.3, 640 * 0.5);
    expect(chooseDays).toHaveBeenCalledWith(20261118, 20261119);
  });

  it('looks closer within a single day, and goes back', async () => {
    const chooseDays = vi.fn<ChooseDays>();
    show({ chooseDays });
    await drag(320, 480);
    expect(chooseDays).not.toHaveBeenCalled();
    const axis = () => chartNamed(TITLE).option.xAxis as { min: number; max: number };
    expect((axis().max - axis().min) / QUARTER).toBe(24);
    fireEvent.click(screen.getByRole('button', { name: 'Whole period' }));
    expect(axis()).toMatchObject({ min: sunday.from, max: sunday.to });
  });

  it('does nothing for a click or after Escape', async () => {
    const chooseDays = vi.fn<ChooseDays>();
    show({ range: week, chooseDays });
    await drag(300, 302);
    const canvas = screen.getByRole('img', { name: TITLE });
    fireEvent.pointerDown(canvas, { button: 0, clientX: 100, clientY: 50 });
    fireEvent.pointerMove(window, { clientX: 300, clientY: 50 });
    fireEvent.keyDown(window, { key: 'Escape' });
    fireEvent.pointerUp(window, { clientX: 300, clientY: 50 });
    expect(chooseDays).not.toHaveBeenCalled();
  });
});
