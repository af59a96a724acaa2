// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { fakeFactors } from '#renderer/bridge/fake/insight-impact.ts';
import { connectedStatus } from '#renderer/bridge/fake/sync.ts';
import { ImpactView } from '#renderer/pages/insights/impact/impact-view.tsx';
import type { Output } from '#shared/contract/contract.ts';
import type { Impact } from '#shared/contract/insight-records.ts';
import type { InsightSum } from '#shared/contract/published-sum.ts';
import type { Indicators } from '#shared/contract/stats.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';

const DAY = 86_400_000;
const ofYear = {
  gramsPerKwh: 344,
  country: 'DEU',
  year: 2024,
  source: 'Ember',
  method: 'location-based average; not an offset',
};
const totals = {
  co2AvoidedG: 34_400,
  moneyKept: 8_500_000,
  selfConsumedWh: 100_000,
  tradedWh: 40_000,
  withheldDays: 0,
};
const impact: Impact = {
  start: [NOON - 2 * DAY, NOON - DAY],
  co2AvoidedG: [17_200, 17_200],
  moneyKept: [4_250_000, 4_250_000],
  withheldDays: [0, 0],
  totals,
  previous: {
    start: [NOON - 9 * DAY, NOON - 8 * DAY],
    co2AvoidedG: [21_000, 22_000],
    moneyKept: [8_000_000, 9_000_000],
    withheldDays: [0, 0],
    totals,
  },
  factor: { kind: 'year', factor: ofYear },
  members: [
    { memberId: 'demo-1', anonymizedId: 'Member 1', selfConsumedWh: 4000, boughtWh: 1000, co2AvoidedG: 1720 },
    { memberId: 'demo-2', anonymizedId: 'Member 2', selfConsumedWh: 0, boughtWh: 9000, co2AvoidedG: 3096 },
  ],
};

const sum = (value: number): InsightSum => ({ value, withheldDays: 0, reason: null });
const figures: Indicators = {
  producedWh: sum(0),
  consumedWh: sum(0),
  selfConsumedWh: sum(125_000),
  tradedWh: sum(50_000),
  tradedAmount: sum(17_000_000),
  tradeCount: 0,
  failedCount: 0,
  savings: sum(0),
  selfSufficiency: null,
  selfConsumption: null,
  participants: 0,
  activeMembers: 0,
  co2AvoidedG: 43_000,
};
/** What the Overview compares with. */
const ofOverview: Output<'stats.indicators'> = {
  current: figures,
  previous: figures,
  co2Factor: impact.factor,
  slotsWithReadings: 0,
  slotsInPeriod: 0,
  dataTo: NOON,
};

function View() {
  return useCommunityOrNull() === null ? null : (
    <ModalsProvider>
      <ImpactView />
    </ModalsProvider>
  );
}

function show(change: Partial<Impact> = {}, options: FakeOptions = {}): RenderedWindow {
  return renderInWindow(
    <View />,
    {
      ...options,
      answers: { 'insights.impact': { ...impact, ...change }, 'stats.indicators': ofOverview, ...options.answers },
    },
    '/insights/impact?period=week',
  );
}

const plain = (element: Element) => element.textContent.replaceAll('\u00a0', ' ');
const said = async (text: string | RegExp) =>
  waitFor(() => expect(plain(document.body)).toMatch(text instanceof RegExp ? text : new RegExp(RegExp.escape(text))));
const sent = ({ bridge }: RenderedWindow, method: string) =>
  bridge.calls.filter((call) => call.method === method).map(({ input }) => input);

