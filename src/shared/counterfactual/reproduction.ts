import { amountOf } from '../domain/units.ts';
import type { ReplayedClearing } from './replayed-clearing.ts';
import type { ReplayedSlot } from './replayed-slot.ts';

/** What some trades came to. Wh and micro-currency. */
export interface TradeTotals {
  trades: number;
  wh: number;
  amount: number;
}

/** Whether clearing again as it was done gives what the ledger says, to the Wh and micro-unit of every member. */
export class Reproduction {
  readonly ledger: TradeTotals = { trades: 0, wh: 0, amount: 0 };
  readonly replayed: TradeTotals = { trades: 0, wh: 0, amount: 0 };
  readonly outside: TradeTotals = { trades: 0, wh: 0, amount: 0 };
  clearings = 0;
  /** By member's number, what is replayed less what the ledger says. */
  readonly #boughtWh: Float64Array;
  readonly #paid: Float64Array;
  readonly #soldWh: Float64Array;
  readonly #received: Float64Array;

  /** @param members above every member's number */
  constructor(members: number) {
    this.#boughtWh = new Float64Array(members);
    this.#paid = new Float64Array(members);
    this.#soldWh = new Float64Array(members);
    this.#received = new Float64Array(members);
  }

  add({ clearings, clearedTrades, outsideTrades }: ReplayedSlot): void {
    for (const clearing of clearings) this.#addClearing(clearing);
    for (const { buyer, seller, wh, amount } of clearedTrades) {
      addTo(this.ledger, wh, amount);
      this.#difference(buyer, seller, -wh, -amount);
    }
    for (const { wh, amount } of outsideTrades) addTo(this.outside, wh, amount);
  }

  /** For how many members energy or money differ. */
  get differingMembers(): number {
    return this.#boughtWh.filter(
      (wh, member) =>
        wh !== 0 || this.#paid[member] !== 0 || this.#soldWh[member] !== 0 || this.#received[member] !== 0,
    ).length;
  }

  #addClearing(clearing: ReplayedClearing): void {
    const { bids, offers } = clearing.book;
    const { tradeCount, tradeBid, tradeOffer, tradeWh, tradePrice } = clearing.under(clearing.actual);
    this.clearings++;
    for (let trade = 0; trade < tradeCount; trade++) {
      const wh = tradeWh[trade];
      // A trade of the ledger has one price, which is the buyer's.
      const amount = amountOf(wh, tradePrice[trade]);
      addTo(this.replayed, wh, amount);
      this.#difference(bids.member[tradeBid[trade]], offers.member[tradeOffer[trade]], wh, amount);
    }
  }

  #difference(buyer: number, seller: number, wh: number, amount: number): void {
    this.#boughtWh[buyer] += wh;
    this.#paid[buyer] += amount;
    this.#soldWh[seller] += wh;
    this.#received[seller] += amount;
  }
}

function addTo(totals: TradeTotals, wh: number, amount: number): void {
  totals.trades++;
  totals.wh += wh;
  totals.amount += amount;
}
