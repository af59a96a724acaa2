import { amountOf } from '../domain/units.ts';
import { savings } from './indicators.ts';

/** A trade as one of its members, or the community, sees it. Wh, micro-currency and micro-currency per kWh. */
export interface SeenTrade {
  readonly quantityWh: number;
  readonly amount: number;
  /** The grid's tariffs that it is held against; null where none is known. */
  readonly retail: number | null;
  readonly feedIn: number | null;
  /** Which sides are looked at: one of a member's, both of the community's. */
  readonly isBought: boolean;
  readonly isSold: boolean;
}

/** What trades came to, and what they would have come to at the grid's tariffs. Wh and micro-currency. */
export interface TradeSums {
  trades: number;
  /** Trades that are in no other sum, because a tariff that they need is not known. */
  withoutTariff: number;
  boughtWh: number;
  boughtAmount: number;
  boughtAtRetail: number;
  soldWh: number;
  soldAmount: number;
  soldAtFeedIn: number;
}

/** The sums of no trades. */
export function noTrades(): TradeSums {
  return {
    trades: 0,
    withoutTariff: 0,
    boughtWh: 0,
    boughtAmount: 0,
    boughtAtRetail: 0,
    soldWh: 0,
    soldAmount: 0,
    soldAtFeedIn: 0,
  };
}

/** Adds a trade to sums; what it would have come to is rounded for each trade (DOMAIN.md sections 1 and 4). */
export function addTrade(sums: TradeSums, { quantityWh, amount, retail, feedIn, isBought, isSold }: SeenTrade): void {
  if ((isBought && retail === null) || (isSold && feedIn === null)) {
    sums.withoutTariff++;
    return;
  }
  sums.trades++;
  if (isBought && retail !== null) {
    sums.boughtWh += quantityWh;
    sums.boughtAmount += amount;
    sums.boughtAtRetail += amountOf(quantityWh, retail);
  }
  if (isSold && feedIn !== null) {
    sums.soldWh += quantityWh;
    sums.soldAmount += amount;
    sums.soldAtFeedIn += amountOf(quantityWh, feedIn);
  }
}

/** What was saved by buying, by selling and in all, micro-currency; negative is a loss (DOMAIN.md section 4). */
export function savedBy(sums: TradeSums): { readonly buying: number; readonly selling: number; readonly all: number } {
  const bought = { bought: sums.boughtAmount, boughtAtRetail: sums.boughtAtRetail };
  const sold = { sold: sums.soldAmount, soldAtFeedIn: sums.soldAtFeedIn };
  return {
    buying: savings({ ...bought, sold: 0, soldAtFeedIn: 0 }),
    selling: savings({ ...sold, bought: 0, boughtAtRetail: 0 }),
    all: savings({ ...bought, ...sold }),
  };
}
