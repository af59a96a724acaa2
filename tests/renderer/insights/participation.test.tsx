// @vitest-environment jsdom
import '../setup-dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { ParticipationView } from '#renderer/pages/insights/participation/participation-view.tsx';
import type { Achievements } from '#shared/contract/achievement-records.ts';
import type { Participation } from '#shared/contract/insight-records.ts';
import { startOfLocalDay } from '#shared/domain/slots.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';

const day = (yyyymmdd: number) => startOfLocalDay(yyyymmdd, 'Europe/Berlin');
const participation: Participation = {
  start: [day(20260720), day(20260721)],
  activeMembers: [20, 21],
  participants: [15, 14],
  joined: [0, 1],
  left: [0, 0],
  totals: { activeMembers: 21, participants: 17, rate: 17 / 21, joined: 1, left: 0 },
  previous: {
    start: [day(20260713), day(20260714)],
    activeMembers: [20, 20],
    participants: [16, 18],
    joined: [1, 0],
    left: [0, 2],
    totals: { activeMembers: 20, participants: 18, rate: 0.9, joined: 1, left: 2 },
  },
};
const achievements: Achievements = {
  community: [
    { kind: 'traded-1-mwh', reachedAt: day(20260601), value: 1_400_000, target: 1_000_000 },
    { kind: 'traded-10-mwh', reachedAt: null, value: 1_400_000, target: 10_000_000 },
    { kind: 'month-without-losses', reachedAt: null, value: 3, target: 0 },
    { kind: 'co2-1-tonne', reachedAt: null, value: null, target: 1_000_000 },
  ],
  membersLeftOut: 2,
  members: [{ kind: 'week-self-sufficient', members: 6, target: 0.8 }],
  latest: [
    { kind: 'shared-100-kwh', memberId: 'demo-7', anonymizedId: 'Member 7', reachedAt: day(20260719) },
    { kind: 'saved-100', memberId: 'demo-7', anonymizedId: 'Member 7', reachedAt: day(20260718) },
  ],
};

function View() {
  return useCommunityOrNull() === null ? null : <ParticipationView />;
}

function show(answers: FakeOptions['answers'] = {}): RenderedWindow {
  return renderInWindow(
    <View />,
    { answers: { 'insights.participation': participation, 'insights.achievements': achievements, ...answers } },
    '/insights/participation?period=week',
  );
}

const plain = (element: Element) => element.textContent.replaceAll('\u00a0', ' ');
const said = async (text: string) => waitFor(() => expect(plain(document.body)).toContain(text));

describe('participation', () => {
  it('is told in members, the rate in points', async () => {
    show();
    await said('Took part17−1 against');
    await said('Participation rate81.0%−9.0 pt against');
    await said('Joined1unchanged against');
    await said('Left0−2 against');
  });

  it('can be asked for those with a role, which stays in the address', async () => {
    const { bridge, address } = show();
    fireEvent.click(await screen.findByText('Prosumers'));
    await waitFor(() => expect(address()).toContain('group=prosumer'));
    await waitFor(() =>
      expect(bridge.calls.findLast(({ method }) => method === 'insights.participation')?.input).toMatchObject({
        group: 'prosumer',
        step: 'day',
      }),
    );
  });

  it('says so when nobody came or went', async () => {
    show({ 'insights.participation': { ...participation, totals: { ...participation.totals, joined: 0 } } });
    await said('Nobody joined or left in this period');
  });

  it('without data offers all days', async () => {
    const { address } = show({ 'insights.participation': { ...participation, start: [] } });
    const chart = await screen.findByRole('region', { name: 'Members who took part' });
    fireEvent.click(await within(chart).findByRole('button', { name: 'Show all days' }));
    await waitFor(() => expect(address()).toContain('period=all'));
  });
});

describe('what was reached', () => {
  const item = async (name: string) => plain((await screen.findByText(name)).closest('li')!);

  it('has the day of what is reached, and how far the rest is', async () => {
    show();
    expect(await item('1 MWh traded')).toContain('Reached 1 Jun 2026');
    expect(await item('10 MWh traded')).toContain('1.40 MWh of 10 MWh');
    expect(screen.getByRole('progressbar', { name: '10 MWh traded' }).getAttribute('aria-valuenow')).toBe('14');
  });

  it('has no progress bar where fewer is better, and n/a where nothing can be told', async () => {
    show();
    expect(await item('30 days in which nobody lost')).toContain('Best so far: 3');
    expect(await item('1 t of CO₂ avoided')).toContain('n/a');
    expect(screen.getAllByRole('progressbar')).toHaveLength(1);
  });

  it('never has CO2 without what it is reckoned with', async () => {
    show();
    await said('CO₂ is reckoned with 344 g/kWh, Germany 2024');
  });

  it('by members is counted with what it asks for, and the latest lead to the member', async () => {
    show();
    await said('A self-sufficient weekSelf-sufficiency over 7 days in a row: 80%6');
    await said('€100 saved');
    const [link] = await screen.findAllByRole('link', { name: 'Member 7' });
    expect(link.getAttribute('href')).toMatch(/\/members\/demo-7\?period=week/);
  });

  it('is asked for up to the end of the period', async () => {
    const { bridge } = show();
    await said('From the first day to');
    const call = bridge.calls.find(({ method }) => method === 'insights.achievements');
    expect(call?.input).toMatchObject({ until: day(20260723) });
    expect(day(20260723)).toBeGreaterThan(NOON);
  });
});
