/**
 * The books of one period against each other: every trade for itself, the trades of a clearing, the trades and the books of the members, the
 * cases of failed trades and the trades. What disagrees is listed to the last micro-currency and Wh.
 */
import type { Reconciliation } from '../contract/settlement-records.ts';
import { amountOf } from '../domain/units.ts';
import { uuidOfHex } from '../domain/uuid.ts';
import { adjustmentOf, asTraded } from './as-traded.ts';
import { caseOf } from './case.ts';
import { type ResolutionKind, resolutionKinds, type SettlementEvent } from './events.ts';
import { MemberBooks, type MemberDay, type MembersTrade } from './member-books.ts';

/** How many differences are told; all are counted. */
const MAX_DIFFERENCES = 1000;

/** A trade as it is stored, its members by number. Times in epoch milliseconds. */
export interface BookedTrade extends MembersTrade {
  /** 32 hexadecimal digits, as that of its clearing. */
  readonly id: string;
  readonly executedAt: number;
  /** Micro-currency per kWh. */
  readonly price: number;
  readonly clearingId: string | null;
  /** Local day (yyyymmdd) of its slot, where the members' books of that day are compared; null elsewhere. */
  readonly day: number | null;
  /** Whether it was executed in the period. The others count in the days of their slots and in their clearings alone. */
  readonly isInPeriod: boolean;
  /** The steps of its case, in their order. */
  readonly events: readonly SettlementEvent[];
}

/** A clearing of the period. */
export interface BookedClearing {
  /** As trades name it. */
  readonly id: string;
  readonly clearedAt: number;
  /** That all of its trades have, micro-currency per kWh; null where each may have its own. */
  readonly price: number | null;
  readonly quantityWh: number;
  /** Of its certificate; null without one. */
  readonly tradeCount: number | null;
}

type Difference = Reconciliation['differences'][number];
/** A difference before its member has a name. */
type Found = Omit<Difference, 'memberId' | 'anonymizedId'> & { readonly member: number | null };
/** What people may see of a member; null where that is nothing. */
export type MemberName = { readonly memberId: string; readonly anonymizedId: string } | null;

interface Sum {
  count: number;
  amount: number;
}

