import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf } from '#shared/domain/units.ts';
import type { Resolution } from '#shared/settlement/events.ts';
import type { BookedTrade } from '#shared/settlement/reconciliation.ts';
import { type Books, books, booksOf, derived, hex, reconciled } from './books.ts';

const usual = { slot: 0, buyer: 0, partner: 1, quantityWh: 500, isSettled: true, isCleared: true, fate: null };
const sample = booksOf([
  usual,
  { ...usual, buyer: 2, quantityWh: 77 },
  { ...usual, slot: 4, buyer: 3, partner: 2 },
  { ...usual, slot: 5, isSettled: false },
  { ...usual, slot: 1, fate: 'open' },
  { ...usual, slot: 1, buyer: 4, fate: 'proposed' },
  { ...usual, slot: 2, fate: { kind: 'retry' } },
  { ...usual, slot: 2, buyer: 1, fate: { kind: 'void' } },
  { ...usual, slot: 3, fate: { kind: 'by-hand', evidence: 'Paid in cash.', reference: 'Receipt 1' } },
  { ...usual, slot: 3, buyer: 5, isCleared: false, fate: { kind: 'adjust', quantityWh: 8 } },
]);

/** The sample with something changed in one of its trades, and all else as it is. */
function withTrade(
  isMeant: (trade: BookedTrade) => boolean,
  change: (trade: BookedTrade) => BookedTrade,
): { planted: Books; trade: BookedTrade } {
  const at = sample.trades.findIndex(isMeant);
  const trade = change(sample.trades[at]);
  return { trade, planted: { ...sample, trades: sample.trades.with(at, trade) } };
}

/** The sample with the members' books of a change that was booked in them too. */
function booked({ planted, trade }: ReturnType<typeof withTrade>): ReturnType<typeof withTrade> {
  return { trade, planted: { ...planted, days: derived(planted.trades, planted.trades).days } };
}

const isPlain = ({ status, events, clearingId }: BookedTrade): boolean =>
  status === 'settled' && events.length === 0 && clearingId !== null;
const isResolvedBy =
  (kind: Resolution['kind']) =>
  ({ events }: BookedTrade): boolean =>
    events.at(-1)?.kind === 'resolved' && events.at(-1)!.resolution!.kind === kind;

describe('the reconciliation of consistent books', () => {
  it('proves that what buyers paid is what sellers got, and finds nothing', () => {
    fc.assert(
      fc.property(books, (consistent) => {
        const { proof, differences, differenceCount } = reconciled(consistent);
        expect(differences).toEqual([]);
        expect(differenceCount).toBe(0);
        expect(proof).toMatchObject({ fees: 0, holds: true, boughtByMembers: proof.bought, soldByMembers: proof.sold });
      }),
    );
  });

  it('counts every trade once: settled, pending, open or voided, and what failed at some time by its end', () => {
    fc.assert(
      fc.property(books, (consistent) => {
        const { trades, settled, pending, open, failed, resolved, amount, members } = reconciled(consistent);
        const { retry, adjust, 'by-hand': byHand, void: voided } = resolved.byKind;
        expect(trades).toBe(consistent.trades.length);
        expect(settled.count + pending.count + open.count + voided.count).toBe(trades);
        expect(settled.amount + pending.amount + open.amount + voided.amountBefore).toBe(amount);
        expect(failed.count).toBe(open.count + resolved.count);
        expect(resolved.count).toBe(retry.count + adjust.count + byHand.count + voided.count);
        expect(voided.amount).toBe(0);
        expect(adjust.amount).toBeLessThanOrEqual(adjust.amountBefore);
        expect(members.reduce((sum, { balance }) => sum + balance, 0)).toBe(0);
        expect(members.reduce((sum, { boughtAmount }) => sum + boughtAmount, 0)).toBe(settled.amount);
      }),
    );
  });

  it('leaves trades outside the period out of the sums, and in the books of their days and clearings', () => {
    const moved = sample.trades.map((trade) => ({ ...trade, isInPeriod: false }));
    const { trades, settled, proof, differences } = reconciled({ ...sample, trades: moved });
    expect({ trades, settled, differences }).toEqual({ trades: 0, settled: { count: 0, amount: 0 }, differences: [] });
    expect(proof.holds).toBe(true);
  });
});

