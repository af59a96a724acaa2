import type { Tariff } from '../domain/tariff.ts';
import type { ReplayedClearing } from './replayed-clearing.ts';

/** A slot that took place, with all that is needed to price it in another way. Members have the same numbers everywhere in it. */
export interface ReplayedSlot {
  readonly slot: number;
  /** Null when the slot's tariffs are not known: then nothing can be said of savings. */
  readonly tariff: Tariff | null;
  readonly clearings: readonly ReplayedClearing[];
  readonly meters: readonly SlotMeter[];
  /** The trades that came from the clearings, as they were made. */
  readonly clearedTrades: readonly LedgerTrade[];
  /** The trades that came from none and did not fail, as they were made. */
  readonly outsideTrades: readonly LedgerTrade[];
}

/** What a member needed beyond its own production and had left over, in Wh. */
export interface SlotMeter {
  readonly member: number;
  readonly needWh: number;
  readonly surplusWh: number;
}

/** Wh and micro-currency. */
export interface LedgerTrade {
  readonly buyer: number;
  readonly seller: number;
  readonly wh: number;
  readonly amount: number;
}
