// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { createFakeBridge, type FakeOptions } from '#renderer/bridge/fake.ts';
import { HealthView } from '#renderer/pages/insights/health/health-view.tsx';
import type { Input, Output } from '#shared/contract/contract.ts';
import { HOUR, startOfLocalDay } from '#shared/domain/slots.ts';
import { chartNamed } from '../charts/fake-echarts.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';

const BERLIN = 'Europe/Berlin';

function View() {
  return useCommunityOrNull() === null ? null : <HealthView />;
}

const show = (at = '/insights?period=month', options: FakeOptions = {}): RenderedWindow =>
  renderInWindow(<View />, options, at);
const asked = ({ bridge }: RenderedWindow) =>
  bridge.calls.filter(({ method }) => method === 'insights.indicators').at(-1)?.input as Input<'insights.indicators'>;

/** The figures of the Overview, with nothing saved in the period before. */
async function nothingSavedBefore(): Promise<Output<'stats.indicators'>> {
  const range = { from: NOON - 7 * 24 * HOUR, to: NOON };
  const answer = await createFakeBridge({ now: NOON }).invoke('stats.indicators', {
    communityId: 'demo',
    range,
    compareWith: range,
  });
  if (!answer.ok) throw new Error('The fake bridge gave no indicators.');
  const { value } = answer;
  return { ...value, previous: { ...value.previous!, savings: { value: 0, withheldDays: 0, reason: null } } };
}

describe('the health view', () => {
  it('shows each indicator with its change against the period before, and of how many days one is without that is not compared', async () => {
    const rendered = show();
    expect(await screen.findByText('Peak import reduction')).toBeDefined();
    await waitFor(() => expect(screen.getAllByText(/ against \d+ \w+ – \d+ \w+ 2026$/)).toHaveLength(5));
    expect(screen.getAllByText(/^Without \d days? that may not be shown\.$/)).toHaveLength(2);
    const { step, compareWith } = asked(rendered);
    expect(step).toBe('day');
    expect(compareWith).not.toBeNull();
    await waitFor(() => expect(chartNamed('Self-sufficiency and self-consumption').option.series).toHaveLength(4));
  });

  it('compares all members with what the Overview does: so much of the last day before as there is of this one', async () => {
    const rendered = show('/insights?period=week', { answers: { 'stats.indicators': await nothingSavedBefore() } });
    const savings = (await screen.findByText('Savings', { selector: 'dt' })).parentElement!;
    await waitFor(() => expect(savings.textContent).toMatch(/^Savings(€[\d,.]+)\+\1 against /));
    const input = rendered.bridge.calls.find(({ method }) => method === 'stats.indicators')
      ?.input as Input<'stats.indicators'>;
    const { from, to } = input.compareWith!;
    expect([from, to]).toEqual([startOfLocalDay(20260709, BERLIN), startOfLocalDay(20260715, BERLIN) + 14 * HOUR]);
  });

  it('of a role says why nothing is compared before the last day is over', async () => {
    const told = /^Self-consumed .* Changes of a role are shown once the last day of the period is over\.$/;
    const changed = / against \d.* 2026$/;
    show('/insights?period=week&group=prosumer');
    expect(await screen.findByText(told)).toBeDefined();
    expect(await screen.findByText('Sold to members')).toBeDefined();
    expect(screen.queryByText(changed)).toBeNull();
    cleanup();
    show('/insights?period=2026-07-15..2026-07-21&group=prosumer');
    await waitFor(() => expect(screen.getAllByText(changed).length).toBeGreaterThan(2));
    expect(screen.queryByText(told)).toBeNull();
  });

  it('of days without readings has no figure, and says of none that it is withheld', async () => {
    show('/insights?period=2020-01-01..2020-01-07');
    const figure = (await screen.findByText('Self-sufficiency', { selector: 'dt' })).parentElement!;
    expect(figure.textContent).toBe('Self-sufficiencyn/a');
    expect(screen.queryByText('withheld')).toBeNull();
  });

  it('draws the measure that is chosen', async () => {
    show();
    fireEvent.click(await screen.findByRole('radio', { name: 'Imported' }));
    expect(await screen.findByText(/^Imported in .*: [\d.,]+\s.?Wh\.$/)).toBeDefined();
  });

  it('compares peaks without and with trading', async () => {
    show();
    const peak = await screen.findByRole('table', { name: 'Highest import from the grid' });
    expect(
      within(peak)
        .getAllByRole('rowheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['Without trading', 'With trading']);
    expect(within(peak).getByText(/^[\d.]+% lower with trading\./)).toBeDefined();
  });

  it('of a role leaves the peaks out and says whose self-consumed it is', async () => {
    const rendered = show('/insights?period=month&group=prosumer');
    expect(await screen.findByText('Sold to members')).toBeDefined();
    expect(screen.getByText(/^Self-consumed is the members’ own here\./)).toBeDefined();
    expect(screen.queryByText('Peaks')).toBeNull();
    expect(rendered.bridge.calls.some(({ method }) => method === 'insights.peaks')).toBe(false);
  });
});
