// @vitest-environment jsdom
import '../setup-dom.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { resolvePeriod } from '#renderer/app/period-arithmetic.ts';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { comparedRange, stepOf, yearBefore } from '#renderer/pages/ledger/comparison/compared-period.ts';
import { ComparisonView } from '#renderer/pages/ledger/comparison/comparison-view.tsx';
import { tradedWh } from '#renderer/pages/ledger/comparison/comparison-sums.ts';
import type { Input } from '#shared/contract/contract.ts';
import { HOUR, localDayRange, startOfLocalDay } from '#shared/domain/slots.ts';
import { chartNamed } from '../charts/fake-echarts.ts';
import { renderInWindow, type RenderedWindow } from '../render.tsx';

const BERLIN = 'Europe/Berlin';

function View() {
  return useCommunityOrNull() === null ? null : <ComparisonView />;
}

function show(at = '/ledger/compare?period=week', options: FakeOptions = {}): RenderedWindow {
  return renderInWindow(<View />, options, at);
}

const ENERGY = 'Traded energy, period against period';
const asked = ({ bridge }: RenderedWindow) =>
  bridge.calls.filter(({ method }) => method === 'ledger.comparison').at(-1)?.input as Input<'ledger.comparison'>;

describe('the comparison', () => {
  it('sets the period against the one before, with sums and how they changed', async () => {
    const rendered = show();
    expect(await screen.findAllByText(/^[+−][\d.]+% against /)).toHaveLength(3);
    const { range, compareWith, ...rest } = asked(rendered);
    expect(rest).toMatchObject({ memberId: null, step: 'day' });
    expect(compareWith?.from).toBe(range.from - (range.to - range.from));
    await waitFor(() => expect(chartNamed(ENERGY).option.series).toHaveLength(2));
  });

  it.each([
    ['of all with what the Overview does', '', 'stats.indicators'],
    ['of a member with its trades', '&member=demo-3', 'ledger.savings'],
  ] as const)('%s compares as much of the last day before as there is of this one', async (_who, member, method) => {
    const { bridge } = show(`/ledger/compare?period=week${member}`);
    expect(await screen.findAllByText(/^[+−][\d.]+% against /)).toHaveLength(3);
    const inputs = bridge.calls.filter((call) => call.method === method).map(({ input }) => input);
    expect(inputs).toContainEqual(
      expect.objectContaining({
        range: { from: startOfLocalDay(20260709, BERLIN), to: startOfLocalDay(20260715, BERLIN) + 14 * HOUR },
      }),
    );
  });

  it('against nothing leaves the other period out, which the address keeps', async () => {
    const rendered = show();
    fireEvent.click(await screen.findByRole('radio', { name: 'Nothing' }));
    await waitFor(() => expect(asked(rendered).compareWith).toBeNull());
    await waitFor(() => expect(rendered.address()).toContain('against=off'));
    await waitFor(() => expect(chartNamed(ENERGY).option.series).toHaveLength(1));
  });

  it('says that the data do not reach back a year', async () => {
    const rendered = show('/ledger/compare?period=week&against=year');
    expect(await screen.findByText('There are no data that far back.')).toBeDefined();
    expect(asked(rendered).compareWith).toBeNull();
  });

  it('of a member sets its prices beside those of the community, with its share', async () => {
    show('/ledger/compare?period=week&member=demo-3');
    expect(
      await screen.findByText(/House C01 bought [\d.]+% and sold [\d.]+% of everything, one of \d+ members/),
    ).toBeDefined();
    await waitFor(() => expect(chartNamed('Member against community')).toBeDefined());
  });

  it('of the community asks to choose a member', async () => {
    show();
    expect(await screen.findByText('Choose a member')).toBeDefined();
  });
});

describe('what a period is compared with', () => {
  const context = { timeZone: BERLIN, dataFrom: startOfLocalDay(20250101, BERLIN), dataTo: null, today: 20260722 };
  const period = resolvePeriod({ kind: 'custom', firstDay: 20260701, lastDay: 20260707 }, context);

  it('a year ago is the same days of the year before', () => {
    expect(comparedRange('year', period, BERLIN)).toEqual({
      from: localDayRange(20250701, BERLIN).from,
      to: localDayRange(20250707, BERLIN).to,
    });
    expect(yearBefore(20240229)).toBe(20230228);
  });

  it('is nothing where no data reach back to it', () => {
    const young = { ...period, firstDataDay: 20260601 };
    expect(comparedRange('year', young, BERLIN)).toBeNull();
    expect(comparedRange('before', young, BERLIN)).toEqual(period.previous);
  });

  it.each([
    [1, 'hour'],
    [7, 'day'],
    [365, 'month'],
  ])('over %i days goes in steps of a %s', (days, step) => {
    expect(stepOf(days)).toBe(step);
  });

  it('counts what all trade once, and what a member buys and sells both', () => {
    const series = { boughtWh: [100], soldWh: [100] };
    expect(tradedWh(series, false)).toEqual([100]);
    expect(tradedWh(series, true)).toEqual([200]);
  });
});
