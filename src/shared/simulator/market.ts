/** The market of one slot: rules fire, offers are placed, one clearing, trades. */
import type { Random } from '../domain/random.ts';
import { offerStatuses, offerTypes } from '../domain/records.ts';
import { copyUuid, putTimeUuid, uuidText } from '../domain/uuid.ts';
import type { ClearingColumns } from '../market/clearing.ts';
import type { MarketLimits } from '../market/orders.ts';
import { DEFAULT_MECHANISM } from '../market/mechanisms.ts';
import { clearUniformPrice } from '../market/uniform-price.ts';
import { firedWh } from '../rules/firing.ts';
import { BookSide } from './book-side.ts';
import { CertificateLog, type Sealing, sealedOrders } from './certificate-log.ts';
import { ClearingLog, LONGEST_DAY_SLOTS, OfferLog, TradeLog } from './day-log.ts';
import type { HandPlaced } from './hand-placed.ts';
import type { LastLight } from './last-light.ts';
import type { RuleBook } from './rule-book.ts';
import type { RuleFault, RuleFaults } from './rule-faults.ts';
import { PLACING_LEAD } from './trading-rules.ts';

const BUY = offerTypes.indexOf('buy');
const SELL = offerTypes.indexOf('sell');
const MATCHED = offerStatuses.indexOf('matched');
const EXPIRED = offerStatuses.indexOf('expired');
const ACTIVE = offerStatuses.indexOf('active');
const NO_RULE = -1;
/** The last offer of a slot is placed well before the slot begins. */
const PLACING_TIME = PLACING_LEAD * 0.9;

/** Who bids by hand at the last moment does it after every rule, and before the slot begins; in milliseconds. */
const HAND_LEAD = (PLACING_LEAD - PLACING_TIME) / 2;

/** What the meters say of a slot, by member number; it is what rules fire on. */
export interface SlotMeters {
  readonly surplusWh: Int32Array;
  readonly needWh: Int32Array;
  /** Percent; -1 without a battery. */
  readonly batterySoc: Int8Array;
}

/** What a member has placed by hand, or null. */
type HandPlacedBy = (member: number) => HandPlaced | null;

/** The market of a community, slot after slot; its logs hold what has not been taken yet. */
export class Market {
  readonly offers: OfferLog;
  readonly trades: TradeLog;
  readonly clearings = new ClearingLog();
  /** Null where clearings are not sealed. */
  readonly certificates: CertificateLog | null;
  readonly #rules: RuleBook;
  readonly #limits: MarketLimits;
  readonly #slotLength: number;
  readonly #random: Random;
  readonly #bits: () => number;
  readonly #bids: BookSide;
  readonly #asks: BookSide;
  readonly #longestGap: number;
  readonly #faults: RuleFaults | null;
  readonly #lastLight: LastLight | null;
  #lastPrice = Number.NaN;

  /**
   * @param slotLength in milliseconds
   * @param faults of the automaton that fires the rules; null where it has none
   * @param lastLight who bids by hand when little is offered; null where nobody does
   */
  constructor(
    rules: RuleBook,
    limits: MarketLimits,
    slotLength: number,
    random: Random,
    sealing: Sealing | null,
    faults: RuleFaults | null,
    lastLight: LastLight | null,
  ) {
    this.certificates =
      sealing && new CertificateLog({ mechanism: DEFAULT_MECHANISM, offerOrder: null, limits }, sealing);
    const rulesOrOne = Math.max(rules.ids.length, 1);
    // A fault may add an order, and so may somebody's hand.
    const most = rulesOrOne + (faults === null ? 0 : 1) + (lastLight === null ? 0 : 1);
    this.#faults = faults;
    this.#lastLight = lastLight;
    this.#rules = rules;
    this.#limits = limits;
    this.#slotLength = slotLength;
    this.#random = random;
    this.#bits = () => random.uint32();
    this.#bids = new BookSide(most, Number.POSITIVE_INFINITY);
    this.#asks = new BookSide(most, Number.NEGATIVE_INFINITY);
    // A member never buys and sells in one slot, so that no self-trade splits a pair: fewer trades than orders.
    this.offers = new OfferLog(most * LONGEST_DAY_SLOTS);
    this.trades = new TradeLog(most * LONGEST_DAY_SLOTS);
    this.#longestGap = Math.min(Math.max(Math.floor(PLACING_TIME / rulesOrOne), 1), 200);
  }

