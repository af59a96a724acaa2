// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { demoCommunity } from '#renderer/bridge/fake/communities.ts';
import { fakeRules, membersOf } from '#renderer/bridge/fake/rule-book.ts';
import { openRuleEditor, type RuleEditorOptions } from '#renderer/pages/rules/editor/open-rule-editor.tsx';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { fieldOf, messageOf, WhenOpen } from '../offers/fields.tsx';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';

const community = demoCommunity(NOON);
const rules = fakeRules(community, []);
const members = membersOf(community);
/** One that sells, is switched on, and has nothing the matter with it. */
const seller = rules.find(
  ({ type, isEnabled, minPrice, conflicts }) =>
    type === 'sell' && isEnabled && minPrice !== null && conflicts.length === 0,
)!;
const consumer = members.find(({ role, isActive }) => role === 'consumer' && isActive)!;

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  notifications.clean();
  vi.useRealTimers();
});

async function open(options: RuleEditorOptions, fake: FakeOptions = {}): Promise<RenderedWindow> {
  const rendered = renderInWindow(
    <ModalsProvider>
      <WhenOpen>
        <button onClick={() => openRuleEditor(options)}>open</button>
      </WhenOpen>
    </ModalsProvider>,
    { communities: [community], ...fake },
  );
  fireEvent.click(await screen.findByText('open'));
  await screen.findByText(options.rule === undefined ? 'Sell the surplus' : 'Save the change');
  return rendered;
}

const change = (rule: RuleSummary = seller, fake: FakeOptions = {}) => open({ rule }, fake);
const LOWEST = /^Lowest price/;
const type = (label: string | RegExp, text: string) => fireEvent.change(fieldOf(label), { target: { value: text } });
const giveReason = (value: string) => fireEvent.change(screen.getByLabelText('Why'), { target: { value } });
const savedTo = ({ bridge }: RenderedWindow) =>
  bridge.calls.filter(({ method }) => method === 'rules.save').map(({ input }) => input);
const save = () => fireEvent.click(screen.getByText('Save the change'));
const escape = () => fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });

describe('a new rule', () => {
  it('begins with a template: what the member has not got is told, and cannot be chosen', async () => {
    await open({ memberId: consumer.id });
    expect(await screen.findAllByText('This member has no solar panels.')).toHaveLength(3);
    fireEvent.click(screen.getByText('Sell the surplus'));
    expect(screen.queryByText('Make the rule')).toBeNull();
    fireEvent.click(screen.getByText('Buy at night'));
    expect(await screen.findByText('Make the rule')).toBeDefined();
    expect(screen.getByLabelText<HTMLTextAreaElement>(/^The same as text/).value).toBe('* 18:00-07:00');
    expect(
      screen.getByText(new RegExp(`^${consumer.anonymizedId}: Buys all that is needed at 0\\.\\d+`)),
    ).toBeDefined();
  });

  it('wants a member before it is saved', async () => {
    const rendered = await open({});
    fireEvent.click(await screen.findByText('Start from nothing'));
    fireEvent.click(await screen.findByText('Make the rule'));
    await waitFor(() => expect(messageOf('Member')).toBe('Choose the member.'));
    expect(document.activeElement).toBe(fieldOf('Member'));
    expect(savedTo(rendered)).toEqual([]);
  });
});

describe('changing a rule', () => {
  it('says what the rule will do while it is typed, and puts it into the outbox with its reason', async () => {
    const rendered = await change();
    type(LOWEST, '0.0980');
    giveReason('Nearer to the community price.');
    expect(screen.getByText(/at 0\.0980 €\/kWh or more/)).toBeDefined();
    save();
    expect(await screen.findByText('The rule is saved')).toBeDefined();
    const { id, memberId, baseVersion } = seller;
    expect(savedTo(rendered)).toEqual([
      expect.objectContaining({
        ruleId: id,
        memberId,
        baseVersion,
        draft: expect.objectContaining({ minPrice: 98_000, timeWindows: seller.timeWindows }) as unknown,
        reason: 'Nearer to the community price.',
      }),
    ]);
  });

  it('saves nothing while nothing is changed', async () => {
    const rendered = await change();
    save();
    expect(await screen.findByText('Nothing is changed yet.')).toBeDefined();
    expect(savedTo(rendered)).toEqual([]);
  });

  it.each([
    [LOWEST, '0,x', /This is no number/],
    [/^At most per slot/, '0.0001', /at most three/],
    [/^Least charge/, '101', /whole number from 0 to 100/],
  ])('what is no value says so at %s', async (label, text, message) => {
    await change();
    type(label, text);
    await waitFor(() => expect(messageOf(label)).toMatch(message));
  });

  it('what keeps it from being switched on is told at its field and beside the button, and saves once it is switched off', async () => {
    const rendered = await change();
    type(/^At most per slot/, '0');
    await waitFor(() => expect(messageOf(/^At most per slot/)).toMatch(/never offer anything/));
    expect(screen.getAllByText(/never offer anything/)).toHaveLength(2);
    save();
    expect(savedTo(rendered)).toEqual([]);
    fireEvent.click(screen.getByRole('switch'));
    await waitFor(() => expect(messageOf(/^At most per slot/)).toBe(''));
    save();
    expect(await screen.findByText('The rule is saved')).toBeDefined();
  });

  it('is not closed over what is unsaved without naming it', async () => {
    await change();
    type(LOWEST, '0.2');
    giveReason('Because.');
    escape();
    expect(await screen.findByText(/^Not saved yet: the price limit and the reason\./)).toBeDefined();
    escape();
    await waitFor(() => expect(screen.queryByText(/^Not saved yet/)).toBeNull());
    expect((fieldOf(LOWEST) as HTMLInputElement).value).toBe('0.2');
    fireEvent.click(screen.getByText('Cancel'));
    fireEvent.click(await screen.findByText('Close without saving'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('closes at once when nothing is unsaved', async () => {
    await change();
    escape();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('what somebody else changed meanwhile is shown, and both ways on keep what is typed until one is chosen', async () => {
    const newer = { ...seller, baseVersion: seller.baseVersion + 1, minPrice: 150_000 };
    const rendered = await change(seller, { answers: { 'rules.list': [newer] } });
    expect(await screen.findByText(/Lowest price: .* → 0\.1500 €\/kWh/)).toBeDefined();
    type(LOWEST, '0.0980');
    save();
    expect(await screen.findByText('Choose above which version to go on with.')).toBeDefined();
    fireEvent.click(screen.getByText('Show the newer version'));
    expect((fieldOf(LOWEST) as HTMLInputElement).value).toBe('0.1500');
    type(LOWEST, '0.1400');
    save();
    await waitFor(() =>
      expect(savedTo(rendered)).toEqual([expect.objectContaining({ baseVersion: newer.baseVersion })]),
    );
  });

  it('asks for the newest version when the engine says that there is one', async () => {
    const { bridge } = await change(seller, { failing: { 'rules.save': { code: 'VERSION_CONFLICT' } } });
    const asked = () => bridge.calls.filter(({ method }) => method === 'rules.list').length;
    await waitFor(() => expect(asked()).toBe(1));
    type(LOWEST, '0.0980');
    save();
    await waitFor(() => expect(asked()).toBe(2));
    expect((await screen.findByRole('alert')).textContent).toContain('Someone else changed this in the meantime');
  });
});
