/** The members' community accounts and standing, as far as the simulated days show them. */
import type { TradeColumns } from '../domain/change-page.ts';
import type { Random } from '../domain/random.ts';
import { failureCodes, type Member, settlementStatuses } from '../domain/records.ts';
import { HOUR } from '../domain/slots.ts';
import { isOwnFault, reputation } from '../stats/reputation.ts';
import type { Participant } from './membership.ts';

const FAILED = settlementStatuses.indexOf('failed');
const SETTLED = settlementStatuses.indexOf('settled');
const MONTH = 30.4375 * 24 * HOUR;
const CURRENCY_UNIT = 1_000_000;

/** Balances, credit limits and reputation of all members, by member number. Amounts in micro-currency. */
export class Accounts {
  readonly #participants: readonly Participant[];
  readonly #balance: Float64Array;
  readonly #creditLimit: Float64Array;
  /** What a direct debit brings an account up to, and what a payout leaves on it. */
  readonly #target: Float64Array;
  readonly #settled: Int32Array;
  readonly #ownFaults: Int32Array;
  readonly #trades: Int32Array;

  constructor(participants: readonly Participant[], random: Random) {
    const count = participants.length;
    this.#participants = participants;
    this.#balance = new Float64Array(count);
    this.#creditLimit = new Float64Array(count);
    this.#target = new Float64Array(count);
    this.#settled = new Int32Array(count);
    this.#ownFaults = new Int32Array(count);
    this.#trades = new Int32Array(count);
    for (const [member, { dwelling }] of participants.entries()) {
      const own = random.fork(member);
      const isHome = dwelling.kind === 'flat' || dwelling.kind === 'house';
      this.#target[member] = (isHome ? own.integer(3, 10) * 5 : own.integer(4, 12) * 25) * CURRENCY_UNIT;
      this.#creditLimit[member] = (isHome ? own.pick([20, 30, 50]) : own.pick([200, 300, 500])) * CURRENCY_UNIT;
      this.#balance[member] = Math.round(this.#target[member] * own.between(0.3, 1.3));
    }
  }

  /**
   * Books the trades of a day that did not fail, or were put in order since; then accounts below zero are filled, and those with plenty
   * paid out.
   * @param paidByHand rows of trades that were paid outside the accounts
   */
  book(trades: TradeColumns, paidByHand: ReadonlySet<number>): void {
    for (let row = 0; row < trades.count; row++) {
      const buyer = trades.buyer[row];
      const seller = trades.seller[row];
      this.#trades[buyer]++;
      this.#trades[seller]++;
      if (trades.status[row] === FAILED) {
        const code = failureCodes[trades.failureCode[row]];
        if (isOwnFault(code, 'buyer')) this.#ownFaults[buyer]++;
        if (isOwnFault(code, 'seller')) this.#ownFaults[seller]++;
        continue;
      }
      if (trades.status[row] === SETTLED) {
        this.#settled[buyer]++;
        this.#settled[seller]++;
      }
      if (paidByHand.has(row)) continue;
      this.#balance[buyer] -= trades.amount[row];
      this.#balance[seller] += trades.amount[row];
    }
    for (const [member, target] of this.#target.entries()) {
      const balance = this.#balance[member];
      if (balance < 0 || balance > 3 * target) this.#balance[member] = target;
    }
  }

  /** The record of member `member` as of `time` (epoch milliseconds). `leftAt` is when it left, if it has. */
  record(member: number, time: number, leftAt: number | null): Member {
    const { id, userId, anonymizedId, mapCell, joinedAt, dwelling } = this.#participants[member];
    const { score } = reputation({
      settled: this.#settled[member],
      failedByOwnFault: this.#ownFaults[member],
      honoured: this.#trades[member],
      cancelledAfterMatch: 0,
      monthsAsMember: (time - joinedAt) / MONTH,
      trades: this.#trades[member],
    });
    return {
      id,
      userId,
      anonymizedId,
      role: dwelling.panels ? 'prosumer' : 'consumer',
      joinedAt,
      leftAt,
      reputationScore: score,
      isActive: leftAt === null,
      pvCapacityWp: dwelling.panels?.capacityWp ?? 0,
      batteryCapacityWh: dwelling.battery?.capacityWh ?? 0,
      mapCell,
      balance: this.#balance[member],
      creditLimit: this.#creditLimit[member],
    };
  }
}
