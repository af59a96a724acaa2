/** Trades that should not be: booked twice, taken too late, at a price that cannot be, by somebody who had left. They fail, for people to find out why. */
import type { Random } from '../domain/random.ts';
import { type FailureCode, offerStatuses, offerTypes } from '../domain/records.ts';
import { HOUR, MINUTE } from '../domain/slots.ts';
import { copyUuid, isZeroUuid, uuidText } from '../domain/uuid.ts';
import type { OfferLog, TradeLog } from './day-log.ts';
import type { RuleViolation } from './rule-faults.ts';

/** A trade that must not be. */
export interface Mishap {
  readonly row: number;
  /** What was the matter, and what the settlement reported. */
  readonly cause: FailureCode;
  readonly code: FailureCode;
}

/** A slot that has been cleared. */
export interface ClearedSlot {
  readonly slot: number;
  /** Of the slot, and of the day. */
  readonly end: number;
  readonly dayEnd: number;
  readonly offers: OfferLog;
  readonly trades: TradeLog;
  /** The numbers of the members that take part, and of those that have left. */
  readonly active: Int32Array;
  readonly gone: Int32Array;
}

const DAY = 24 * HOUR;
const SELL = offerTypes.indexOf('sell');
const EXPIRED = offerStatuses.indexOf('expired');
/** One of each in so many days. */
const everyDays = { DUPLICATE: 3, OFFER_EXPIRED: 20, PRICE_OUT_OF_RANGE: 25, MEMBER_INACTIVE: 30 } as const;
type MishapCause = keyof typeof everyDays;
const causes = Object.keys(everyDays) as MishapCause[];
/** The last one of each falls due within so many days before the end; in a shorter time in its second half. */
const LAST_WITHIN_DAYS = 5;
/** A decimal place that was lost. */
const PRICE_FACTOR = 10;

/** Decides when such a trade is made; an occasion that does not come about is waited for. */
export class Mishaps {
  readonly #random: Random;
  readonly #until: number;
  readonly #priceCap: number;
  readonly #violations: RuleViolation[];
  /** By time. */
  readonly #due: { readonly cause: MishapCause; readonly from: number }[] = [];
  #made: Mishap[] = [];

  /**
   * @param period start and end of the simulation, and above which price (micro-currency per kWh) nobody may trade
   * @param violations where the orders of trades that were booked twice are told
   */
  constructor(
    { from, until, priceCap }: { readonly from: number; readonly until: number; readonly priceCap: number },
    random: Random,
    violations: RuleViolation[],
  ) {
    this.#random = random;
    this.#until = until;
    this.#priceCap = priceCap;
    this.#violations = violations;
    const latest = Math.min(LAST_WITHIN_DAYS * DAY, (until - from) / 2);
    for (const cause of causes) {
      const last = until - random.between(0.1, 1) * latest;
      for (let at = last; at >= from; at -= everyDays[cause] * DAY) this.#due.push({ cause, from: at });
    }
    this.#due.sort((a, b) => a.from - b.from);
  }

  /** Adds to the trades of a slot what goes wrong after its clearing. */
  afterClearing(cleared: ClearedSlot): void {
    for (const [at, { cause, from }] of this.#due.entries()) {
      if (from > cleared.slot) return;
      const row = cause === 'DUPLICATE' ? this.#repeat(cleared) : this.#takeLate(cleared, cause);
      if (row === null) continue;
      this.#due.splice(at, 1);
      const code = cause === 'DUPLICATE' && this.#random.chance(0.4) ? 'NETWORK_FAILURE' : cause;
      this.#made.push({ row, cause, code });
      return;
    }
  }

  /** The trades that went wrong since the last time. */
  take(): Mishap[] {
    const made = this.#made;
    this.#made = [];
    return made;
  }

  /** The answer to a trade was lost, and it was sent again. */
  #repeat({ slot, offers, trades }: ClearedSlot): number | null {
    let first = trades.count;
    while (trades.slot[first - 1] === slot && first > 0) first--;
    if (first === trades.count) return null;
    const original = this.#random.integer(first, trades.count - 1);
    if (isZeroUuid(trades.buyOfferId, original)) return null;
    // What people place themselves is sent by themselves: only the automaton repeats.
    if (isPlacedByHand(offers, slot, uuidText(trades.buyOfferId, original))) return null;
    const row = trades.add(
      {
        slot,
        executedAt: trades.executedAt[original] + this.#random.integer(900, 2900),
        buyer: trades.buyer[original],
        seller: trades.seller[original],
        wh: trades.quantityWh[original],
        price: trades.price[original],
      },
      () => this.#random.uint32(),
    );
    for (const offerId of [trades.buyOfferId, trades.sellOfferId]) {
      copyUuid(offerId, original, offerId, row);
      this.#violations.push({ verdict: 'DUPLICATE', slot, offerId: uuidText(offerId, row) });
    }
    return row;
  }

  /** An offer that nobody wanted in its slot is taken by hand: in the same slot still, or in the next one, when it has expired. */
  #takeLate(cleared: ClearedSlot, cause: MishapCause): number | null {
    const { offers, trades } = cleared;
    const slot = cause === 'OFFER_EXPIRED' ? cleared.end : cleared.slot;
    if (slot >= cleared.dayEnd) return null;
    const buyers = cause === 'MEMBER_INACTIVE' ? cleared.gone : cleared.active;
    const factor = cause === 'PRICE_OUT_OF_RANGE' ? PRICE_FACTOR : 1;
    const executedAt = slot + this.#random.integer(1, 9) * MINUTE;
    if (buyers.length === 0 || executedAt >= this.#until) return null;
    const buyer = buyers[this.#random.integer(0, buyers.length - 1)];
    for (let offer = offers.count - 1; offer >= 0 && offers.windowStart[offer] === cleared.slot; offer--) {
      const price = offers.price[offer] * factor;
      const isOpen = offers.type[offer] === SELL && offers.status[offer] === EXPIRED && price > 0;
      if (!isOpen || offers.member[offer] === buyer || (factor > 1 && price <= this.#priceCap)) continue;
      const wh = offers.quantityWh[offer];
      const seller = offers.member[offer];
      const row = trades.add({ slot, executedAt, buyer, seller, wh, price }, () => this.#random.uint32());
      copyUuid(offers.id, offer, trades.sellOfferId, row);
      return row;
    }
    return null;
  }
}

/** Whether the offer of a slot that has this id was placed without a rule. */
function isPlacedByHand(
  { count, id, rule, windowStart }: ClearedSlot['offers'],
  slot: number,
  offerId: string,
): boolean {
  for (let row = count - 1; row >= 0 && windowStart[row] === slot; row--) {
    if (rule[row] < 0 && uuidText(id, row) === offerId) return true;
  }
  return false;
}
