// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { MeterView } from '#renderer/pages/legal/meter/meter-view.tsx';
import type { Input } from '#shared/contract/contract.ts';
import { renderInWindow } from '../render.tsx';

afterEach(cleanup);

function View() {
  return useCommunityOrNull() === null ? null : <MeterView />;
}

describe('the privacy meter', () => {
  it('shows the smallest group, what is withheld and what left, each with its place in the audit log', async () => {
    renderInWindow(<View />, {}, '/legal/meter?period=month');
    expect((await screen.findByText('members in one cell of the map')).parentElement?.textContent).toContain('6');
    const left = within(screen.getByRole('region', { name: 'What left the console' }));
    expect(left.getByRole('row', { name: /^Identity revealed 2 / })).toBeDefined();
    expect(left.getByRole('link', { name: '241' }).getAttribute('href')).toContain('/audit/log');
  });

  it('counts nothing out of nothing in a period without data', async () => {
    const { bridge } = renderInWindow(<View />, {}, '/legal/meter?period=month');
    await screen.findByText('members in one cell of the map');
    const { input } = bridge.calls.find(({ method }) => method === 'privacy.meter')!;
    const answer = await bridge.invoke('privacy.meter', input as Input<'privacy.meter'>);
    if (!answer.ok) throw new Error('The fake bridge gave no meter.');
    cleanup();
    const { value } = answer;
    const empty = { ...value, days: 0, smallestGroup: null, map: { ...value.map, cells: 0, shown: 0 } };
    renderInWindow(<View />, { answers: { 'privacy.meter': empty } }, '/legal/meter?period=month');
    expect(await screen.findByText('no day of the period has data')).toBeDefined();
    expect(screen.getByText(/^No day of this period has data, so nothing is shown/)).toBeDefined();
    expect(document.body.textContent).not.toMatch(/0 of 0|0 → 0/);
  });

  it('says of an export which columns cause the risk, and how it falls when they are left out', async () => {
    renderInWindow(<View />, {}, '/legal/meter?period=month');
    const risk = within(await screen.findByRole('region', { name: /^How well a member could be found/ }));
    expect(
      await risk.findByText(/row that nobody else has\. An export like this would point to single members/),
    ).toBeDefined();
    const rows = risk.getAllByRole('row').slice(1);
    expect(rows).toHaveLength(6);
    fireEvent.click(risk.getByRole('checkbox', { name: 'Quantity' }));
    await waitFor(() => expect(risk.getAllByRole('row').slice(1)).toHaveLength(5));
    fireEvent.click(risk.getByRole('radio', { name: 'Members' }));
    expect(await risk.findByRole('checkbox', { name: 'Map cell' })).toBeDefined();
  });
});
