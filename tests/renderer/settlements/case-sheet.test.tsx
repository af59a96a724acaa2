// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Route, Routes } from 'react-router';
import { afterEach, describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { fakeCases } from '#renderer/bridge/fake/settlement-book.ts';
import { settlementDecisions } from '#renderer/bridge/fake/settlement-decisions.ts';
import { connectedStatus, hubCommunity } from '#renderer/bridge/fake/sync.ts';
import { casePlace } from '#renderer/pages/settlements/case-place.ts';
import { CaseSheet } from '#renderer/pages/settlements/case/case-sheet.tsx';
import { NOON, renderInWindow } from '../render.tsx';

afterEach(() => {
  cleanup();
  notifications.clean();
});

const withHub: FakeOptions = {
  session: { state: 'unlocked' },
  communities: [hubCommunity(NOON)],
  sync: connectedStatus(NOON),
};
const { connection } = connectedStatus(NOON);
const cases = fakeCases(hubCommunity(NOON));
/** Places of invented cases, by what they show. */
const METERED_LESS = 12;
const BOOKED_TWICE = 8;
const PROPOSED = 3;
const OWN_PROPOSAL = 7;
const FAILED_AGAIN = 14;
const RESOLVED = 47;

function Sheet({ place }: { readonly place: number }) {
  const { id: tradeId, executedAt } = cases[place].trade;
  const isOpen = useCommunityOrNull() !== null;
  return isOpen && <CaseSheet openCase={{ tradeId, executedAt }} onClose={() => undefined} />;
}

function show(place: number, options: FakeOptions = withHub) {
  return renderInWindow(
    <ModalsProvider>
      <Routes>
        <Route path="/settlements/*" element={<Sheet place={place} />} />
        <Route path="/marketplace" element={<p>the marketplace</p>} />
        <Route path="/ledger/*" element={<p>the ledger</p>} />
      </Routes>
    </ModalsProvider>,
    options,
    casePlace({ tradeId: cases[place].trade.id, executedAt: cases[place].trade.executedAt }),
  );
}

const part = async (name: string | RegExp) => within(await screen.findByRole('region', { name }));
const steps = async () => within(await screen.findByRole('list', { name: 'How far the case has come' }));
const currentStep = async () =>
  (await steps()).getAllByRole('listitem').find((step) => step.getAttribute('aria-current') === 'step')?.textContent;
const write = (name: RegExp, value: string): void => {
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });
};

