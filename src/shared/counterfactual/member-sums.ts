import type { WithheldReason } from '../contract/published-sum.ts';
import { DEFAULT_K, MAX_SHARE_OF_ONE } from '../privacy/suppression.ts';

/** What each member buys, pays, sells, receives and saves in a part of a period, for whether the sums of that part may be shown. */
export class MemberSums {
  readonly #boughtWh: Float64Array;
  readonly #paid: Float64Array;
  readonly #soldWh: Float64Array;
  readonly #received: Float64Array;
  readonly #savings: Float64Array;

  /** @param members above every member's number */
  constructor(members: number) {
    this.#boughtWh = new Float64Array(members);
    this.#paid = new Float64Array(members);
    this.#soldWh = new Float64Array(members);
    this.#received = new Float64Array(members);
    this.#savings = new Float64Array(members);
  }

  buy(member: number, wh: number, paid: number, saved: number): void {
    this.#boughtWh[member] += wh;
    this.#paid[member] += paid;
    this.#savings[member] += saved;
  }

  sell(member: number, wh: number, received: number, saved: number): void {
    this.#soldWh[member] += wh;
    this.#received[member] += received;
    this.#savings[member] += saved;
  }

  /** Why what is traded, paid and received may not be shown; null when it may. @param members how many there are */
  againstTrade(members: number): WithheldReason | null {
    return reasonAgainst(members, [this.#boughtWh, this.#paid, this.#soldWh, this.#received]);
  }

  /** The same of what is saved. */
  againstSavings(members: number): WithheldReason | null {
    return reasonAgainst(members, [this.#savings]);
  }

  clear(): void {
    for (const values of [this.#boughtWh, this.#paid, this.#soldWh, this.#received, this.#savings]) values.fill(0);
  }
}

function reasonAgainst(members: number, columns: readonly Float64Array[]): WithheldReason | null {
  if (members < DEFAULT_K) return 'few-members';
  return columns.some(isOfOne) ? 'one-member' : null;
}

function isOfOne(values: Float64Array): boolean {
  let sum = 0;
  let largest = 0;
  for (const value of values) {
    sum += value;
    largest = Math.max(largest, Math.abs(value));
  }
  return largest > 0 && largest > MAX_SHARE_OF_ONE * Math.abs(sum);
}
