/** Books for reconciliations: trades, their cases, clearings and members' days. */
import fc from 'fast-check';
import type { Reconciliation } from '#shared/contract/settlement-records.ts';
import { amountOf } from '#shared/domain/units.ts';
import type { Resolution, SettlementEvent } from '#shared/settlement/events.ts';
import type { MemberDay } from '#shared/settlement/member-books.ts';
import { type BookedClearing, type BookedTrade, Reconciler } from '#shared/settlement/reconciliation.ts';

const MEMBERS = 6;

export interface Books {
  readonly clearings: BookedClearing[];
  readonly trades: BookedTrade[];
  readonly days: MemberDay[];
  readonly lost: SettlementEvent[];
}

/** What the reconciliation says of books. */
export function reconciled({ clearings, trades, days, lost }: Books): Reconciliation {
  const reconciler = new Reconciler();
  for (const clearing of clearings) reconciler.addClearing(clearing);
  for (const day of days) reconciler.addMemberDay(day);
  for (const trade of trades) reconciler.addTrade(trade);
  for (const event of lost) reconciler.addLostCase(event);
  return reconciler.result((member) => ({ memberId: `m${member}`, anonymizedId: `Member ${member}` }));
}

/** An id. */
export const hex = (number: number): string => number.toString(16).toUpperCase().padStart(32, '0');

/** How a failed trade went on: open, proposed, or resolved in one of the ways. */
type Fate = 'open' | 'proposed' | Resolution;

function eventsOf(trade: BookedTrade, fate: Fate): SettlementEvent[] {
  const step = {
    tradeId: trade.id,
    executedAt: trade.executedAt,
    at: trade.executedAt + 1,
    by: null,
    byId: null,
    reason: null,
    tradeVersion: 2,
    failureCode: null,
    resolution: fate === 'open' ? null : fate === 'proposed' ? ({ kind: 'retry' } as const) : fate,
    needsApproval: false,
    before: null,
  };
  const failed: SettlementEvent = { ...step, id: 'e1', number: 1, kind: 'failed', resolution: null };
  if (fate === 'open') return [failed];
  const proposed: SettlementEvent = { ...step, id: 'e2', number: 2, kind: 'proposed' };
  if (fate === 'proposed') return [failed, proposed];
  const before = { quantityWh: trade.quantityWh, amount: trade.amount };
  return [failed, proposed, { ...step, id: 'e3', number: 3, kind: 'resolved', before }];
}

/** The trade as its case leaves it. */
function after(trade: BookedTrade, fate: Fate): BookedTrade {
  const events = eventsOf(trade, fate);
  if (typeof fate === 'string' || fate.kind === 'void') return { ...trade, status: 'failed', events };
  if (fate.kind !== 'adjust') return { ...trade, status: 'settled', events };
  const { quantityWh } = fate;
  return { ...trade, status: 'settled', events, quantityWh, amount: amountOf(quantityWh, trade.price) };
}

const fates = fc.option(
  fc.oneof(
    fc.constantFrom<Fate>(
      'open',
      'proposed',
      { kind: 'retry' },
      { kind: 'void' },
      { kind: 'by-hand', evidence: 'Paid in cash.', reference: 'Receipt 1' },
    ),
    fc.record({ kind: fc.constant('adjust' as const), quantityWh: fc.integer({ min: 1, max: 9 }) }),
  ),
);

interface Booking {
  readonly slot: number;
  readonly buyer: number;
  /** So many members after the buyer. */
  readonly partner: number;
  readonly quantityWh: number;
  readonly isSettled: boolean;
  readonly isCleared: boolean;
  readonly fate: Fate | null;
}

/** Books in which everything agrees: two days of three slots, one price a slot. */
export function booksOf(bookings: readonly Booking[]): Books {
  const trades = bookings.map(({ slot, buyer, partner, quantityWh, isSettled, isCleared, fate }, at): BookedTrade => {
    const price = 100_000 + slot * 1337;
    const trade: BookedTrade = {
      id: hex(at),
      executedAt: 1000 * slot + 5,
      buyer,
      seller: (buyer + partner) % MEMBERS,
      quantityWh,
      price,
      amount: amountOf(quantityWh, price),
      status: isSettled ? 'settled' : 'pending',
      clearingId: isCleared ? `c${slot}` : null,
      day: 20_260_101 + Math.floor(slot / 3),
      isInPeriod: true,
      events: [],
    };
    return fate === null ? trade : after(trade, fate);
  });
  return { ...derived(trades, bookings), trades, lost: [] };
}

export const books: fc.Arbitrary<Books> = fc
  .array(
    fc.record({
      slot: fc.nat({ max: 5 }),
      buyer: fc.nat({ max: MEMBERS - 1 }),
      partner: fc.integer({ min: 1, max: MEMBERS - 1 }),
      quantityWh: fc.integer({ min: 10, max: 5000 }),
      isSettled: fc.boolean(),
      isCleared: fc.boolean(),
      fate: fates,
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map(booksOf);

/** What the clearings and the members' books say of trades. */
export function derived(
  trades: readonly BookedTrade[],
  traded: readonly { readonly quantityWh: number }[],
): Pick<Books, 'clearings' | 'days'> {
  const clearings = new Map<string, BookedClearing>();
  const days = new Map<string, MemberDay>();
  for (const [at, trade] of trades.entries()) {
    const { clearingId, executedAt: clearedAt, price, buyer, seller, quantityWh, amount } = trade;
    if (clearingId !== null) {
      const known = clearings.get(clearingId) ?? { id: clearingId, clearedAt, price, quantityWh: 0, tradeCount: 0 };
      clearings.set(clearingId, {
        ...known,
        quantityWh: known.quantityWh + traded[at].quantityWh,
        tradeCount: known.tradeCount! + 1,
      });
    }
    if (trade.status === 'failed') continue;
    const add = (member: number, more: Partial<MemberDay>): void => {
      const key = `${trade.day} ${member}`;
      const none = { member, day: trade.day!, boughtWh: 0, boughtAmount: 0, soldWh: 0, soldAmount: 0 };
      const known = days.get(key) ?? none;
      days.set(key, {
        ...known,
        boughtWh: known.boughtWh + (more.boughtWh ?? 0),
        boughtAmount: known.boughtAmount + (more.boughtAmount ?? 0),
        soldWh: known.soldWh + (more.soldWh ?? 0),
        soldAmount: known.soldAmount + (more.soldAmount ?? 0),
      });
    };
    add(buyer, { boughtWh: quantityWh, boughtAmount: amount });
    add(seller, { soldWh: quantityWh, soldAmount: amount });
  }
  return { clearings: [...clearings.values()], days: [...days.values()] };
}
