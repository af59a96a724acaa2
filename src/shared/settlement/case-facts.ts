import type { FailureCode, ReadingQuality } from '../domain/records.ts';
import type { Tariff } from '../domain/tariff.ts';
import type { FailedTrade } from './effect.ts';
import type { MeterClaim, OtherTrades } from './metered.ts';

/** What the copy knows about a failed trade: what a diagnosis is made of. Units as everywhere. */
export interface CaseFacts {
  readonly trade: FailedTrade &
    MeterClaim & {
      readonly slot: number;
      /** The cause that the settlement gave; null where it gave none. */
      readonly failureCode: FailureCode | null;
    };
  readonly buyer: PartyFacts;
  readonly seller: PartyFacts;
  /** Whether anybody has a reading of the slot: where nobody has, the copy was never told of any and shows nothing. */
  readonly slotHasReadings: boolean;
  /** Of the market, micro-currency per kWh. */
  readonly limits: { readonly floor: number; readonly cap: number };
  /** Of the slot itself. */
  readonly tariff: Tariff | null;
  /** The trade that this one repeats. */
  readonly duplicateOf: { readonly tradeId: string; readonly executedAt: number } | null;
}

export interface PartyFacts {
  /** Of the slot: Wh imported by the buyer, exported by the seller. Null without one. */
  readonly reading: { readonly wh: number; readonly quality: ReadingQuality; readonly revision: number } | null;
  /** On the same side of the same slot. */
  readonly others: OtherTrades;
  /** Of the trade; null where it has none or the copy does not. */
  readonly order: {
    /** Null is a market order. */
    readonly price: number | null;
    readonly windowStart: number;
    /** Exclusive. */
    readonly windowEnd: number;
  } | null;
  readonly joinedAt: number;
  /** Null: has not left. */
  readonly leftAt: number | null;
  /** Now. */
  readonly isActive: boolean;
  /** Of the community account, now. */
  readonly balance: number;
  readonly creditLimit: number;
}