  /**
   * Runs the slot that starts at `slot`.
   * @param minuteOfWeek of its start in wall time
   * @param active the numbers of the members that take part
   * @param retail the tariff of the slot, micro-currency per kWh
   * @returns the clearing price in micro-currency per kWh; NaN when nothing traded
   */
  runSlot(slot: number, minuteOfWeek: number, active: Int32Array, meters: SlotMeters, retail: number): number {
    this.#rules.advance(slot - PLACING_LEAD);
    const fault = this.#faultOf(slot, minuteOfWeek, active, meters);
    const faulty = this.#placeOffers(slot, minuteOfWeek, active, meters, fault);
    this.#bidInLastLight(slot, active, meters, retail);
    this.#lastPrice = this.#clear(slot);
    if (fault !== null && this.offers.remainingWh[faulty] < fault.wh) {
      this.#faults?.traded(fault, slot, uuidText(this.offers.id, faulty));
    }
    return this.#lastPrice;
  }

  /** By hand, at the last moment: after all that rules have placed. */
  #bidInLastLight(slot: number, active: Int32Array, { needWh }: SlotMeters, retail: number): void {
    if (this.#lastLight === null) return;
    const { firstRule, inForce } = this.#rules;
    const offeredWh = this.#asks.wh;
    const bid = this.#lastLight.bidOf({ slot, active, needWh, firstRule, inForce, offeredWh }, retail);
    if (bid === null) return;
    this.#bids.add(
      this.offers,
      this.#placeOffer(slot, bid.member, NO_RULE, false, bid.wh, bid.price, slot - HAND_LEAD),
    );
  }

  #faultOf(slot: number, minuteOfWeek: number, active: Int32Array, meters: SlotMeters): RuleFault | null {
    if (this.#faults === null) return null;
    const { firstRule, inForce } = this.#rules;
    return this.#faults.faultOf({
      slot,
      minuteOfWeek,
      active,
      ...meters,
      firstRule,
      inForce,
      lastPrice: this.#lastPrice,
    });
  }

  #clear(slot: number): number {
    if (this.#bids.count + this.#asks.count === 0) return Number.NaN;
    const clearing = clearUniformPrice(this.#bids.orders(), this.#asks.orders(), this.#limits);
    const executedAt = slot + 2000 + (this.#random.uint32() % 3000);
    this.clearings.add(slot, executedAt, clearing, this.#bits);
    this.#closeOffers(this.#bids, clearing.unmatchedBidWh);
    this.#closeOffers(this.#asks, clearing.unmatchedOfferWh);
    const firstTrade = this.trades.count;
    for (let trade = 0; trade < clearing.tradeCount; trade++) this.#recordTrade(slot, executedAt, clearing, trade);
    this.certificates?.add({
      clearingId: uuidText(this.clearings.id, this.clearings.count - 1),
      slot,
      clearedAt: executedAt,
      orders: sealedOrders(this.offers, this.#bids.rows(), this.#asks.rows()),
      clearing,
      trades: this.trades,
      firstTrade,
    });
    return clearing.quantityWh > 0 && clearing.price !== null ? clearing.price : Number.NaN;
  }

  /**
   * Places the offers that are open at the end: for the slot that starts at `slot`, which is cleared next, what rules make of the
   * meters as they stand, and what people have placed by hand for it and later ones.
   */
  openBook(slot: number, minuteOfWeek: number, active: Int32Array, meters: SlotMeters, handPlaced: HandPlacedBy): void {
    this.#rules.advance(slot - PLACING_LEAD);
    this.#placeOffers(slot, minuteOfWeek, active, meters, null);
    for (const member of active) {
      const placed = handPlaced(member);
      if (placed === null) continue;
      const { sells, wh, price, leadTime, slots } = placed;
      this.#placeOffer(slot, member, NO_RULE, sells, wh, price, slot - leadTime);
      this.offers.windowEnd[this.offers.count - 1] = slot + slots * this.#slotLength;
    }
    const { count, status, remainingWh, quantityWh } = this.offers;
    status.fill(ACTIVE, 0, count);
    remainingWh.set(quantityWh.subarray(0, count));
  }

  /**
   * Lets all rules fire, beginning with another member each time, so that nobody is always first, and then the automaton fail.
   * @returns the row of the faulty order; -1 without a fault
   */
  #placeOffers(
    slot: number,
    minuteOfWeek: number,
    active: Int32Array,
    meters: SlotMeters,
    fault: RuleFault | null,
  ): number {
    this.#bids.count = 0;
    this.#asks.count = 0;
    const { firstRule, inForce } = this.#rules;
    const first = this.#random.uint32() % active.length;
    let createdAt = slot - PLACING_LEAD;
    for (let turn = 0; turn < active.length; turn++) {
      const member = active[(first + turn) % active.length];
      let surplus = meters.surplusWh[member];
      let need = meters.needWh[member];
      const soc = Math.max(meters.batterySoc[member], 0);
      for (let rule = firstRule[member]; rule < firstRule[member + 1]; rule++) {
        const version = inForce[rule];
        if (!version) continue;
        const sells = version.type === 'sell';
        const wh = firedWh(version, minuteOfWeek, sells ? surplus : need, soc);
        if (wh === 0) continue;
        if (sells) surplus -= wh;
        else need -= wh;
        if (fault?.isInstead && fault.rule === rule) continue;
        createdAt += 1 + (this.#random.uint32() % this.#longestGap);
        const row = this.#placeOffer(slot, member, rule, sells, wh, version.price ?? Number.NaN, createdAt);
        (sells ? this.#asks : this.#bids).add(this.offers, row);
      }
    }
    if (fault === null) return -1;
    createdAt += 1 + (this.#random.uint32() % this.#longestGap);
    return this.#placeFault(fault, slot, createdAt);
  }

  /** Places the order of a fault like the others; one that its own member takes at once is over before the clearing. */
  #placeFault({ verdict, member, rule, sells, wh, price }: RuleFault, slot: number, createdAt: number): number {
    const row = this.#placeOffer(slot, member, rule, sells, wh, price, createdAt);
    if (verdict !== 'SELF_TRADE') {
      (sells ? this.#asks : this.#bids).add(this.offers, row);
      return row;
    }
    this.offers.remainingWh[row] = 0;
    this.offers.status[row] = MATCHED;
    this.#recordTaking(row, createdAt + 1 + (this.#random.uint32() % (slot - createdAt - 1)));
    return row;
  }

  #placeOffer(
    slot: number,
    member: number,
    rule: number,
    sells: boolean,
    wh: number,
    price: number,
    createdAt: number,
  ): number {
    const log = this.offers;
    const row = log.count++;
    putTimeUuid(log.id, row, createdAt, this.#bits);
    log.member[row] = member;
    log.type[row] = sells ? SELL : BUY;
    log.quantityWh[row] = wh;
    log.price[row] = price;
    log.windowStart[row] = slot;
    log.windowEnd[row] = slot + this.#slotLength;
    log.createdAt[row] = createdAt;
    log.rule[row] = rule;
    log.ruleVersion[row] = rule === NO_RULE ? NO_RULE : this.#rules.versionInForce[rule];
    return row;
  }

  /** An offer that traded at all is matched, with what is left of it; the others expire with their slot. */
  #closeOffers(side: BookSide, unmatchedWh: Int32Array): void {
    const log = this.offers;
    for (let at = 0; at < side.count; at++) {
      const row = side.offer[at];
      const remaining = unmatchedWh[at];
      log.remainingWh[row] = remaining;
      log.status[row] = remaining < log.quantityWh[row] ? MATCHED : EXPIRED;
    }
  }

  #recordTrade(slot: number, executedAt: number, clearing: ClearingColumns, trade: number): void {
    const { offers, trades: log } = this;
    const bid = this.#bids.offer[clearing.tradeBid[trade]];
    const ask = this.#asks.offer[clearing.tradeOffer[trade]];
    const [buyer, seller] = [offers.member[bid], offers.member[ask]];
    const wh = clearing.tradeWh[trade];
    const price = clearing.tradePrice[trade];
    const row = log.add({ slot, executedAt, buyer, seller, wh, price }, this.#bits);
    copyUuid(this.clearings.id, this.clearings.count - 1, log.clearingId, row);
    copyUuid(offers.id, bid, log.buyOfferId, row);
    copyUuid(offers.id, ask, log.sellOfferId, row);
    this.#rules.lastMatchedAt[offers.rule[bid]] = executedAt;
    this.#rules.lastMatchedAt[offers.rule[ask]] = executedAt;
  }

  /** The offer in row `ask`, taken whole and at its limit by hand of its own member. */
  #recordTaking(ask: number, executedAt: number): void {
    const { offers, trades: log } = this;
    const member = offers.member[ask];
    const slot = offers.windowStart[ask];
    const wh = offers.quantityWh[ask];
    const price = offers.price[ask];
    const row = log.add({ slot, executedAt, buyer: member, seller: member, wh, price }, this.#bits);
    copyUuid(offers.id, ask, log.sellOfferId, row);
    this.#rules.lastMatchedAt[offers.rule[ask]] = executedAt;
  }
}
