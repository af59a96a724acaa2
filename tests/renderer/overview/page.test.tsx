// @vitest-environment jsdom
import '../setup-dom.ts';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { ModalsProvider } from '@mantine/modals';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { importedCommunity } from '#renderer/bridge/fake/communities.ts';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import OverviewPage from '#renderer/pages/overview/page.tsx';
import type { Output } from '#shared/contract/contract.ts';
import type { InsightSum, WithheldReason } from '#shared/contract/published-sum.ts';
import { renderInWindow } from '../render.tsx';
import { chartNamed } from '../charts/fake-echarts.ts';

afterEach(cleanup);

function WhenOpen() {
  return useCommunityOrNull() === null ? null : <OverviewPage />;
}

function show(options: FakeOptions = {}, at = '/overview?period=week') {
  return renderInWindow(
    <ModalsProvider>
      <WhenOpen />
    </ModalsProvider>,
    options,
    at,
  );
}

/** The cards, once they are no skeletons any more. */
async function figures(): Promise<HTMLElement> {
  return waitFor(() => {
    const cards = screen.getByRole('list', { name: 'Figures of the period' });
    expect(cards.getAttribute('aria-busy')).toBe('false');
    return cards;
  });
}

async function card(label: string): Promise<HTMLElement> {
  const item = within(await figures())
    .getByText(label)
    .closest('li');
  if (item === null) throw new Error(`There is no card ${label}.`);
  return item;
}

const region = (name: string) => screen.findByRole('region', { name });

function sum(value: number | null, withheldDays = 0, reason: WithheldReason = 'few-members'): InsightSum {
  return { value, withheldDays, reason: withheldDays === 0 ? null : reason };
}

/** Imported readings for which nothing was ever traded. */
const quietCommunity = { ...importedCommunity, hasSimulatedTrades: false, hasMarket: false };
const nothingTraded: Partial<Output<'stats.indicators'>['current']> = {
  tradedWh: sum(0),
  tradedAmount: sum(0),
  tradeCount: 0,
  failedCount: 0,
  savings: sum(0),
};

async function indicatorsWith(change: Partial<Output<'stats.indicators'>['current']>): Promise<FakeOptions['answers']> {
  const { createFakeBridge } = await import('#renderer/bridge/fake.ts');
  const { NOON } = await import('../render.tsx');
  const range = { from: NOON - 7 * 86_400_000, to: NOON };
  const plain = await createFakeBridge({ now: NOON }).invoke('stats.indicators', { communityId: 'demo', range });
  if (!plain.ok) throw new Error('The fake bridge gave no indicators.');
  return { 'stats.indicators': { ...plain.value, current: { ...plain.value.current, ...change } } };
}