describe('the impact', () => {
  it('has no change where a day of either period is withheld: the two are not over the same', async () => {
    show(
      {},
      {
        answers: {
          'stats.indicators': { ...ofOverview, previous: { ...figures, tradedWh: { ...sum(1), withheldDays: 1 } } },
        },
      },
    );
    await said('34.4 kg−20.0% against');
    expect(plain(document.body)).toMatch(/40\.0 kWh(?!−)/);
  });

  it('is told with its change, and CO2 with factor, country, year, source and method', async () => {
    show();
    await said('CO₂ is reckoned with 344 g/kWh, Germany 2024, Ember; location-based average; not an offset.');
    await said('34.4 kg−20.0% against');
    await said('€8.50−50.0% against');
    await said('40.0 kWh−20.0% against');
    // Beside the chart too, and so in a picture of it.
    const chart = screen.getByRole('region', { name: 'CO₂ avoided' });
    expect(plain(chart)).toContain('Per day: 344 g/kWh, Germany 2024, Ember; location-based average; not an offset');
  });

  it('says where a sum is withheld, and of how many days it is', async () => {
    show({ totals: { ...totals, moneyKept: null, withheldDays: 2 } });
    await said('Money kept in the communitywithheld');
    await said('Without 2 days that may not be shown.');
  });

  it('tells a day that is withheld apart from one without data in the table of a chart', async () => {
    show({ moneyKept: [null, null], withheldDays: [1, 0], previous: null });
    const chart = await screen.findByRole('region', { name: 'Money kept in the community' });
    fireEvent.click(await within(chart).findByRole('button', { name: 'Show as table' }));
    const cells = within(chart).getAllByRole('row').slice(1, 3).map(plain);
    expect(cells[0]).toMatch(/withheld/);
    expect(cells[1]).not.toMatch(/withheld/);
    expect(cells[1]).toMatch(/n\/a/);
  });

  it('of fewer than 5 members does not list them', async () => {
    show({ members: [] });
    await said('Fewer than 5 members have data in this period.');
  });

  it('without a known factor has no CO2 figure and says what to do', async () => {
    show({
      factor: null,
      co2AvoidedG: [null, null],
      totals: { ...totals, co2AvoidedG: null },
      previous: null,
      members: [],
    });
    await said('CO₂ avoidedn/a');
    const chart = screen.getByRole('region', { name: 'CO₂ avoided' });
    expect(plain(chart)).toContain('This community has no country with a known factor. Use hourly factors');
    expect(within(chart).getByRole('button', { name: 'Use hourly factors…' })).toBeDefined();
  });

  it('lists members by what they avoided; a head sorts by its column, a row opens the member', async () => {
    const { address } = show();
    const grid = await screen.findByRole('grid', { name: 'By member' });
    const head = within(grid).getByRole('columnheader', { name: /CO₂ avoided/ });
    expect(head.getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(within(grid).getByRole('button', { name: /^Member/ }));
    expect(head.getAttribute('aria-sort')).toBe('none');
    fireEvent.keyDown(grid, { key: 'Enter' });
    await waitFor(() => expect(address()).toMatch(/^\/members\/demo-1\?period=week/));
  });

  it('is exported by member with what CO2 is reckoned with', async () => {
    const rendered = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Export as CSV' }));
    await waitFor(() => expect(sent(rendered, 'files.save')).toHaveLength(1));
    expect(sent(rendered, 'files.save')[0]).toMatchObject({
      suggestedName: 'demo-impact-by-member_2026-07-16_2026-07-22.csv',
      content: expect.stringContaining('Member 2,0,9,3.096,"344\u00a0g/kWh, Germany 2024, Ember;'),
    });
  });
});

describe('hourly factors', () => {
  async function chooseFile(options: FakeOptions = {}): Promise<RenderedWindow> {
    const rendered = show({}, options);
    fireEvent.click(await screen.findByRole('button', { name: 'Use hourly factors…' }));
    fireEvent.click(await screen.findByText('Choose a file…'));
    return rendered;
  }

  it('are looked at first, and need a source before they are used', async () => {
    const rendered = await chooseFile();
    await said('Your hours covered2,848 of 2,870 hours (99.2%)');
    fireEvent.click(screen.getByText('Use 8,760 hours'));
    await said('Name the source in 3 characters or more');
    expect(sent(rendered, 'insights.importFactors')).toEqual([]);
    fireEvent.change(screen.getByLabelText(/^Source/), { target: { value: ' Electricity Maps, 2026 ' } });
    fireEvent.click(screen.getByText('Use 8,760 hours'));
    await waitFor(() =>
      expect(sent(rendered, 'insights.importFactors')).toEqual([
        { communityId: 'demo', fileId: 'file-3', source: 'Electricity Maps, 2026' },
      ]),
    );
    await said('CO₂ is now reckoned with the factors of 8,760 hours.');
  });

  it('with a bad row are not used at all', async () => {
    const bad = { row: 17, field: 'g_per_kwh', value: 'x', problem: 'is not a number' };
    await chooseFile({
      answers: { 'insights.inspectFactors': { ...fakeFactors('file-3'), badRowCount: 1, badRows: [bad] } },
    });
    await said('17g_per_kwhxis not a number');
    await said('Factors are used whole or not at all');
    expect(screen.getByText('Use 8,760 hours').closest('button')).toHaveProperty('disabled', true);
    expect(screen.queryByLabelText(/^Source/)).toBeNull();
  });

  it('that are used say how many hours they cover, and can be given up for the factor of the year', async () => {
    const rendered = show({
      factor: {
        kind: 'hourly',
        source: 'Electricity Maps',
        method: ofYear.method,
        from: NOON - 30 * DAY,
        to: NOON,
        hours: 168,
        coveredHours: 140,
        meanGramsPerKwh: 301,
        otherwise: null,
      },
    });
    await said('Hours covered140 of 168 hours (83.3%)');
    await said('For 28 hours no factor is known. They count as 0.');
    fireEvent.click(screen.getByRole('button', { name: 'Back to the year’s factor…' }));
    await said('it will have no CO₂ figures');
    fireEvent.click(screen.getByText('Use the year’s factor'));
    await waitFor(() => expect(sent(rendered, 'insights.removeFactors')).toEqual([{ communityId: 'demo' }]));
  });

  it('are for managers: others are told so', async () => {
    const { connection } = connectedStatus(NOON);
    show({}, { sync: connectedStatus(NOON, { connection: connection && { ...connection, role: 'viewer' } }) });
    await waitFor(() =>
      expect(screen.getByText('Use hourly factors…').closest('button')?.getAttribute('aria-disabled')).toBe('true'),
    );
    await said('Needs the role manager; at the hub yours is viewer.');
  });
});