describe('the sheet of an open case', () => {
  it('says what went wrong in plain words, with the numbers that show it', async () => {
    show(METERED_LESS);
    const diagnosis = await part('What went wrong');
    expect(diagnosis.getByText(/^More energy was traded than the meters measured/)).toBeDefined();
    expect(diagnosis.getByText('The settlement reported this, and the data shows it too.')).toBeDefined();
    const [speaking] = diagnosis.getAllByRole('list', { name: 'What was looked at' });
    expect(speaking.textContent).toMatch(/drew only .*kWh\. That leaves .*kWh of the .*kWh traded\./);
    expect(diagnosis.getByText(/^\d+ other checks found everything in order$/)).toBeDefined();
    expect(diagnosis.getByText(/^Suggested: settle .*kWh, as metered$/)).toBeDefined();
    expect(await currentStep()).toBe('Open');
  });

  it('leads from a trade that was booked twice to the other one', async () => {
    show(BOOKED_TWICE);
    fireEvent.click((await part('What went wrong')).getByRole('link', { name: 'See the other trade' }));
    expect(await screen.findByText('the ledger')).toBeDefined();
  });

  it('offers every resolution, with the effect of the suggested one on both and the community', async () => {
    show(METERED_LESS);
    const choices = await part('How it can be resolved');
    const radios = choices.getAllByRole<HTMLInputElement>('radio');
    expect(radios.map((radio) => radio.getAttribute('aria-checked'))).toEqual(['false', 'true', 'false', 'false']);
    const [, buyer, seller, both] = within(choices.getByRole('table')).getAllByRole('row');
    expect(buyer.textContent).toMatch(/buys−€[\d.]+−€[\d.]+\+€[\d.]+€[\d.]+ → €[\d.]+$/);
    expect(seller.textContent).toMatch(/sells\+€[\d.]+\+€[\d.]+\+€[\d.]+/);
    expect(both.textContent).toMatch(/^Both together€0\.0000/);
    fireEvent.click(radios[2]);
    expect(await choices.findByText(/The trade stays failed and counts for nobody/)).toBeDefined();
    expect(await choices.findByText(/A second person has to agree.*because a trade is voided/)).toBeDefined();
  });

  it('keeps a proposal with its reason, and then waits to be sent', async () => {
    const { bridge } = show(METERED_LESS);
    await part('How it can be resolved');
    const propose = screen.getByRole<HTMLButtonElement>('button', { name: 'Propose: Settle what was metered' });
    expect(propose.disabled).toBe(true);
    write(/Why it should be resolved so/, 'As the meters say.');
    fireEvent.click(propose);
    expect(await screen.findByText(/It is sent to the hub by itself/)).toBeDefined();
    expect(screen.queryByRole('region', { name: 'How it can be resolved' })).toBeNull();
    expect(await currentStep()).toBe('Approved');
    expect(bridge.calls.find(({ method }) => method === 'settlement.propose')?.input).toMatchObject({
      cases: [{ tradeId: cases[METERED_LESS].trade.id, tradeVersion: 2, number: 1 }],
      resolution: { kind: 'adjust' },
      reason: 'As the meters say.',
    });
  });

  it('wants evidence and where it is found for what was paid by hand', async () => {
    const { bridge } = show(METERED_LESS);
    fireEvent.click((await part('How it can be resolved')).getByRole('radio', { name: /Paid by hand/ }));
    write(/Why it should be resolved so/, 'They have settled it between them.');
    const propose = screen.getByRole<HTMLButtonElement>('button', { name: 'Propose: Paid by hand' });
    expect(propose.disabled).toBe(true);
    write(/What shows that it was paid/, 'Bank transfer of 12 July.');
    write(/Where that is found/, 'R 17');
    fireEvent.click(propose);
    await waitFor(() =>
      expect(bridge.calls.find(({ method }) => method === 'settlement.propose')?.input).toMatchObject({
        resolution: { kind: 'by-hand', evidence: 'Bank transfer of 12 July.', reference: 'R 17' },
      }),
    );
  });

  it('says why a decision was not kept, and leaves what was written', async () => {
    const { trade } = cases[METERED_LESS];
    const problem = { code: 'VERSION_CONFLICT' as const, message: 'changed', remedy: '' };
    const item = { tradeId: trade.id, executedAt: trade.executedAt, commandId: null, problem };
    show(METERED_LESS, { ...withHub, answers: { 'settlement.propose': { items: [item] } } });
    await part('How it can be resolved');
    write(/Why it should be resolved so/, 'As the meters say.');
    fireEvent.click(screen.getByRole('button', { name: 'Propose: Settle what was metered' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/^Nothing was decided\. Something has happened/);
    expect(screen.getByDisplayValue('As the meters say.')).toBeDefined();
  });

  it('can be read by everybody, and says who may decide', async () => {
    show(METERED_LESS, {
      ...withHub,
      sync: connectedStatus(NOON, { connection: connection && { ...connection, role: 'viewer' } }),
    });
    await part('How it can be resolved');
    expect(await screen.findByText(/Needs the role admin/)).toBeDefined();
    const propose = screen.getByRole('button', { name: 'Propose: Settle what was metered' });
    expect(propose.getAttribute('aria-disabled')).toBe('true');
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('tells that it failed again, and who did what before', async () => {
    show(FAILED_AGAIN);
    expect(await screen.findByText(/^It is open again/)).toBeDefined();
    const history = await part('What has happened so far');
    expect(history.getAllByRole('listitem')).toHaveLength(4);
  });
});

describe('the sheet of a proposed case', () => {
  it('shows who proposes what and why, and approves it with a reason', async () => {
    const { bridge } = show(PROPOSED);
    const proposal = await part('What is proposed');
    expect(proposal.getByText('Proposed: void the trade')).toBeDefined();
    expect(proposal.getByText(/^Jana Weiss · /)).toBeDefined();
    expect(proposal.getByText(/Nothing is settled; .*kWh were the grid’s/)).toBeDefined();
    expect(proposal.getByRole<HTMLButtonElement>('button', { name: 'Approve' }).disabled).toBe(true);
    write(/Why you agree or reject it/, 'Both have confirmed it.');
    fireEvent.click(proposal.getByRole('button', { name: 'Approve' }));
    expect(await screen.findByText('your approval waits', { selector: 'strong' })).toBeDefined();
    expect(bridge.calls.find(({ method }) => method === 'settlement.decide')?.input).toMatchObject({
      decision: 'approve',
      reason: 'Both have confirmed it.',
    });
  });

  it('is not approved by who proposed it, but can be taken back', async () => {
    const { bridge } = show(OWN_PROPOSAL);
    const proposal = await part('What is proposed');
    expect(proposal.getByText(/^You proposed this; another person has to approve it/)).toBeDefined();
    expect(proposal.queryByRole('button', { name: 'Approve' })).toBeNull();
    write(/Why you reject it/, 'The readings have changed.');
    fireEvent.click(proposal.getByRole('button', { name: 'Reject' }));
    expect(await screen.findByText(/the case is then open again/)).toBeDefined();
    expect(bridge.calls.some(({ method }) => method === 'settlement.decide')).toBe(true);
  });
});

describe('the sheet of a case that this desk has decided', () => {
  const decided: FakeOptions = { ...withHub, decisions: settlementDecisions(NOON) };

  it('can be taken back while it waits, and leads to the outbox', async () => {
    show(0, decided);
    expect(await screen.findByRole('button', { name: /^Withdraw/ })).toBeDefined();
    fireEvent.click(screen.getByRole('link', { name: 'See it in the outbox' }));
    expect(await screen.findByText('the marketplace')).toBeDefined();
  });

  it('shows both versions when somebody was faster, and what can be done', async () => {
    show(5, decided);
    const alert = within(await screen.findByRole('alert'));
    expect(alert.getByText('somebody was faster')).toBeDefined();
    expect(await alert.findByText(/The meter has told us by now/)).toBeDefined();
    expect(alert.getAllByRole('button').length).toBe(2);
    expect(await currentStep()).toBe('Open');
  });
});

it('the sheet of a resolved case says what was decided and offers nothing more', async () => {
  show(RESOLVED);
  expect(await screen.findByText('Nothing is left to do. What was decided stays here.')).toBeDefined();
  expect(screen.queryByRole('region', { name: 'How it can be resolved' })).toBeNull();
  expect(screen.queryByText(/^Suggested:/)).toBeNull();
});

it('the sheet says when there is no such case', async () => {
  show(0, { ...withHub, failing: { 'settlement.case': { code: 'INPUT_INVALID' } } });
  expect(await screen.findByText('There is no such case here')).toBeDefined();
});
