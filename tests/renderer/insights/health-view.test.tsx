// @vitest-environment jsdom
import '../setup-dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { HealthView } from '#renderer/pages/insights/health/health-view.tsx';
import type { Input } from '#shared/contract/contract.ts';
import { chartNamed } from '../charts/fake-echarts.ts';
import { renderInWindow, type RenderedWindow } from '../render.tsx';

function View() {
  return useCommunityOrNull() === null ? null : <HealthView />;
}

const show = (at = '/insights?period=month', options: FakeOptions = {}): RenderedWindow =>
  renderInWindow(<View />, options, at);
const asked = ({ bridge }: RenderedWindow) =>
  bridge.calls.filter(({ method }) => method === 'insights.indicators').at(-1)?.input as Input<'insights.indicators'>;

describe('the health view', () => {
  it('shows each indicator with its change against the period before, and says how many days it is without', async () => {
    const rendered = show();
    expect(await screen.findByText('Peak import reduction')).toBeDefined();
    await waitFor(() => expect(screen.getAllByText(/ against \d+ \w+ – \d+ \w+ 2026$/)).toHaveLength(7));
    expect(screen.getAllByText(/^Without \d days? that may not be shown\.$/)).toHaveLength(2);
    const { step, compareWith } = asked(rendered);
    expect(step).toBe('day');
    expect(compareWith).not.toBeNull();
    await waitFor(() => expect(chartNamed('Self-sufficiency and self-consumption').option.series).toHaveLength(4));
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
