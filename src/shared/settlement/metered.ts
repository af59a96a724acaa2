/**
 * What the meters leave for a trade.
 *
 * A meter stands where a member meets the grid, and the community's energy passes it like any other: `exported_wh` holds what was sold to
 * the community, `imported_wh` what was bought from it (DOMAIN.md section 2). So a seller's trades of a slot share its export, and a
 * buyer's trades its import.
 */
import { type Order, toColumns } from '../market/orders.ts';
import { ration } from '../market/rationing.ts';

/** A trade that asks for a part of a meter's energy. */
export interface MeterClaim {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly executedAt: number;
  /** Wh. */
  readonly quantityWh: number;
}

/** The other trades of a member on the same side of the same slot. One that was voided asks for nothing and is none of them. */
export interface OtherTrades {
  /** Wh of those that are settled: they keep what they have. */
  readonly settledWh: number;
  /** Those that are not: they share what is left. */
  readonly unsettled: readonly MeterClaim[];
}

/** What a meter leaves for a trade. Wh. */
export interface MeterShare {
  readonly meterWh: number;
  readonly settledWh: number;
  /** Asked for by the other trades that are not settled. */
  readonly otherWh: number;
  /** For the trade: not below 0, not above what was traded. */
  readonly leftWh: number;
}

/**
 * The share of one trade in a meter: what the settled trades leave, pro-rata among those that are not settled, in whole Wh by largest
 * remainder (as in DOMAIN.md section 3, rationing; ties: executed earlier, then the smaller id). A case that is adjusted to its share
 * leaves the others theirs, but for a Wh of rounding.
 * @param meterWh exported by the seller or imported by the buyer
 */
export function meterShare(own: MeterClaim, { settledWh, unsettled }: OtherTrades, meterWh: number): MeterShare {
  const otherWh = unsettled.reduce((sum, { quantityWh }) => sum + quantityWh, 0);
  const totalWh = otherWh + own.quantityWh;
  const availableWh = Math.max(meterWh - settledWh, 0);
  const leftWh = availableWh >= totalWh ? own.quantityWh : rationedWh(own, unsettled, availableWh, totalWh);
  return { meterWh, settledWh, otherWh, leftWh };
}

function rationedWh(own: MeterClaim, others: readonly MeterClaim[], availableWh: number, totalWh: number): number {
  const claims = [own, ...others].map(({ id, executedAt, quantityWh }): Order => ({
    id,
    member: '',
    price: null,
    wh: quantityWh,
    createdAt: executedAt,
  }));
  const { bids: orders } = toColumns(claims, []);
  const rows = Int32Array.from(claims.keys());
  const takenWh = new Int32Array(claims.length);
  const stack = { orders, count: orders.count, rows, limit: orders.price, wh: orders.wh };
  ration(stack, { side: 'bid', from: 0, to: orders.count, availableWh, totalWh }, takenWh);
  return takenWh[0];
}

/**
 * What the meters leave for a trade: the smaller one of its two shares, Wh; null where a share is not known.
 */
export function meteredWh(sold: MeterShare | null, bought: MeterShare | null): number | null {
  return sold && bought && Math.min(sold.leftWh, bought.leftWh);
}
