// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider, modals } from '@mantine/modals';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { Route, Routes } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Input } from '#shared/contract/contract.ts';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { SettlementsBadge } from '#renderer/app/settlements-badge.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { importedCommunity } from '#renderer/bridge/fake/communities.ts';
import { settlementDecisions } from '#renderer/bridge/fake/settlement-decisions.ts';
import { FakeProblem } from '#renderer/bridge/fake/state.ts';
import { connectedStatus, fakeProblem, hubCommunity } from '#renderer/bridge/fake/sync.ts';
import SettlementsPage from '#renderer/pages/settlements/page.tsx';
import { NOON, renderInWindow } from '../render.tsx';

beforeEach(() => {
  // The list shows as many rows as fit its height, and in jsdom nothing has one.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(46);
});
afterEach(() => {
  modals.closeAll();
  cleanup();
  vi.restoreAllMocks();
});

const withHub: FakeOptions = {
  session: { state: 'unlocked' },
  communities: [hubCommunity(NOON)],
  sync: connectedStatus(NOON),
};
const { connection } = connectedStatus(NOON);

function WhenOpen() {
  return useCommunityOrNull() === null ? null : <SettlementsPage />;
}

function show(at = '/settlements?period=week', options: FakeOptions = withHub) {
  return renderInWindow(
    <ModalsProvider>
      <SettlementsBadge />
      <Routes>
        <Route path="/settlements/*" element={<WhenOpen />} />
      </Routes>
    </ModalsProvider>,
    options,
    at,
  );
}

const grid = () => screen.findByRole('grid', { name: 'Cases to be resolved' });
async function rows(): Promise<HTMLElement[]> {
  const [, ...found] = within(await grid()).getAllByRole('row');
  return found;
}
const causes = async () => within(await screen.findByRole('list', { name: 'Causes' })).findAllByRole('button');
const choose = async (index: number, shiftKey = false): Promise<void> => {
  fireEvent.click(within((await rows())[index]).getByRole('checkbox'), { shiftKey });
};
const bar = () => screen.findByRole('toolbar');
const dialog = () => screen.findByRole('dialog');
const proposals = (bridge: ReturnType<typeof show>['bridge']) =>
  bridge.calls.flatMap(({ method, input }) =>
    method === 'settlement.propose' ? [input as Input<'settlement.propose'>] : [],
  );

describe('the work list', () => {
  it('has the causes with count, money and age, and shows all cases that are not resolved', async () => {
    show();
    expect(await screen.findByText('42 cases to be resolved')).toBeDefined();
    const [all, first] = await causes();
    expect(all.textContent).toMatch(/^All causes42oldest .*€10\.19.*4 proposed/);
    expect(first.textContent).toMatch(/^Meter reading revised3oldest .*€4\.21/);
    expect(all.getAttribute('aria-pressed')).toBe('true');
  });

  it('leaves the cases of a chosen cause, in the address too', async () => {
    const { address } = show();
    fireEvent.click((await causes()).find(({ textContent }) => textContent.startsWith('Booked twice'))!);
    expect(await screen.findByText('3 cases to be resolved')).toBeDefined();
    expect(address()).toBe('/settlements?period=week&cause=DUPLICATE');
    expect((await rows())[0].textContent).toContain('Void the tradesuggested');
  });

  it('marks where the data shows another cause than was reported', async () => {
    show('/settlements?cause=QUANTITY_EXCEEDS_METER&q=House B43');
    await screen.findByText('1 case to be resolved');
    expect((await rows())[0].textContent).toContain('More traded than meteredreported: Meter reading late');
  });

  it('says what this desk has decided, and what became of it', async () => {
    show('/settlements', { ...withHub, decisions: settlementDecisions(NOON) });
    await screen.findByText('42 cases to be resolved');
    expect((await causes())[0].textContent).toContain('1 decided here · 1 sent to the hub');
  });

  it('counts in the navigation what needs this person', async () => {
    show();
    // 38 are open, and three of the four proposals are a colleague's.
    expect(await screen.findByText('41 cases need a person')).toBeDefined();
  });

  it('goes on offline, and says that decisions wait', async () => {
    show('/settlements?q=House B43', {
      ...withHub,
      sync: connectedStatus(NOON, { state: 'waiting', problem: fakeProblem('HUB_UNREACHABLE') }),
    });
    expect(await screen.findByText(/You can go on deciding: decisions wait here/)).toBeDefined();
  });

  it('is calm where nothing failed, and where filters leave nothing', async () => {
    show('/settlements', { session: { state: 'unlocked' }, communities: [importedCommunity] });
    expect(await screen.findByText('No failed settlements')).toBeDefined();
    cleanup();
    const { address } = show('/settlements?q=nobody');
    expect(await screen.findByText('No case fits these filters')).toBeDefined();
    fireEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]);
    expect(address()).toBe('/settlements');
  });

  it('keeps what is resolved in a view of its own, of the period', async () => {
    show('/settlements/resolved?period=month');
    expect(await screen.findByText('12 resolved cases')).toBeDefined();
    fireEvent.click(screen.getByRole('switch', { name: 'Only the period' }));
    expect(await screen.findByText(/All of them, whenever they were traded/)).toBeDefined();
  });
});

