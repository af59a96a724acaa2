// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { ModalsProvider } from '@mantine/modals';
import { Route, Routes } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { demoCommunity } from '#renderer/bridge/fake/communities.ts';
import { tamperedMarket } from '#renderer/bridge/fake/market.ts';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import MarketplacePage from '#renderer/pages/marketplace/page.tsx';
import type { Input } from '#shared/contract/contract.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { NOON, renderInWindow } from '../render.tsx';
import { chartNamed } from '../charts/fake-echarts.ts';

beforeEach(() => {
  // The lists show as many rows as fit their height, and in jsdom nothing has one: room for four, because each costs every test.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(180);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(700);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const CURVES = 'Supply and demand';
/** 14:15 in Berlin, 13 minutes after the present of the tests: the next slot to be cleared. */
const OPEN_SLOT = NOON + 13 * MINUTE;
const CLEARED_SLOT = OPEN_SLOT - 15 * MINUTE;
/** 02:00 in Berlin: nobody has sun. */
const NIGHT_SLOT = NOON - 12 * HOUR - 2 * MINUTE;

function WhenOpen() {
  return useCommunityOrNull() === null ? null : <MarketplacePage />;
}

function show(at = '/marketplace', options: FakeOptions = {}) {
  return renderInWindow(
    <ModalsProvider>
      <Routes>
        <Route path="/marketplace" element={<WhenOpen />} />
        <Route path="/members/*" element={<h1>Members</h1>} />
      </Routes>
    </ModalsProvider>,
    options,
    at,
  );
}

const clearing = (title: string) => screen.findByRole('region', { name: title });
const bids = () => screen.findByRole('grid', { name: 'Bids to buy' });

async function rows(list = bids()): Promise<HTMLElement[]> {
  return within(await list)
    .getAllByRole('row')
    .slice(1);
}

const cellsOf = (row: HTMLElement) =>
  within(row)
    .getAllByRole('gridcell')
    .map((cell) => cell.textContent);

describe('the head strip', () => {
  it('shows price, signal in words, both tariffs, and the forecast beside its error', async () => {
    show();
    const term = async (name: string) => (await screen.findByText(name)).parentElement?.textContent;
    expect(await term('Community price')).toMatch(/^Community price0\.\d{4}\u00a0€\/kWh(A good time to|Neither cheap)/);
    expect(await term('Retail tariff')).toContain('0.3120\u00a0€/kWh');
    expect(await term('Feed-in tariff')).toContain('0.0810\u00a0€/kWh');
    expect(await term('Next hour, expected')).toMatch(/€\/kWh± 0\.0123 over 30 days$/);
  });

  it('opens the offer wizard', async () => {
    show();
    fireEvent.click(await screen.findByRole('button', { name: 'Place an offer' }));
    expect(await screen.findByRole('dialog')).toBeDefined();
  });
});

describe('the slot', () => {
  it('is the next one to be cleared when the address names none', async () => {
    show();
    expect(await screen.findByText('Next slot: 22 Jul 2026, 14:15–14:30')).toBeDefined();
    expect(await clearing('What would clear now')).toBeDefined();
  });

  it('is stepped through, kept in the address, and left for the next one again', async () => {
    const { address } = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Previous slot' }));
    expect(await screen.findByText('22 Jul 2026, 14:00–14:15')).toBeDefined();
    expect(address()).toBe(`/marketplace?slot=${CLEARED_SLOT}`);
    fireEvent.click(screen.getByRole('button', { name: 'Previous slot' }));
    expect(await screen.findByText('22 Jul 2026, 13:45–14:00')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Back to the next slot' }));
    await waitFor(() => expect(address()).toBe('/marketplace'));
  });

  it('is not named in the address when stepping forward reaches the open one', async () => {
    const { address } = show(`/marketplace?slot=${CLEARED_SLOT}`);
    fireEvent.click(await screen.findByRole('button', { name: 'Next slot' }));
    await waitFor(() => expect(address()).toBe('/marketplace'));
  });

  it('is chosen by day and time', async () => {
    const { address } = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Choose a slot' }));
    fireEvent.click(await screen.findByRole('button', { name: /^20 July 2026$/ }));
    fireEvent.click(screen.getByRole('combobox', { name: 'Time' }));
    fireEvent.click(await screen.findByRole('option', { name: '12:00–12:15' }));
    expect(await screen.findByText('20 Jul 2026, 12:00–12:15')).toBeDefined();
    expect(address()).toBe(`/marketplace?slot=${Date.UTC(2026, 6, 20, 10)}`);
  });
});

describe('the curves', () => {
  it('are drawn with the clearing point and say in words what they show', async () => {
    show();
    const picture = await screen.findByRole('img', { name: CURVES });
    const ids = (chartNamed(CURVES).option.series as { id: string }[]).map(({ id }) => id);
    expect(ids).toEqual(['feedIn', 'retail', 'supply', 'demand', 'interval', 'clearing']);
    const words = document.getElementById(picture.getAttribute('aria-describedby') ?? '')?.textContent;
    expect(words).toMatch(/^[\d.]+\u00a0kWh are wanted and .+ offered\. The curves clear at .+ for .+€\/kWh\.$/);
  });

  it('say that orders at any price are drawn at the edge', async () => {
    show();
    expect(await screen.findByText(/ · 1 order at any price or far off, drawn at the edge$/)).toBeDefined();
  });

  it('switch to depth, which is remembered, and to the table twin', async () => {
    const { bridge } = show();
    fireEvent.click(await screen.findByRole('radio', { name: 'Depth' }));
    expect(bridge.state.preferences.views['marketplace.chart']).toBe('depth');
    const panel = await screen.findByRole('region', { name: CURVES });
    fireEvent.click(within(panel).getByRole('button', { name: 'Show as table' }));
    expect(
      within(panel)
        .getAllByRole('columnheader')
        .map((head) => head.textContent),
    ).toEqual(['Price €/kWh', 'Wanted at this price or more kWh', 'Offered at this price or less kWh']);
  });

  it('show the demand alone at night and say that there is no supply', async () => {
    show(`/marketplace?slot=${NIGHT_SLOT}`);
    const panel = await clearing('What cleared');
    expect(await within(panel).findByText(/^There was no supply/)).toBeDefined();
    expect(await screen.findByText(/no supply in this slot/)).toBeDefined();
    expect(await screen.findByRole('img', { name: CURVES })).toBeDefined();
    expect(screen.getByText('No offers')).toBeDefined();
  });
});

describe('the clearing', () => {
  it('of the open slot is told as what would be, without a certificate', async () => {
    show();
    const panel = await clearing('What would clear now');
    expect(await within(panel).findByText(/MARGINAL_|EXACT/)).toBeDefined();
    expect(within(panel).getByText('Would trade')).toBeDefined();
    expect(within(panel).queryByText('Certificate')).toBeNull();
  });

  it('of a past slot verifies against its certificate', async () => {
    const { bridge } = show(`/marketplace?slot=${CLEARED_SLOT}`);
    const panel = await clearing('What cleared');
    fireEvent.click(await within(panel).findByRole('button', { name: 'Verify' }));
    expect(await within(panel).findByText(/^Verified:/)).toBeDefined();
    const asked = bridge.calls.filter(({ method }) => method === 'market.verify');
    expect(asked.map(({ input }) => (input as Input<'market.verify'>).slot)).toEqual([CLEARED_SLOT]);
  });

  it('shows the exact differences in the units of their fields', async () => {
    show(`/marketplace?slot=${CLEARED_SLOT}`, { answers: { 'market.verify': tamperedMarket['market.verify'] } });
    fireEvent.click(await screen.findByRole('button', { name: 'Verify' }));
    expect(await screen.findByText('4 stored values are not what they should be.')).toBeDefined();
    const [, first, second] = within(await screen.findByRole('region', { name: 'Certificate' })).getAllByRole('row');
    expect(first.textContent).toBe('Clearingclearing price0.148201\u00a0€/kWh0.1482\u00a0€/kWh');
    expect(second.textContent).toContain('quantity1.200\u00a0kWh1.210\u00a0kWh');
  });

  it('saves the certificate as JSON', async () => {
    const { bridge } = show(`/marketplace?slot=${CLEARED_SLOT}`);
    fireEvent.click(await screen.findByRole('button', { name: 'Save certificate' }));
    await waitFor(() => expect(bridge.calls.some(({ method }) => method === 'files.save')).toBe(true));
    const saved = bridge.calls.find(({ method }) => method === 'files.save')?.input as Input<'files.save'>;
    expect(saved).toMatchObject({ suggestedName: 'demo-clearing-certificate_2026-07-22T1200Z.json', type: 'json' });
    expect(JSON.parse(saved.content)).toHaveProperty('slot');
  });

  it('explains its marginal order', async () => {
    show();
    const panel = await clearing('What would clear now');
    fireEvent.click(await within(panel).findByRole('button', { name: /^(Bid|Offer) of House/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Why not me?' });
    expect(await within(dialog).findByText(/^Would (buy|sell) /)).toBeDefined();
  });
});

describe('the orders', () => {
  it('of the slot stand in price-time order with what traded, what is left and why', async () => {
    show(`/marketplace?slot=${CLEARED_SLOT}`);
    const [first, ...others] = (await rows()).map(cellsOf);
    expect(first[1]).toBe('at any price');
    const limits = others.map(([, limit]) => Number(limit));
    expect(limits).toEqual(limits.toSorted((a, b) => b - a));
    expect(screen.getByText(/^42, [\d.]+\skWh in all$/)).toBeDefined();
  });

  it('at the marginal price tell what traded of them, what is left, and that they were rationed', async () => {
    const { bridge } = show(`/marketplace?slot=${CLEARED_SLOT}`);
    await bids();
    const answer = await bridge.invoke('market.book', { communityId: 'demo', slot: CLEARED_SLOT });
    if (!answer.ok || answer.value.clearing?.marginalOrder == null) throw new Error('No order is marginal here.');
    const { price, marginalOrder } = answer.value.clearing;
    const atMargin = { target: { value: String(price! / 1_000_000) } };
    fireEvent.change(screen.getByRole('textbox', { name: 'Lowest price' }), atMargin);
    fireEvent.change(screen.getByRole('textbox', { name: 'Highest price' }), atMargin);
    const side = marginalOrder.type === 'buy' ? 'Bids to buy' : 'Offers to sell';
    const marginal = (await rows(screen.findByRole('grid', { name: side }))).map(cellsOf);
    expect(marginal.length).toBeGreaterThan(0);
    for (const [, , quantity, traded, left] of marginal) {
      expect(left).toMatch(/^\d\.\d{3}rationed$/);
      expect(Number(traded) + Number.parseFloat(left ?? '')).toBeCloseTo(Number(quantity), 3);
    }
  });

  it('are only as many in the page as are in sight', async () => {
    show();
    expect((await bids()).getAttribute('aria-rowcount')).toBe('43');
    expect((await rows()).length).toBeLessThan(30);
  });

  it('are filtered by type and price, which the address keeps', async () => {
    const { address } = show();
    await bids();
    fireEvent.click(screen.getByRole('radio', { name: 'Buy' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Lowest price' }), { target: { value: '0.2' } });
    expect(address()).toBe('/marketplace?type=buy&min=0.2');
    const limits = (await rows()).map((row) => Number(cellsOf(row)[1]));
    expect(limits.length).toBeGreaterThan(0);
    expect(limits.filter((limit) => !(limit >= 0.2))).toEqual([]);
    expect(screen.queryByRole('grid', { name: 'Offers to sell' })).toBeNull();
    fireEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]);
    expect(address()).toBe('/marketplace');
  });

  it('say when the prices leave none, and take the filter away', async () => {
    const { address } = show('/marketplace?min=0.9');
    expect(await screen.findByText('No bids')).toBeDefined();
    fireEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]);
    expect(await bids()).toBeDefined();
    expect(address()).toBe('/marketplace');
  });

  it('of all open slots are the active offers', async () => {
    const { bridge, address } = show();
    fireEvent.click(await screen.findByRole('radio', { name: 'All open offers' }));
    expect(address()).toBe('/marketplace?orders=open');
    const [first] = await rows();
    await waitFor(() => expect(cellsOf(first)[4]).toContain('active'));
    const asked = bridge.calls.find(({ method }) => method === 'market.offers')?.input as Input<'market.offers'>;
    expect(asked).toMatchObject({ status: 'active', range: { from: OPEN_SLOT } });
  });

  it('of the period come page by page while scrolling', async () => {
    const { bridge } = show('/marketplace?orders=period&type=buy&period=week');
    expect(await screen.findByText('the first 200, more on scrolling')).toBeDefined();
    fireEvent.scroll(await bids(), { target: { scrollTop: 200 * 44 } });
    await waitFor(() => {
      const asked = bridge.calls.filter(({ method }) => method === 'market.offers');
      expect(asked.at(-1)?.input).toHaveProperty('before');
    });
  });

  it('open the sheet of their member', async () => {
    const { address } = show('/marketplace?period=week');
    const [first] = await rows();
    fireEvent.click(within(first).getByRole('link', { name: /^House / }));
    await waitFor(() => expect(address()).toMatch(/^\/members\/demo-\d+\?period=week$/));
  });

  it('are reached with /, the arrows and Enter', async () => {
    show();
    const list = await bids();
    fireEvent.keyDown(document.documentElement, { key: '/' });
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Lowest price' }));
    fireEvent.keyDown(list, { key: 'ArrowDown' });
    expect(list.getAttribute('aria-activedescendant')).toBe((await rows())[1].id);
    fireEvent.keyDown(list, { key: 'Enter' });
    expect(await screen.findByRole('dialog', { name: 'Why not me?' })).toBeDefined();
  });

  it('of the open slot can be taken', async () => {
    show();
    const [first] = await rows(screen.findByRole('grid', { name: 'Offers to sell' }));
    fireEvent.click(within(first).getByRole('button', { name: /^Take this offer/ }));
    expect(await screen.findByRole('dialog')).toBeDefined();
    cleanup();
    show(`/marketplace?slot=${CLEARED_SLOT}`);
    await bids();
    expect(screen.queryByRole('button', { name: /^Take this offer/ })).toBeNull();
  });
});

describe('"why not me?"', () => {
  it('answers with the price and the smallest change of the limit', async () => {
    show(`/marketplace?slot=${CLEARED_SLOT}&type=buy&max=0.12`);
    fireEvent.click((await rows())[0]);
    const dialog = await screen.findByRole('dialog', { name: 'Why not me?' });
    expect(
      await within(dialog).findByText(/^Did not trade: it pays at most 0\.1\d+\s€\/kWh, and the price was/),
    ).toBeDefined();
    expect(within(dialog).getByText(/^With a limit of .+ more, it would have traded/)).toBeDefined();
    expect(within(dialog).getByRole('link', { name: 'Open the member' })).toBeDefined();
  });

  it('closes with Escape', async () => {
    show();
    fireEvent.click((await rows())[0]);
    fireEvent.keyDown(await screen.findByRole('dialog', { name: 'Why not me?' }), { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

describe('verifying a period', () => {
  it('runs as a task and tells what it found', async () => {
    const { bridge } = show('/marketplace?period=today');
    fireEvent.click(await screen.findByRole('button', { name: 'Verify the period' }));
    expect(
      await screen.findByText('96 clearings verified, 0 differ and 0 without a certificate', { exact: false }),
    ).toBeDefined();
    const asked = bridge.calls.find(({ method }) => method === 'market.replay')?.input as Input<'market.replay'>;
    expect(asked.range).toEqual({ from: Date.UTC(2026, 6, 21, 22), to: Date.UTC(2026, 6, 22, 22) });
  });

  it('can be cancelled while it runs', async () => {
    const { bridge } = show('/marketplace', { taskStepMs: 1e6 });
    fireEvent.click(await screen.findByRole('button', { name: 'Verify the period' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel: Verifying the clearings of Sonnenhang' }));
    expect(await screen.findByText(/^Cancelled\./)).toBeDefined();
    expect(bridge.state.tasks.at(-1)?.state).toBe('cancelled');
  });

  it('lists each clearing that differs, with its differences and the way to its slot', async () => {
    const { address } = show('/marketplace', {
      answers: { 'market.replayResult': tamperedMarket['market.replayResult']() },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Verify the period' }));
    expect(await screen.findByText(/^3 clearings are not what their certificates say/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: /^15 Jul 2026, 13:15–13:30/ }));
    expect(screen.getByText('clearing price')).toBeDefined();
    fireEvent.click(screen.getAllByRole('button', { name: 'Show this slot' })[1]);
    await waitFor(() => expect(address()).toBe(`/marketplace?slot=${Date.UTC(2026, 6, 15, 11, 15)}`));
  });
});

describe('without data', () => {
  it('says what to do when there is no market yet', async () => {
    show('/marketplace', { communities: [{ ...demoCommunity(NOON), hasMarket: false }] });
    expect(await screen.findByText('No market yet')).toBeDefined();
    expect(screen.getByRole('button', { name: 'Import with trades…' })).toBeDefined();
    expect(screen.getByRole('button', { name: 'Place an offer' })).toBeDefined();
  });

  it('leads from a slot without orders to the next one', async () => {
    const { address } = show('/marketplace?slot=0');
    fireEvent.click((await screen.findAllByRole('button', { name: 'Back to the next slot' }))[0]);
    await waitFor(() => expect(address()).toBe('/marketplace'));
  });

  it('tells a failure with its reference and asks again', async () => {
    const { bridge } = show('/marketplace', { failing: { 'market.book': { code: 'INTERNAL' } } });
    const panel = await clearing('What would clear now');
    const alert = await within(panel).findByRole('alert');
    expect(alert.textContent).toContain('FAKE-0042');
    fireEvent.click(within(alert).getByRole('button', { name: /again/i }));
    await waitFor(() =>
      expect(bridge.calls.filter(({ method }) => method === 'market.book').length).toBeGreaterThan(1),
    );
  });
});
