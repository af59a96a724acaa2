// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { fakeTradeSheet } from '#renderer/bridge/fake/ledger-figures.ts';
import { demoCommunity } from '#renderer/bridge/fake/communities.ts';
import { fakeExecutedAt } from '#renderer/bridge/fake/trades.ts';
import { TradeSheetDrawer } from '#renderer/pages/ledger/sheet/trade-sheet.tsx';
import { DIRECT, type LedgerTrade, type TradeSheet } from '#shared/contract/ledger-records.ts';
import type { SettlementEventRecord } from '#shared/contract/settlement-records.ts';
import { WhenOpen } from '../offers/fields.tsx';
import { NOON, renderInWindow } from '../render.tsx';

const slot = Date.UTC(2026, 6, 22, 10);
const tradeId = `trade-${slot}-0`;
const executedAt = fakeExecutedAt(slot);
const plain = fakeTradeSheet(demoCommunity(NOON), { communityId: 'demo', tradeId, executedAt });
const trade: LedgerTrade = {
  ...plain.trade,
  quantityWh: 1200,
  price: 150_000,
  amount: 180_000,
  buyerSavings: 194_400,
  sellerSavings: 82_800,
  status: 'settled',
  failureCode: null,
};
const sheet: TradeSheet = { ...plain, trade, history: [] };

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function show(change: Partial<TradeSheet> = {}, options: FakeOptions = {}): Promise<HTMLElement> {
  renderInWindow(
    <ModalsProvider>
      <WhenOpen>
        <TradeSheetDrawer tradeId={tradeId} executedAt={executedAt} onClose={() => undefined} />
      </WhenOpen>
    </ModalsProvider>,
    { answers: { 'ledger.trade': () => ({ ...sheet, ...change }) }, ...options },
  );
  return screen.findByRole('dialog');
}

const part = (name: string | RegExp) => screen.findByRole('region', { name });
const textOf = (element: Element) => element.textContent.replaceAll('\u00a0', ' ');

describe('the sheet of a trade', () => {
  it('names both members as ways to them, and the amount with its formula', async () => {
    await show();
    const facts = await part('What was traded');
    expect(within(facts).getByRole('link', { name: trade.buyer }).getAttribute('href')).toContain(
      `/members/${trade.buyerId}`,
    );
    expect(within(facts).getByRole('link', { name: trade.seller })).toBeDefined();
    expect(textOf(facts)).toContain('1.200 kWh × 0.1500 €/kWh = €0.1800');
    expect(textOf(facts)).toContain(`${trade.buyer} saves €0.1944 against retail`);
    expect(textOf(facts)).toContain(`${trade.seller} earns €0.0828 more than feed-in`);
  });

  it('calls a loss a loss', async () => {
    await show({ trade: { ...trade, price: 330_000, amount: 396_000, buyerSavings: -21_600 } });
    expect(textOf(await part('What was traded'))).toContain(`Loss: ${trade.buyer} pays €0.0216 more than retail`);
  });

  it('without a tariff says that nothing can be told of savings', async () => {
    await show({ trade: { ...trade, retail: null, feedIn: null, buyerSavings: null, sellerSavings: null } });
    expect(textOf(await part('What was traded'))).toContain('No tariff is known for this slot');
  });

  it('shows the readings of both in the slot, and who has none', async () => {
    await show({ sellerReading: null });
    const readings = await part(/^What the meters say/);
    expect(textOf(readings)).toContain(`${trade.seller} has no reading for this slot.`);
    const columns = within(readings).getAllByRole('columnheader').map(textOf);
    expect(columns).toEqual([`${trade.buyer}, buys`, `${trade.seller}, sells`]);
  });

  it('shows both orders, and the rule that placed one', async () => {
    await show({ sellOrder: null });
    const orders = await part('The two orders');
    expect(textOf(orders)).toContain('older than what this console keeps');
    const placed = within(orders).getByRole('row', { name: /^Placed by/ });
    expect(textOf(placed)).toMatch(/a rule, version 2|by hand/);
  });

  it('verifies the clearing when asked to', async () => {
    await show();
    const clearing = await part('How it was cleared');
    fireEvent.click(within(clearing).getByRole('button', { name: 'Verify' }));
    expect(await within(clearing).findByText(/^Verified: /)).toBeDefined();
  });

  it('of an offer that somebody took says that there was no clearing', async () => {
    await show({ trade: { ...trade, mechanism: DIRECT }, clearing: null });
    expect(textOf(await part('How it was cleared'))).toContain('No clearing: somebody took an offer.');
  });

  it('of an unknown trade says so, and why that may be', async () => {
    const dialog = await show({}, { answers: {}, failing: { 'ledger.trade': { code: 'INPUT_INVALID' } } });
    expect(await within(dialog).findByText('There is no such trade')).toBeDefined();
  });
});

describe('the settlement of a trade', () => {
  const event = (change: Partial<SettlementEventRecord>): SettlementEventRecord => ({
    id: `event-${change.number ?? 1}`,
    number: 1,
    kind: 'failed',
    at: NOON,
    by: null,
    reason: null,
    tradeVersion: 2,
    failureCode: null,
    resolution: null,
    needsApproval: false,
    before: null,
    ...change,
  });

  it('that never failed has no history and no case', async () => {
    await show();
    expect(textOf(await part('Settlement'))).toContain('it never failed');
    expect(screen.queryByRole('link', { name: 'To the settlement case' })).toBeNull();
  });

  it('that failed leads to its case', async () => {
    await show({ trade: { ...trade, status: 'failed', failureCode: 'BANK_RETURN' } });
    expect(textOf(await part('What was traded'))).toContain('failed: returned by the bank');
    expect((await screen.findByRole('link', { name: 'To the settlement case' })).getAttribute('href')).toContain(
      `/settlements/case/${executedAt}/${tradeId}`,
    );
  });

  it('tells every step with who, when and why', async () => {
    const byHand = { kind: 'by-hand', evidence: 'Seen on the statement', reference: 'Booking 17' } as const;
    await show({
      history: [
        event({ failureCode: 'BANK_RETURN' }),
        event({
          number: 2,
          kind: 'proposed',
          by: 'Ada Berger',
          reason: 'Paid in cash.',
          resolution: { kind: 'void' },
          needsApproval: true,
        }),
        event({
          number: 3,
          kind: 'rejected',
          by: 'Jo Lang',
          reason: 'It was delivered.',
          resolution: { kind: 'void' },
        }),
        event({ number: 4, kind: 'proposed', by: 'Ada Berger', reason: 'Paid in cash.', resolution: byHand }),
        event({ number: 5, kind: 'approved', resolution: byHand }),
        event({ number: 6, kind: 'resolved', resolution: byHand, before: { quantityWh: 1200, amount: 180_000 } }),
      ],
    });
    const steps = within(await part('Settlement'))
      .getAllByRole('listitem')
      .map((step) => textOf(step).replace(/22 Jul 2026, 14:02|Jul 22, 2026, 14:02/, 'THEN'));
    expect(steps).toEqual([
      'Settlement failed: returned by the bankAutomatically · THEN',
      'Proposed: void the tradeAda Berger · THENA second person has to agree.“Paid in cash.”',
      'Rejected, open again: void the tradeJo Lang · THEN“It was delivered.”',
      'Proposed: paid by hand, outside the accountsAda Berger · THENEvidenceSeen on the statementFound inBooking 17“Paid in cash.”',
      'No second person was neededAutomatically · THEN',
      'Done: paid by hand, outside the accountsAutomatically · THENEvidenceSeen on the statementFound inBooking 17Before: 1.200 kWh for €0.1800.',
    ]);
  });
});