/** Compares books as they are handed in: first the clearings, then the trades and the days of the members, in any order. */
export class Reconciler {
  readonly #found: Found[] = [];
  readonly #clearings = new Map<string, BookedClearing & { tradedWh: number; trades: number }>();
  readonly #books = new MemberBooks();
  readonly #sums: Record<'all' | 'settled' | 'open' | 'failed' | 'pending', Sum> = {
    all: { count: 0, amount: 0 },
    settled: { count: 0, amount: 0 },
    open: { count: 0, amount: 0 },
    failed: { count: 0, amount: 0 },
    pending: { count: 0, amount: 0 },
  };
  readonly #byKind = Object.fromEntries(
    resolutionKinds.map((kind) => [kind, { count: 0, amountBefore: 0, amount: 0 }]),
  ) as Record<ResolutionKind, { count: number; amountBefore: number; amount: number }>;
  #quantityWh = 0;

  addClearing(clearing: BookedClearing): void {
    this.#clearings.set(clearing.id, { ...clearing, tradedWh: 0, trades: 0 });
  }

  /** A day of a member in the books that are kept beside the trades. */
  addMemberDay(day: MemberDay): void {
    this.#books.addDay(day);
  }

  addTrade(trade: BookedTrade): void {
    if (trade.day !== null && trade.status !== 'failed') this.#books.addTrade(trade, trade.day);
    this.#addToClearing(trade);
    if (!trade.isInPeriod) return;
    this.#count(trade);
    const expected = amountOf(trade.quantityWh, trade.price);
    if (expected !== trade.amount) this.#tell('amount', trade, { expected, found: trade.amount, unit: 'money' });
    if (trade.buyer === trade.seller) {
      this.#tell('same-member', trade, { expected: 0, found: trade.amount, unit: 'money', member: trade.buyer });
    }
    this.#compareCase(trade);
  }

  /** An event of the period whose trade is not in the books. */
  addLostCase({ tradeId, executedAt }: SettlementEvent): void {
    this.#found.push({
      kind: 'resolution',
      tradeId,
      executedAt,
      member: null,
      day: null,
      expected: 1,
      found: 0,
      unit: 'count',
    });
  }

  /**
   * The books and what they disagree in, once everything was handed in.
   * @param nameOf by member number
   */
  result(nameOf: (member: number) => MemberName): Reconciliation {
    this.#compareClearings();
    const { all, settled, open, failed, pending } = this.#sums;
    for (const difference of this.#books.differences()) {
      this.#found.push({ kind: 'member-day', tradeId: null, executedAt: null, ...difference });
    }
    const proof = this.#books.proof();
    this.#found.sort((a, b) => sizeOf(b) - sizeOf(a));
    return {
      trades: all.count,
      quantityWh: this.#quantityWh,
      amount: all.amount,
      settled,
      open,
      failed,
      pending,
      resolved: {
        count: resolutionKinds.reduce((sum, kind) => sum + this.#byKind[kind].count, 0),
        byKind: this.#byKind,
      },
      proof,
      members: this.#books.members().flatMap(({ member, ...sums }) => {
        const name = nameOf(member);
        return name === null ? [] : [{ ...name, ...sums }];
      }),
      differences: this.#found.slice(0, MAX_DIFFERENCES).map(({ member, ...difference }) => {
        const name = member === null ? null : nameOf(member);
        return { ...difference, memberId: name?.memberId ?? null, anonymizedId: name?.anonymizedId ?? null };
      }),
      differenceCount: this.#found.length,
    };
  }

  #count(trade: BookedTrade): void {
    const { all, settled, open, failed, pending } = this.#sums;
    add(all, trade.amount);
    this.#quantityWh += trade.quantityWh;
    if (trade.status === 'settled') add(settled, trade.amount);
    if (trade.status === 'pending') add(pending, trade.amount);
    const state = caseOf(trade.status, trade.events);
    if (state !== null) add(failed, tradedOf(trade).amount);
    if (trade.status === 'failed' && state?.state !== 'resolved') add(open, trade.amount);
    this.#books.count(trade, state !== null);
    if (state?.state !== 'resolved' || state.proposal === null) return;
    const kind = this.#byKind[state.proposal.resolution.kind];
    kind.count++;
    kind.amountBefore += tradedOf(trade).amount;
    if (trade.status === 'settled') kind.amount += trade.amount;
  }

  #addToClearing(trade: BookedTrade): void {
    const clearing = trade.clearingId === null ? undefined : this.#clearings.get(trade.clearingId);
    if (clearing === undefined) return;
    const { quantityWh, amount } = tradedOf(trade);
    clearing.tradedWh += quantityWh;
    clearing.trades++;
    if (clearing.price === null || clearing.price === trade.price) return;
    const expected = amountOf(quantityWh, clearing.price);
    this.#tell('clearing', trade, { expected, found: amount, unit: 'money' });
  }

  #compareClearings(): void {
    for (const { clearedAt, quantityWh, tradeCount, tradedWh, trades } of this.#clearings.values()) {
      const clearing = { kind: 'clearing', tradeId: null, executedAt: clearedAt, member: null, day: null } as const;
      if (tradedWh !== quantityWh) {
        this.#found.push({ ...clearing, expected: quantityWh, found: tradedWh, unit: 'energy' });
      }
      if (tradeCount !== null && trades !== tradeCount) {
        this.#found.push({ ...clearing, expected: tradeCount, found: trades, unit: 'count' });
      }
    }
  }

  /** A trade with a case is settled when, and as, its resolution says. */
  #compareCase(trade: BookedTrade): void {
    const { status, quantityWh, amount, events } = trade;
    if (events.length === 0) return;
    const { state, proposal } = caseOf(status, events)!;
    const resolution = state === 'resolved' ? proposal?.resolution : undefined;
    const before = events.findLast(({ kind }) => kind === 'resolved')?.before;
    const isSettled = status === 'settled';
    if (resolution === undefined || resolution.kind === 'void') {
      if (status !== 'failed') this.#tell('resolution', trade, { expected: 0, found: amount, unit: 'money' });
    } else if (resolution.kind === 'adjust') {
      const expected = resolution.quantityWh;
      const found = isSettled ? quantityWh : 0;
      if (found !== expected) this.#tell('resolution', trade, { expected, found, unit: 'energy' });
    } else {
      const expected = before?.amount ?? amount;
      if (!isSettled || amount !== expected) {
        this.#tell('resolution', trade, { expected, found: isSettled ? amount : 0, unit: 'money' });
      }
    }
  }

  #tell(
    kind: Found['kind'],
    { id, executedAt }: BookedTrade,
    difference: Pick<Found, 'expected' | 'found' | 'unit'> & { readonly member?: number },
  ): void {
    this.#found.push({ kind, tradeId: uuidOfHex(id), executedAt, member: null, day: null, ...difference });
  }
}

function add(sum: Sum, amount: number): void {
  sum.count++;
  sum.amount += amount;
}

function sizeOf({ expected, found }: Found): number {
  return Math.abs(found - expected);
}

/** What was traded, before anything was adjusted. */
function tradedOf(trade: BookedTrade): { readonly quantityWh: number; readonly amount: number } {
  const resolved = trade.events.findLast(({ kind }) => kind === 'resolved');
  return asTraded(trade, resolved ? adjustmentOf(resolved) : null);
}