describe('the reconciliation finds, and finds nothing else,', () => {
  it('an amount that is not quantity times price', () => {
    const { planted, trade } = booked(withTrade(isPlain, (one) => ({ ...one, amount: one.amount + 1 })));
    expect(reconciled(planted).differences).toMatchObject([
      {
        kind: 'amount',
        tradeId: '00000000-0000-0000-0000-' + trade.id.slice(20).toLowerCase(),
        expected: trade.amount - 1,
        found: trade.amount,
        unit: 'money',
      },
    ]);
  });

  it('a member that trades with itself', () => {
    const { planted, trade } = booked(withTrade(isPlain, (one) => ({ ...one, seller: one.buyer })));
    expect(reconciled(planted).differences).toMatchObject([
      { kind: 'same-member', memberId: `m${trade.buyer}`, expected: 0, found: trade.amount, unit: 'money' },
    ]);
  });

  it('a price that is not that of the clearing', () => {
    const { planted, trade } = booked(
      withTrade(isPlain, (one) => ({ ...one, price: 200_000, amount: amountOf(one.quantityWh, 200_000) })),
    );
    expect(reconciled(planted).differences).toMatchObject([
      { kind: 'clearing', executedAt: trade.executedAt, found: trade.amount, unit: 'money' },
    ]);
  });

  it('a quantity that the clearing did not make', () => {
    const { planted, trade } = booked(
      withTrade(isPlain, (one) => {
        const quantityWh = one.quantityWh + 3;
        return { ...one, quantityWh, amount: amountOf(quantityWh, one.price) };
      }),
    );
    const { quantityWh } = sample.clearings.find(({ id }) => id === trade.clearingId)!;
    expect(reconciled(planted).differences).toMatchObject([
      { kind: 'clearing', tradeId: null, expected: quantityWh, found: quantityWh + 3, unit: 'energy' },
    ]);
  });

  it('a trade that is gone from its clearing', () => {
    const at = sample.trades.findIndex(isPlain);
    const { quantityWh } = sample.trades[at];
    const trades = sample.trades.toSpliced(at, 1);
    const { differences } = reconciled({ ...sample, trades, days: derived(trades, trades).days });
    expect(differences.map(({ kind, expected, found, unit }) => ({ kind, by: expected - found, unit }))).toEqual([
      { kind: 'clearing', by: quantityWh, unit: 'energy' },
      { kind: 'clearing', by: 1, unit: 'count' },
    ]);
  });

  it.each(['boughtWh', 'boughtAmount', 'soldWh', 'soldAmount'] as const)("%s of a member's day", (column) => {
    const days = sample.days.with(1, { ...sample.days[1], [column]: sample.days[1][column] + 1 });
    const { differences, proof } = reconciled({ ...sample, days });
    const { member, day } = sample.days[1];
    expect(differences).toEqual([
      {
        kind: 'member-day',
        tradeId: null,
        executedAt: null,
        memberId: `m${member}`,
        anonymizedId: `Member ${member}`,
        day,
        expected: sample.days[1][column],
        found: sample.days[1][column] + 1,
        unit: column.endsWith('Wh') ? 'energy' : 'money',
      },
    ]);
    expect(proof.holds).toBe(column.endsWith('Wh'));
    expect(proof.boughtByMembers - proof.bought).toBe(column === 'boughtAmount' ? 1 : 0);
  });

  it.each(['retry', 'by-hand'] as const)('a %s that was carried out and whose trade is not settled', (kind) => {
    const { planted, trade } = booked(withTrade(isResolvedBy(kind), (one) => ({ ...one, status: 'failed' })));
    expect(reconciled(planted).differences).toMatchObject([
      { kind: 'resolution', expected: trade.amount, found: 0, unit: 'money' },
    ]);
  });

  it('a trade that was voided and is settled', () => {
    const { planted, trade } = booked(withTrade(isResolvedBy('void'), (one) => ({ ...one, status: 'settled' })));
    expect(reconciled(planted).differences).toMatchObject([
      { kind: 'resolution', expected: 0, found: trade.amount, unit: 'money' },
    ]);
  });

  it('a trade that is settled and whose case is open', () => {
    const isOpen = ({ events }: BookedTrade): boolean => events.length === 1;
    const { planted, trade } = booked(withTrade(isOpen, (one) => ({ ...one, status: 'settled' })));
    expect(reconciled(planted).differences).toMatchObject([
      { kind: 'resolution', expected: 0, found: trade.amount, unit: 'money' },
    ]);
  });

  it('a trade that was adjusted to another quantity than its resolution says', () => {
    const { planted, trade } = booked(
      withTrade(
        (one) => isResolvedBy('adjust')(one) && one.clearingId === null,
        (one) => ({ ...one, quantityWh: one.quantityWh + 1, amount: amountOf(one.quantityWh + 1, one.price) }),
      ),
    );
    expect(reconciled(planted).differences).toMatchObject([
      { kind: 'resolution', expected: trade.quantityWh - 1, found: trade.quantityWh, unit: 'energy' },
    ]);
  });

  it('a case whose trade is gone', () => {
    const lost = sample.trades.find(({ events }) => events.length > 0)!.events[0];
    expect(reconciled({ ...sample, lost: [lost] }).differences).toMatchObject([
      { kind: 'resolution', tradeId: lost.tradeId, expected: 1, found: 0, unit: 'count' },
    ]);
  });
});

describe('many differences', () => {
  it('are all counted, and the thousand largest are told, the largest first', () => {
    const [trade] = sample.trades.filter(isPlain);
    const trades = Array.from({ length: 1200 }, (_, at): BookedTrade => ({
      ...trade,
      id: hex(at),
      clearingId: null,
      day: null,
      amount: trade.amount + 1 + at,
    }));
    const { differences, differenceCount } = reconciled({ clearings: [], days: [], lost: [], trades });
    expect(differenceCount).toBe(1200);
    expect(differences).toHaveLength(1000);
    expect(differences[0].found - differences[0].expected).toBe(1200);
    expect(differences.at(-1)!.found - differences.at(-1)!.expected).toBe(201);
  });
});