describe('the overview', () => {
  it('shows every figure with its unit', async () => {
    show();
    const texts = within(await figures())
      .getAllByRole('listitem')
      .map((item) => item.textContent ?? '');
    expect(texts).toHaveLength(9);
    expect(texts[0]).toMatch(/^Produced[\d,.]+\u00a0[kM]Wh/);
    expect(texts[2]).toMatch(/^Self-sufficiency[\d.]+%/);
    expect(texts[5]).toMatch(/^Savings€[\d,.]+/);
    expect(texts[6]).toMatch(/^CO₂ avoided[\d,.]+\u00a0kg/);
  });

  it('explains a figure on focus: formula, inputs, source and time of the data', async () => {
    show();
    const co2 = await card('CO₂ avoided');
    const figure = await within(co2).findByText('kg', { exact: false });
    await act(async () => fireEvent.focus(figure.closest('[tabindex]')!));
    const tooltip = await screen.findByRole('tooltip');
    expect(tooltip.textContent).toContain('Community self-consumed of each slot × the grid factor of its hour');
    expect(tooltip.textContent).toContain('Grid factor344.00 g/kWh');
    expect(tooltip.textContent).toContain('DEU, 2024');
    expect(tooltip.textContent).toContain('location-based average; not an offset');
    expect(tooltip.textContent).toContain('Data until 22 Jul 2026, 14:00');
  });

  it('marks a loss in words, with its sign', async () => {
    show({ answers: await indicatorsWith({ savings: sum(-12_400_000) }) });
    const savings = await card('Savings');
    expect(await within(savings).findByText('−€12.40')).toBeDefined();
    expect(within(savings).getByText('loss')).toBeDefined();
  });

  it('draws energy, price and map', async () => {
    show();
    await screen.findByRole('img', { name: 'Energy map' });
    await screen.findByRole('img', { name: 'Price' });
    const energy = await screen.findByRole('img', { name: 'Production, consumption and trade' });
    expect(energy).toBeDefined();
    expect((chartNamed('Price').option.yAxis as { name: string }).name).toBe('€/kWh');
  });

  it('says what needs attention first, each with where to look', async () => {
    show();
    const panel = await region('Needs attention first');
    const [first] = await within(panel).findAllByRole('listitem');
    expect(within(first).getByRole('img', { name: 'Urgent' })).toBeDefined();
    expect(first.textContent).toContain('14 settlements failed€21.40 in all. Most often: meter reading late (9).');
    const look = within(panel).getByRole('link', { name: 'See who' });
    expect(look.getAttribute('href')).toBe('/members?period=week&worseOff=yes');
    const cases = within(first).getByRole('link', { name: 'See the cases' });
    expect(cases.getAttribute('href')).toBe('/settlements?period=week&when=period');
  });

  it('lists the latest events by pseudonym, a failed trade with the way to its case', async () => {
    show();
    const panel = await region('Latest events');
    const [first] = await within(panel).findAllByRole('listitem');
    expect(first.textContent).toContain(
      'House A17 bought 820\u00a0Wh from House C03 for €0.1215: not settled, meter reading late',
    );
    const [failed, changed] = within(panel).getAllByRole('link');
    expect(failed.getAttribute('href')).toMatch(/^\/settlements\/case\/\d+\/trade-1\?period=week$/);
    expect(changed.getAttribute('href')).toMatch(/^\/members\?period=week&q=/);
  });

  it('opens the members of a cell that is chosen on the map', async () => {
    const { address } = show();
    await screen.findByRole('img', { name: 'Energy map' });
    act(() => chartNamed('Energy map').emit('click', 0));
    expect(address()).toMatch(/^\/members\?period=week&cell=/);
  });

  it('says that there is no market, with the next step, instead of empty axes', async () => {
    const quiet = await indicatorsWith(nothingTraded);
    show({
      communities: [quietCommunity],
      answers: { ...quiet, 'pricing.series': { start: [], p2pPrice: [], gridImportPrice: [], gridExportPrice: [] } },
    });
    const price = await region('Price');
    expect(await within(price).findByText('No market yet')).toBeDefined();
    expect(within(price).getByRole('button', { name: 'Import with trades…' })).toBeDefined();
    expect((await card('Traded')).textContent).toBe('Tradedn/ano market yet');
    expect(screen.queryByRole('img', { name: 'Price' })).toBeNull();
    expect(await screen.findByRole('img', { name: 'Production and consumption' })).toBeDefined();
  });

  it('says once why a community of few members has no totals, and withholds each of them', async () => {
    const few = sum(null, 7);
    const answers = await indicatorsWith({
      producedWh: few,
      consumedWh: few,
      selfConsumedWh: few,
      tradedWh: few,
      tradedAmount: few,
      savings: few,
      co2AvoidedG: null,
    });
    const series = (column: null[]) => ({
      granularity: 'hour' as const,
      start: [Date.UTC(2026, 6, 20)],
      producedWh: column,
      consumedWh: column,
      selfConsumedWh: column,
      tradedWh: column,
      savings: column,
      failedCount: [0],
    });
    show({ answers: { ...answers, 'stats.series': series([null]) } });
    expect(await screen.findByText(/^This community has fewer than 5 members\./)).toBeDefined();
    expect(within(await figures()).getAllByText('withheld')).toHaveLength(7);
    const energy = await region('Production, consumption and trade');
    expect(await within(energy).findByText('Nothing may be shown')).toBeDefined();
  });

  it('says for how many slots readings are missing', async () => {
    const answers = await indicatorsWith({});
    const indicators = answers?.['stats.indicators'] as Output<'stats.indicators'>;
    show({
      communities: [importedCommunity],
      answers: { 'stats.indicators': { ...indicators, slotsWithReadings: 652, slotsInPeriod: 672 } },
    });
    const note = await screen.findByRole('note');
    expect(note.textContent).toBe(
      'Readings are missing for 20 of 672 time slots; sums are too low by what they would have held.',
    );
  });

  it('offers the import when there are no readings at all', async () => {
    show({ communities: [{ ...importedCommunity, dataFrom: null, dataTo: null }] });
    expect(await screen.findByText('No readings yet')).toBeDefined();
    expect(screen.getByRole('button', { name: 'Import a file…' })).toBeDefined();
  });

  it('says what happened, was not lost and to do when an answer fails', async () => {
    show({ failing: { 'stats.series': { code: 'INTERNAL' } } });
    const energy = await region('Production, consumption and trade');
    expect(await within(energy).findByText('Something went wrong inside the console.')).toBeDefined();
    expect(within(energy).getByRole('button', { name: 'Try again' })).toBeDefined();
  });

  it('speaks German', async () => {
    show({ preferences: { language: 'de' } });
    expect(await screen.findByText('Zuerst ansehen')).toBeDefined();
    expect(await screen.findByText('Autarkie')).toBeDefined();
    expect((await screen.findAllByText(/^\d+,\d %$/)).length).toBeGreaterThan(0);
  });
});
