// @vitest-environment jsdom
import '../setup-dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { readAssumedTariffs, writeAssumedTariffs } from '#renderer/pages/ledger/savings/assumed-tariffs.ts';
import { SavingsView } from '#renderer/pages/ledger/savings/savings-view.tsx';
import type { Savings } from '#shared/contract/ledger-records.ts';
import { renderInWindow, type RenderedWindow } from '../render.tsx';

const savings: Savings = {
  trades: 12,
  withoutTariff: 0,
  boughtWh: 10_000,
  boughtAmount: 1_500_000,
  soldWh: 4000,
  soldAmount: 600_000,
  boughtAtRetail: 3_000_000,
  soldAtFeedIn: 320_000,
  savingsBuying: 1_500_000,
  savingsSelling: 280_000,
  savings: 1_780_000,
  needWh: 20_000,
  baseCost: 6_000_000,
  share: 1_780_000 / 6_000_000,
};

function View() {
  return useCommunityOrNull() === null ? null : <SavingsView />;
}

function show(change: Partial<Savings> = {}, at = '/ledger/savings', options: FakeOptions = {}): RenderedWindow {
  return renderInWindow(<View />, { answers: { 'ledger.savings': { ...savings, ...change } }, ...options }, at);
}

const panel = () => screen.findByRole('region', { name: 'Saved by trading' });
const said = async (text: string) =>
  waitFor(async () => expect((await panel()).textContent.replaceAll('\u00a0', ' ')).toContain(text));

describe('the savings calculator', () => {
  it('gives the sum, both sides of it, and the share of what the need costs', async () => {
    show();
    await said('With 12 trades the whole community is €1.78 better off than with the grid alone.');
    const row = (name: RegExp) =>
      within(screen.getByRole('row', { name }))
        .getAllByRole('cell')
        .map(({ textContent }) => textContent.replaceAll('\u00a0', ' '));
    expect(row(/^Buying/)).toEqual(['10.0 kWh', '€3.000.3000 €/kWh', '€1.500.1500 €/kWh', '+€1.50']);
    expect(row(/^Selling/)).toEqual(['4.00 kWh', '€0.320.0800 €/kWh', '€0.600.1500 €/kWh', '+€0.28']);
    await said('€1.78 ÷ €6.00 = 29.7%');
  });

  it('calls a loss a loss, with its sign', async () => {
    show({ savings: -900_000, savingsBuying: -1_180_000, share: -0.15 });
    await said('Loss: with 12 trades the whole community is €0.90 worse off');
    await said('−€0.90 ÷ €6.00 = −15.0%');
  });

  it('has no share where there was no need', async () => {
    show({ needWh: 0, baseCost: 0, share: null });
    await said('n/a, there was no need beyond the own production');
  });

  it('names the trades that it leaves out for want of a tariff', async () => {
    show({ withoutTariff: 3 });
    await said('3 trades are left out: their slots have no tariff.');
  });

  it('without any trade offers all days', async () => {
    const { address } = show({ trades: 0 });
    fireEvent.click(await screen.findByRole('button', { name: 'Show all days' }));
    expect(address()).toContain('period=all');
  });

  it('asks with own tariffs, and keeps them in the address', async () => {
    const { bridge, address } = show();
    const field = await screen.findByLabelText(/^Own retail price/);
    fireEvent.change(field, { target: { value: '0.35' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    await said('Computed with your own price');
    expect(address()).toContain('retail=0.35');
    const asked = bridge.calls.filter(({ method }) => method === 'ledger.savings').at(-1)?.input;
    expect(asked).toMatchObject({ retail: 350_000, feedIn: null });
  });

  it('keeps what is no price in its field and says so', async () => {
    const { address } = show();
    const field = await screen.findByLabelText(/^Own feed-in tariff/);
    fireEvent.change(field, { target: { value: 'eight' } });
    fireEvent.blur(field);
    expect(await screen.findByText(/^This is no number/)).toBeDefined();
    expect(address()).not.toContain('feedIn');
  });

  it('is about the member in the address', async () => {
    const { bridge } = show({}, '/ledger/savings?member=demo-3');
    await waitFor(() =>
      expect(bridge.calls.find(({ method }) => method === 'ledger.savings')?.input).toMatchObject({
        memberId: 'demo-3',
      }),
    );
    await said('With 12 trades House C01 is');
  });
});

describe('assumed tariffs in the address', () => {
  it('are read as they were written, and leave other entries alone', () => {
    const written = writeAssumedTariffs(new URLSearchParams('q=a'), { retail: 312_500, feedIn: 0 });
    expect(written.toString()).toBe('q=a&retail=0.3125&feedIn=0');
    expect(readAssumedTariffs(written)).toEqual({ retail: 312_500, feedIn: 0 });
  });

  it('assume nothing where there is no price', () => {
    expect(readAssumedTariffs(new URLSearchParams('retail=much'))).toEqual({ retail: null, feedIn: null });
  });
});
