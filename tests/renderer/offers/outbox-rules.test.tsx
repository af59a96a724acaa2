// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ruleDecisions, type FakeDecision } from '#renderer/bridge/fake/decisions.ts';
import { hubScenarios } from '#renderer/bridge/fake/hub-scenarios.ts';
import { OutboxPanel } from '#renderer/pages/marketplace/outbox/outbox-panel.tsx';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';
import { WhenOpen } from './fields.tsx';

const [newRule, switchedOff, conflict] = ruleDecisions(NOON);

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  notifications.clean();
  vi.useRealTimers();
});

function show(...decisions: FakeDecision[]): RenderedWindow {
  return renderInWindow(
    <ModalsProvider>
      <WhenOpen>
        <OutboxPanel />
      </WhenOpen>
    </ModalsProvider>,
    { ...hubScenarios(NOON)['hub-rule-conflict'], decisions },
  );
}

const textOf = (element: Element) => element.textContent.replaceAll('\u00a0', ' ');
const rows = async () =>
  within((await screen.findAllByRole('table'))[0])
    .getAllByRole('row')
    .slice(1);

describe('a decision about a rule', () => {
  it.each([
    { words: 'new rule: Buys up to 2.50 kWh per slot at 0.2400 €/kWh or less', decision: newRule },
    { words: 'switch off a rule that sells', decision: switchedOff },
    { words: 'change a rule that sells – Lowest price: 0.1050 €/kWh → 0.0980 €/kWh', decision: conflict },
  ])('reads: $words', async ({ decision, words }) => {
    show(decision);
    const [row] = await rows();
    expect(textOf(row.children[1])).toBe(words);
    expect(within(row).getByRole('img').getAttribute('aria-label')).toMatch(/18:00–07:00|06:00–22:00/);
  });

  it('of which the copy does not have the version before says no more than that it changes', async () => {
    show({ ...switchedOff, item: { ...switchedOff.item, before: null } });
    const [row] = await rows();
    expect(textOf(row.children[1])).toBe('change a rule that sells');
  });

  it.each([
    { effect: /there is no such rule/, decision: newRule },
    { effect: /the rule stays as it is at the hub/, decision: switchedOff },
  ])('says before it is withdrawn: $effect', async ({ decision, effect }) => {
    show(decision);
    fireEvent.click(await screen.findByRole('button', { name: /^Withdraw: House/ }));
    expect(await screen.findByText(effect)).toBeDefined();
  });
});

describe('a rule that was changed here and at the hub', () => {
  it('shows both versions field by field, with who decided what, when and why', async () => {
    show(conflict);
    await rows();
    const versions = within(screen.getAllByRole('table')[1])
      .getAllByRole('row')
      .map((row) => [...row.children].map(textOf));
    expect(versions).toEqual([
      ['', 'Yours', 'The hub’s, version 4'],
      ['State', 'on', 'on'],
      ['Lowest pricediffers', '0.0980 €/kWh', '0.1120 €/kWh'],
      ['At most per slot', '2.500 kWh', '2.500 kWh'],
      ['Whendiffers', 'Mon–Fri 06:00–22:00; Sat and Sun all day', 'every day 08:00–20:00'],
      ['Decided by', 'you, at this desk', 'Ada Berger'],
      ['Decided on', '22 Jul 2026, 13:53', '22 Jul 2026, 13:42'],
      ['Why', expect.stringContaining('Agreed at the meeting'), 'The battery was often empty in the evening.'],
    ]);
  });

  it('keeps the own version on top of that of the hub when the person wants so', async () => {
    const { bridge } = show(conflict);
    fireEvent.click(await screen.findByRole('button', { name: /^Keep mine: House A17/ }));
    expect(await screen.findByText(/on top of the hub’s/)).toBeDefined();
    fireEvent.click(within(screen.getByRole('dialog')).getByText('Keep mine'));
    expect(await screen.findByText('Your version is decided once more; it waits to be sent.')).toBeDefined();
    expect(bridge.state.decisions.map(({ item }) => item)).toEqual([
      expect.objectContaining({ state: 'waiting', baseVersion: 4, theirs: null }),
    ]);
  });

  it('leaves the rule to the hub when the person wants so', async () => {
    const { bridge } = show(conflict);
    fireEvent.click(await screen.findByRole('button', { name: /^Take the hub’s: House A17/ }));
    fireEvent.click(within(await screen.findByRole('dialog')).getByText('Take the hub’s'));
    expect(await screen.findByText('The rule stays as the hub has it.')).toBeDefined();
    expect(bridge.state.decisions).toEqual([]);
  });
});
