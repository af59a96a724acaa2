/** Sums of a comparison's columns. Pure. */
import type { Comparison } from '#shared/contract/ledger-records.ts';

export type TradedSeries = Comparison['current'];

export interface TradedSums {
  readonly boughtWh: number;
  readonly boughtAmount: number;
  readonly soldWh: number;
  readonly soldAmount: number;
  readonly savings: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function sumsOf(series: TradedSeries): TradedSums {
  return {
    boughtWh: sum(series.boughtWh),
    boughtAmount: sum(series.boughtAmount),
    soldWh: sum(series.soldWh),
    soldAmount: sum(series.soldAmount),
    savings: sum(series.savings),
  };
}

/** Amount for each kWh in micro-currency; null where there is no energy. */
export function averagePrice(amount: number, wh: number): number | null {
  return wh === 0 ? null : Math.round((amount * 1000) / wh);
}

/** The average price of each step. */
export function averagePrices(amounts: readonly number[], energies: readonly number[]): (number | null)[] {
  return amounts.map((amount, index) => averagePrice(amount, energies[index]));
}

/**
 * The energy that was traded in each step, Wh. Of all members together what one buys another sells: it counts once. A member buys and
 * sells different energy: both count.
 */
export function tradedWh({ boughtWh, soldWh }: Pick<TradedSeries, 'boughtWh' | 'soldWh'>, isMember: boolean): number[] {
  return isMember ? boughtWh.map((wh, index) => wh + soldWh[index]) : [...boughtWh];
}