describe('choosing cases', () => {
  it('works with Space, Shift and the keyboard’s Ctrl+A', async () => {
    show('/settlements?cause=METER_READING_MISSING');
    await screen.findByText('4 cases to be resolved');
    fireEvent.keyDown(await grid(), { key: ' ' });
    expect((await bar()).textContent).toContain('1 case chosen');
    fireEvent.keyDown(await grid(), { key: 'End' });
    fireEvent.keyDown(await grid(), { key: ' ', shiftKey: true });
    expect((await bar()).textContent).toContain('4 cases chosen');
    fireEvent.click(within(await bar()).getByRole('button', { name: 'Choose none' }));
    expect(screen.queryByRole('toolbar')).toBeNull();
    fireEvent.keyDown(await grid(), { key: 'a', ctrlKey: true });
    expect((await bar()).textContent).toContain('4 cases chosen');
    expect((await rows())[0].getAttribute('aria-selected')).toBe('true');
  });

  it('offers for the chosen ones what fits their states', async () => {
    show('/settlements?state=proposed');
    await screen.findByText('4 cases to be resolved');
    fireEvent.keyDown(await grid(), { key: 'a', ctrlKey: true });
    const buttons = within(await bar()).getAllByRole('button');
    expect(buttons.map(({ textContent }) => textContent)).toEqual(['Approve (3)…', 'Reject (4)…', 'Choose none']);
  });

  it('tells who may not decide why', async () => {
    show('/settlements?cause=DUPLICATE', {
      ...withHub,
      sync: connectedStatus(NOON, { connection: connection && { ...connection, role: 'manager' } }),
    });
    await choose(0);
    expect((await screen.findAllByText(/Needs the role admin/)).length).toBeGreaterThan(0);
    const button = within(await bar()).getByRole('button', { name: /Propose what is suggested/ });
    expect(button.getAttribute('aria-disabled')).toBe('true');
  });
});

