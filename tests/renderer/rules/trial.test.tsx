// @vitest-environment jsdom
import '../setup-dom.ts';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { RuleTrial } from '#renderer/pages/rules/trial/rule-trial.tsx';
import type { Input } from '#shared/contract/contract.ts';
import { localTime } from '#shared/domain/slots.ts';
import { chartNamed } from '../charts/fake-echarts.ts';
import { renderInWindow } from '../render.tsx';
import { simulation, trial, twoSlots } from './trial-results.ts';

afterEach(cleanup);

/** The trial of a draft whose limit a button changes, as the editor around it does. */
function Editor({ isComplete }: { readonly isComplete: boolean }) {
  const [draft, setDraft] = useState(trial.draft);
  if (useCommunityOrNull() === null) return null;
  return (
    <>
      <button type="button" onClick={() => setDraft({ ...draft, minPrice: 90_000 })}>
        Change the draft
      </button>
      <RuleTrial trial={isComplete ? { ...trial, draft } : null} />
    </>
  );
}

function show(options: FakeOptions = {}, isComplete = true) {
  return renderInWindow(<Editor isComplete={isComplete} />, {
    ...options,
    answers: { 'rules.simulation': simulation(), 'rules.simulatedDay': twoSlots, ...options.answers },
  });
}

async function tryIt(): Promise<void> {
  fireEvent.click(await screen.findByRole('button', { name: 'Try it' }));
}

const finding = async () => (await screen.findByRole('status')).textContent;
const OLDER = 'This is of the draft before its last change.';

describe('a trial', () => {
  it('asks for the newest twelve whole weeks and puts the finding first, then what it does not promise', async () => {
    const { bridge } = show();
    await tryIt();
    const words = await finding();
    expect(words).toMatch(
      /^Over 4 weeks \(22 Jun.+21 Jul 2026\) the draft would have been worth €1\.60 more to the member than today’s rule\./,
    );
    expect(words).toContain('Week by week between −€0.10 and +€0.80, better in 3 of 4 whole weeks.');
    expect(words).toContain('Past prices are no promise, and the others are assumed to act as they did.');
    expect(words).toContain('12 slots without a reading of the member are left out.');
    const asked = bridge.calls.find(({ method }) => method === 'rules.simulate')?.input as Input<'rules.simulate'>;
    expect(localTime(asked.range.from, 'Europe/Berlin')).toMatchObject({
      year: 2026,
      month: 4,
      day: 27,
      weekday: 0,
      hour: 0,
    });
  });

  it('puts today’s rule beside the draft, and tells who else gains or loses most, the rest and the held back', async () => {
    show();
    await tryIt();
    await finding();
    const row = screen.getByText('Savings by this rule').closest('tr');
    expect([...(row?.querySelectorAll('td') ?? [])].map(({ textContent }) => textContent)).toEqual([
      '€1.00',
      '€2.60',
      '+€1.60',
    ]);
    const others = screen.getByText('Who else gains or loses').closest('section');
    const lines = [...(others?.querySelectorAll('li') ?? [])].map(({ textContent }) => textContent);
    expect(lines).toHaveLength(22);
    expect([lines[0], lines[20], lines[21]]).toEqual([
      'House B2+€0.13',
      '5 more, together+€0.03',
      'Held back, together−€0.04',
    ]);
  });

  it('is of the older draft once the draft has changed, and can be run again', async () => {
    const short = simulation({ spread: { ...simulation().spread, wholeWeeks: 3 } });
    const { bridge } = show({ answers: { 'rules.simulation': short } });
    await tryIt();
    expect(await finding()).toContain('Only 3 whole weeks were tried: too short to promise anything.');
    expect(screen.queryByText(OLDER)).toBeNull();
    fireEvent.click(screen.getByText('Change the draft'));
    expect(screen.getByText(OLDER)).toBeDefined();
    fireEvent.click(screen.getByText('Try again'));
    await waitFor(() => expect(screen.queryByText(OLDER)).toBeNull());
    const tried = bridge.calls.filter(({ method }) => method === 'rules.simulate');
    expect(tried.map(({ input }) => (input as Input<'rules.simulate'>).trial.draft.minPrice)).toEqual([
      120_000, 90_000,
    ]);
  });

  it('can be cancelled, after which nothing has changed', async () => {
    show({ taskStepMs: 60_000 });
    await tryIt();
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel: Trying a rule in Sonnenhang' }));
    expect(await screen.findByText('The trial was cancelled. Nothing was changed.')).toBeDefined();
  });

  it('waits for a draft that is complete', async () => {
    show({}, false);
    expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Try it' })).disabled).toBe(true);
    expect(screen.getByText(/^The rule is not complete yet/)).toBeDefined();
  });
});

describe('a day of a trial', () => {
  it('opens at the greatest change, follows a click into the chart, and tells slot by slot what both did and why not', async () => {
    const { bridge } = show();
    await tryIt();
    fireEvent.click(await screen.findByText('See a day slot by slot'));
    expect(await screen.findByText(/^Slot by slot, Tue,? 21 Jul$/)).toBeDefined();
    const times = /^\d\d:\d\d–\d\d:\d\d$/;
    const different = await screen.findByText(times);
    expect(different.closest('tr')?.textContent).toMatch(
      /did not offeroutside its hours and battery below its least chargeoffered 0\.700\skWh at 0\.1200 or more0\.300\skWh traded for €0\.0450: there was not enough for all$/,
    );
    fireEvent.click(screen.getByLabelText('Only slots that differ'));
    const [same] = screen.getAllByText(times);
    expect(same.closest('tr')?.textContent).toMatch(/there was not enough for allthe same$/);

    act(() => chartNamed('Day by day').clickAt(10));
    expect(await screen.findByText(/^Slot by slot, Mon,? 20 Jul$/)).toBeDefined();
    const asked = bridge.calls.filter(({ method }) => method === 'rules.simulatedDay');
    expect(asked.map(({ input }) => (input as Input<'rules.simulatedDay'>).day)).toEqual([20260721, 20260720]);
  });
});
