/** What a resolution does to both members and to the community (DOMAIN.md section 6), before it is applied. */
import type { SettlementStatus } from '../domain/records.ts';
import type { Tariff } from '../domain/tariff.ts';
import { amountOf } from '../domain/units.ts';
import type { ResolutionKind } from './events.ts';

/** A trade that failed. Wh, micro-currency per kWh, micro-currency. */
export interface FailedTrade {
  readonly quantityWh: number;
  readonly price: number;
  readonly amount: number;
}

/** A member's community account, micro-currency. */
export interface PartyAccount {
  readonly anonymizedId: string;
  readonly balance: number;
  readonly creditLimit: number;
}

/** A kind of resolution; of `adjust` with the Wh that are settled. */
export type Effective =
  | { readonly kind: Exclude<ResolutionKind, 'adjust'> }
  | { readonly kind: 'adjust'; readonly quantityWh: number };

/** What becomes of one member, micro-currency; what is paid is negative. Fields as in the contract's `effectSchema`. */
interface PartyEffect {
  readonly anonymizedId: string;
  readonly account: number;
  readonly grid: number;
  readonly change: number;
  readonly balance: number;
  readonly funds: number;
}

/** Fields as in the contract's `effectSchema`. */
export interface Effect {
  readonly quantityWh: number;
  readonly amount: number;
  readonly gridWh: number;
  readonly buyer: PartyEffect;
  readonly seller: PartyEffect;
  readonly accounts: number;
  readonly community: number;
  readonly statusAfter: SettlementStatus;
  readonly hasTariff: boolean;
}

/** What is settled of a trade by a resolution: Wh and micro-currency. */
export function settledBy(trade: FailedTrade, resolution: Effective): { quantityWh: number; amount: number } {
  switch (resolution.kind) {
    case 'retry':
    case 'by-hand':
      return { quantityWh: trade.quantityWh, amount: trade.amount };
    case 'adjust':
      return { quantityWh: resolution.quantityWh, amount: amountOf(resolution.quantityWh, trade.price) };
    case 'void':
      return { quantityWh: 0, amount: 0 };
  }
}

/**
 * The effect of a resolution. The money of a failed trade is back with the buyer, and its energy was the grid's on both sides; so `account`
 * is what is booked now, `grid` what the rest of the energy costs at retail or earns at feed-in, and `change` tells both against how it
 * stands now. What is paid by hand passes no account and counts in `change` all the same.
 * @param tariff of the slot; without one the grid's part is 0
 */
export function effectOf(
  trade: FailedTrade,
  resolution: Effective,
  tariff: Tariff | null,
  { buyer, seller }: { readonly buyer: PartyAccount; readonly seller: PartyAccount },
): Effect {
  const { quantityWh, amount } = settledBy(trade, resolution);
  const gridWh = trade.quantityWh - quantityWh;
  const booked = resolution.kind === 'by-hand' ? 0 : amount;
  const { retail, feedIn } = tariff ?? { retail: 0, feedIn: 0 };
  const buying = partyEffect(buyer, {
    paid: -amount,
    booked: -booked,
    grid: -amountOf(gridWh, retail),
    gridNow: -amountOf(trade.quantityWh, retail),
  });
  const selling = partyEffect(seller, {
    paid: amount,
    booked,
    grid: amountOf(gridWh, feedIn),
    gridNow: amountOf(trade.quantityWh, feedIn),
  });
  return {
    quantityWh,
    amount,
    gridWh,
    buyer: buying,
    seller: selling,
    accounts: buying.account + selling.account,
    community: buying.change + selling.change,
    statusAfter: resolution.kind === 'void' ? 'failed' : 'settled',
    hasTariff: tariff !== null,
  };
}

function partyEffect(
  { anonymizedId, balance, creditLimit }: PartyAccount,
  money: { readonly paid: number; readonly booked: number; readonly grid: number; readonly gridNow: number },
): PartyEffect {
  // Adding 0 turns a minus zero into zero.
  return {
    anonymizedId,
    account: money.booked + 0,
    grid: money.grid + 0,
    change: money.paid + money.grid - money.gridNow + 0,
    balance: balance + money.booked,
    funds: balance + creditLimit + money.booked,
  };
}