describe('deciding many cases at once', () => {
  async function openSuggested(search: string, options?: FakeOptions) {
    const rendered = show(`/settlements?${search}`, options);
    await screen.findByText(/to be resolved$/);
    fireEvent.keyDown(await grid(), { key: 'a', ctrlKey: true });
    fireEvent.click(within(await bar()).getByRole('button', { name: /Propose what is suggested/ }));
    return rendered;
  }

  it('shows the effect of each resolution, asks for a reason, and keeps one proposal for each case', async () => {
    const { bridge } = await openSuggested('cause=QUANTITY_EXCEEDS_METER');
    const inDialog = within(await dialog());
    expect(await inDialog.findByRole('heading', { name: /^Settle what was metered8 cases$/ })).toBeDefined();
    expect(inDialog.getByRole('heading', { name: /^Void the trade1 case$/ })).toBeDefined();
    expect(inDialog.getByText(/No second person is needed: at most €50\.00/)).toBeDefined();
    expect(inDialog.getByText(/A second person has to agree.*because a trade is voided/)).toBeDefined();
    const send = inDialog.getByRole<HTMLButtonElement>('button', { name: 'Propose for 9 cases' });
    const reason = inDialog.getByRole('textbox', { name: /Why it should be resolved so/ });
    fireEvent.change(reason, { target: { value: 'Metered' } });
    expect(inDialog.getByText('3 more characters')).toBeDefined();
    expect(send.disabled).toBe(true);
    fireEvent.change(reason, { target: { value: 'As the meters say.' } });
    fireEvent.click(send);
    expect(await inDialog.findByText(/9 proposals are kept\. They are sent to the hub/)).toBeDefined();
    expect(proposals(bridge).map(({ resolution, cases }) => [resolution.kind, cases.length])).toEqual([
      ['adjust', 8],
      ['void', 1],
    ]);
    expect(screen.queryByRole('toolbar')).toBeNull();
  });

  it('names each case that could not be decided, and why', async () => {
    await openSuggested('cause=DUPLICATE', {
      ...withHub,
      answers: {
        'settlement.propose': ({ cases }) => ({
          items: cases.map(({ tradeId, executedAt }, index) => ({
            tradeId,
            executedAt,
            commandId: index === 0 ? 'command-1' : null,
            problem: index === 0 ? null : { code: 'VERSION_CONFLICT', message: 'changed', remedy: '' },
          })),
        }),
      },
    });
    const inDialog = within(await dialog());
    fireEvent.change(inDialog.getByRole('textbox'), { target: { value: 'It was booked twice.' } });
    fireEvent.click(await inDialog.findByRole('button', { name: 'Propose for 3 cases' }));
    expect(await inDialog.findByText(/1 proposal is kept/)).toBeDefined();
    expect(inDialog.getByText(/2 cases could not be decided\. Nothing was lost/)).toBeDefined();
    expect(inDialog.getAllByText(/Something has happened in the case since you looked at it/)).toHaveLength(2);
  });

  it('sends the same again under the same key when the answer got lost', async () => {
    let attempts = 0;
    const { bridge } = await openSuggested('cause=DUPLICATE', {
      ...withHub,
      answers: {
        'settlement.propose': ({ cases }) => {
          attempts += 1;
          if (attempts === 1) throw new FakeProblem({ code: 'ENGINE_GONE' });
          return { items: cases.map((ref) => ({ ...ref, commandId: 'command-1', problem: null })) };
        },
      },
    });
    const inDialog = within(await dialog());
    fireEvent.change(inDialog.getByRole('textbox'), { target: { value: 'It was booked twice.' } });
    const send = await inDialog.findByRole('button', { name: 'Propose for 3 cases' });
    fireEvent.click(send);
    expect(await inDialog.findByRole('alert')).toBeDefined();
    fireEvent.click(send);
    expect(await inDialog.findByText(/3 proposals are kept/)).toBeDefined();
    const [first, second] = proposals(bridge);
    expect(second.key).toBe(first.key);
  });

  it('says which cases a wanted resolution cannot put in order', async () => {
    show('/settlements?cause=METER_READING_MISSING');
    await screen.findByText('4 cases to be resolved');
    fireEvent.keyDown(await grid(), { key: 'a', ctrlKey: true });
    fireEvent.click(within(await bar()).getByRole('button', { name: /Propose for all/ }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Settle what was metered' }));
    const inDialog = within(await dialog());
    expect(await inDialog.findByText('4 cases cannot be resolved so and stay as they are')).toBeDefined();
    expect(inDialog.getAllByText(/What the meters leave for it is not known/)).toHaveLength(3);
    expect(inDialog.getByText(/The meters cover all that was traded: settle it again instead/)).toBeDefined();
    expect(inDialog.getByRole<HTMLButtonElement>('button', { name: /^Propose/ }).disabled).toBe(true);
  });

  it('approves what colleagues propose, with the effect before', async () => {
    const { bridge } = show('/settlements?state=proposed');
    await screen.findByText('4 cases to be resolved');
    fireEvent.keyDown(await grid(), { key: 'a', ctrlKey: true });
    fireEvent.click(within(await bar()).getByRole('button', { name: /Approve/ }));
    const inDialog = within(await dialog());
    expect(inDialog.getByText(/You agree that these 3 failed trades over €/)).toBeDefined();
    expect(await inDialog.findByRole('heading', { name: 'Void the trade3 cases' })).toBeDefined();
    fireEvent.change(inDialog.getByRole('textbox'), { target: { value: 'Checked the readings.' } });
    fireEvent.click(inDialog.getByRole('button', { name: 'Approve 3 proposals' }));
    expect(await inDialog.findByText(/3 approvals are kept/)).toBeDefined();
    expect(bridge.calls.find(({ method }) => method === 'settlement.decide')?.input).toMatchObject({
      decision: 'approve',
      reason: 'Checked the readings.',
    });
  });
});
