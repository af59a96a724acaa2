import type { Reconciliation } from '../contract/settlement-records.ts';
import type { SettlementStatus } from '../domain/records.ts';

/** What of a trade its members' books hold. Wh, micro-currency. */
export interface MembersTrade {
  readonly buyer: number;
  readonly seller: number;
  readonly quantityWh: number;
  readonly amount: number;
  readonly status: SettlementStatus;
}

/** What a member bought and sold on one local day (yyyymmdd) by trades that have not failed. Wh, micro-currency. */
export interface MemberDay {
  readonly member: number;
  readonly day: number;
  readonly boughtWh: number;
  readonly boughtAmount: number;
  readonly soldWh: number;
  readonly soldAmount: number;
}

/** What one member's trades of the period come to; micro-currency. */
export interface MemberSums {
  readonly member: number;
  readonly boughtAmount: number;
  readonly soldAmount: number;
  /** soldAmount - boughtAmount */
  readonly balance: number;
  /** Trades that failed at some time. */
  readonly failedCount: number;
}

export interface DayDifference {
  readonly member: number;
  readonly day: number;
  readonly expected: number;
  readonly found: number;
  readonly unit: 'money' | 'energy';
}

const columns = ['boughtWh', 'boughtAmount', 'soldWh', 'soldAmount'] as const;
type Column = (typeof columns)[number];
type Totals = Record<Column, number>;

/** The members' books, and the same summed from the trades. */
export class MemberBooks {
  readonly #traded = new Map<string, Totals & { readonly member: number; readonly day: number }>();
  readonly #booked = new Map<string, MemberDay>();
  readonly #members = new Map<number, { bought: number; sold: number; failed: number }>();

  addDay(day: MemberDay): void {
    this.#booked.set(keyOf(day.member, day.day), day);
  }

  /** Counts a trade that has not failed in the days of its members. */
  addTrade({ buyer, seller, quantityWh, amount }: MembersTrade, day: number): void {
    const bought = this.#day(buyer, day);
    bought.boughtWh += quantityWh;
    bought.boughtAmount += amount;
    const sold = this.#day(seller, day);
    sold.soldWh += quantityWh;
    sold.soldAmount += amount;
  }

  /** Counts a trade of the period in the sums of its members; only a settled one moves money. */
  count({ buyer, seller, amount, status }: MembersTrade, hasFailed: boolean): void {
    const buying = this.#member(buyer);
    const selling = this.#member(seller);
    if (status === 'settled') {
      buying.bought += amount;
      selling.sold += amount;
    }
    if (!hasFailed) return;
    buying.failed++;
    if (seller !== buyer) selling.failed++;
  }

  /** Where the books of a day are not what the trades come to. */
  differences(): DayDifference[] {
    const keys = new Set([...this.#traded.keys(), ...this.#booked.keys()]);
    return [...keys].flatMap((key) => {
      const traded = this.#traded.get(key);
      const booked = this.#booked.get(key);
      const { member, day } = (traded ?? booked)!;
      return columns.flatMap((column): DayDifference[] => {
        const expected = traded?.[column] ?? 0;
        const found = booked?.[column] ?? 0;
        if (expected === found) return [];
        return [{ member, day, expected, found, unit: column.endsWith('Wh') ? 'energy' : 'money' }];
      });
    });
  }

  /**
   * The totals of the settled trades of the period, and the same with what the members' books have more or less: they also hold what is not
   * settled yet, and whole days.
   */
  proof(): Reconciliation['proof'] {
    let bought = 0;
    let sold = 0;
    for (const member of this.#members.values()) {
      bought += member.bought;
      sold += member.sold;
    }
    const boughtByMembers = bought + this.#surplus('boughtAmount');
    const soldByMembers = sold + this.#surplus('soldAmount');
    const fees = bought - sold;
    const holds = boughtByMembers === bought && soldByMembers === sold && boughtByMembers === soldByMembers + fees;
    return { bought, sold, fees, boughtByMembers, soldByMembers, holds };
  }

  /** By what they have paid and got together, most first. */
  members(): MemberSums[] {
    return [...this.#members]
      .map(([member, { bought, sold, failed }]) => ({
        member,
        boughtAmount: bought,
        soldAmount: sold,
        balance: sold - bought,
        failedCount: failed,
      }))
      .sort((a, b) => b.boughtAmount + b.soldAmount - a.boughtAmount - a.soldAmount || a.member - b.member);
  }

  /** What the books have more than the trades come to. */
  #surplus(column: Column): number {
    const total = (days: Iterable<Pick<Totals, Column>>): number => {
      let sum = 0;
      for (const day of days) sum += day[column];
      return sum;
    };
    return total(this.#booked.values()) - total(this.#traded.values());
  }

  #day(member: number, day: number): Totals {
    const key = keyOf(member, day);
    let found = this.#traded.get(key);
    if (!found) {
      this.#traded.set(key, (found = { member, day, boughtWh: 0, boughtAmount: 0, soldWh: 0, soldAmount: 0 }));
    }
    return found;
  }

  #member(member: number): { bought: number; sold: number; failed: number } {
    let found = this.#members.get(member);
    if (!found) this.#members.set(member, (found = { bought: 0, sold: 0, failed: 0 }));
    return found;
  }
}

function keyOf(member: number, day: number): string {
  return `${day}/${member}`;
}
