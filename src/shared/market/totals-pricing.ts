import { roundHalfEvenDiv } from '../domain/units.ts';

/** What the mechanisms that price a slot from totals start from. */
export interface SlotTotals {
  /** Retail tariff R, micro-currency per kWh. */
  readonly retail: number;
  /** Feed-in tariff F, micro-currency per kWh. */
  readonly feedIn: number;
  /** Demand L of all members in Wh, not negative. */
  readonly demandWh: number;
  /** Generation G of all members in Wh, not negative. */
  readonly generationWh: number;
}

/** What members pay and receive for a kWh in a slot, in micro-currency per kWh, each rounded half-even once. */
export interface SlotPrices {
  readonly buyPrice: number;
  readonly sellPrice: number;
}

/** The mechanisms that price a slot from its totals, by the names of DOMAIN.md section 3. */
export const totalsMechanisms = {
  'mid-market-rate': midMarketRate,
  'supply-demand-ratio': supplyDemandRatio,
} satisfies Record<string, (totals: SlotTotals) => SlotPrices>;

/**
 * The mid-market rate (DOMAIN.md section 3): what is shared costs `M = (R + F) / 2`, and the side that is longer bears the
 * rest at the grid's price, spread over all of it. `G = L` (also both 0): both `M`. `G > L`: buy `M`, sell
 * `(L*M + (G-L)*F) / G`. `G < L`: sell `M`, buy `(G*M + (L-G)*R) / L`.
 * @throws RangeError when a tariff is no safe integer, or a total no safe integer from 0
 */
export function midMarketRate(totals: SlotTotals): SlotPrices {
  checkTotals(totals);
  const [retail, feedIn, demand, generation] = exact(totals);
  const twiceMid = retail + feedIn;
  const mid = roundHalfEvenDiv(twiceMid, 2n);
  if (generation > demand) {
    const paid = demand * twiceMid + 2n * (generation - demand) * feedIn;
    return { buyPrice: mid, sellPrice: roundHalfEvenDiv(paid, 2n * generation) };
  }
  if (generation < demand) {
    const paid = generation * twiceMid + 2n * (demand - generation) * retail;
    return { buyPrice: roundHalfEvenDiv(paid, 2n * demand), sellPrice: mid };
  }
  return { buyPrice: mid, sellPrice: mid };
}

/**
 * The supply and demand ratio `s = G / L` (DOMAIN.md section 3; N. Liu et al., "Energy-sharing model with price-based demand
 * response for microgrids of peer-to-peer prosumers", IEEE Transactions on Power Systems 32, 2017). `s < 1`: sell
 * `R*F / ((R-F)*s + F)`, buy `sell*s + R*(1-s)`. `s >= 1` or `L = 0`: both `F`. Where the formula is 0/0 (no generation and
 * no feed-in tariff, or no tariffs) both are `R`, which is its value for `s = 0`.
 * @throws RangeError when a tariff is negative, which the formula has no meaning for, or an argument no safe integer from 0
 */
export function supplyDemandRatio(totals: SlotTotals): SlotPrices {
  checkTotals(totals);
  const { retail: micro, feedIn: feedInMicro } = totals;
  if (micro < 0 || feedInMicro < 0) {
    throw new RangeError(`The supply and demand ratio has no price for the tariffs ${micro} and ${feedInMicro}`);
  }
  const [retail, feedIn, demand, generation] = exact(totals);
  if (generation >= demand) return { buyPrice: feedInMicro, sellPrice: feedInMicro };
  // (R-F)*s + F, times L.
  const divisor = (retail - feedIn) * generation + feedIn * demand;
  if (divisor === 0n) return { buyPrice: micro, sellPrice: micro };
  const product = retail * feedIn * demand;
  return {
    buyPrice: roundHalfEvenDiv(product * generation + retail * (demand - generation) * divisor, demand * divisor),
    sellPrice: roundHalfEvenDiv(product, divisor),
  };
}

function checkTotals({ retail, feedIn, demandWh, generationWh }: SlotTotals): void {
  for (const tariff of [retail, feedIn]) {
    if (!Number.isSafeInteger(tariff)) throw new RangeError(`${tariff} is no tariff in whole micro-currency units`);
  }
  for (const wh of [demandWh, generationWh]) {
    if (!Number.isSafeInteger(wh) || wh < 0) throw new RangeError(`${wh} is no energy in whole Wh`);
  }
}

function exact({ retail, feedIn, demandWh, generationWh }: SlotTotals): [bigint, bigint, bigint, bigint] {
  return [BigInt(retail), BigInt(feedIn), BigInt(demandWh), BigInt(generationWh)];
}
