/**
 * What happens on one day, collected in columns that are as long as the longest day may need, used again each day, and handed out
 * as columns of exact length.
 */
import type { ClearingRecordColumns, OfferColumns, TradeColumns } from '../domain/change-page.ts';
import { amountOf } from '../domain/units.ts';
import { putTimeUuid, UUID_BYTES } from '../domain/uuid.ts';
import { type ClearingColumns, clearingTypes } from '../market/clearing.ts';

/** The longest day there is, in slots of 15 minutes: 26 hours, in Antarctica/Troll, where the clock changes by two. */
export const LONGEST_DAY_SLOTS = 104;

export class OfferLog {
  count = 0;
  readonly id: Uint8Array;
  readonly member: Int32Array;
  readonly type: Uint8Array;
  readonly quantityWh: Int32Array;
  readonly remainingWh: Int32Array;
  readonly price: Float64Array;
  readonly windowStart: Float64Array;
  readonly windowEnd: Float64Array;
  readonly status: Uint8Array;
  readonly createdAt: Float64Array;
  readonly rule: Int32Array;
  readonly ruleVersion: Int32Array;

  constructor(capacity: number) {
    this.id = new Uint8Array(capacity * UUID_BYTES);
    this.member = new Int32Array(capacity);
    this.type = new Uint8Array(capacity);
    this.quantityWh = new Int32Array(capacity);
    this.remainingWh = new Int32Array(capacity);
    this.price = new Float64Array(capacity);
    this.windowStart = new Float64Array(capacity);
    this.windowEnd = new Float64Array(capacity);
    this.status = new Uint8Array(capacity);
    this.createdAt = new Float64Array(capacity);
    this.rule = new Int32Array(capacity);
    this.ruleVersion = new Int32Array(capacity);
  }

  /** The offers so far; the log is empty afterwards. */
  take(): OfferColumns {
    const { count } = this;
    this.count = 0;
    return {
      count,
      id: this.id.slice(0, count * UUID_BYTES),
      member: this.member.slice(0, count),
      type: this.type.slice(0, count),
      quantityWh: this.quantityWh.slice(0, count),
      remainingWh: this.remainingWh.slice(0, count),
      price: this.price.slice(0, count),
      windowStart: this.windowStart.slice(0, count),
      windowEnd: this.windowEnd.slice(0, count),
      status: this.status.slice(0, count),
      createdAt: this.createdAt.slice(0, count),
      rule: this.rule.slice(0, count),
      ruleVersion: this.ruleVersion.slice(0, count),
    };
  }
}

/** What two members have agreed on. Wh, micro-currency per kWh. */
export interface LoggedTrade {
  readonly slot: number;
  readonly executedAt: number;
  readonly buyer: number;
  readonly seller: number;
  readonly wh: number;
  readonly price: number;
}

export class TradeLog {
  count = 0;
  readonly id: Uint8Array;
  readonly slot: Float64Array;
  readonly executedAt: Float64Array;
  readonly buyer: Int32Array;
  readonly seller: Int32Array;
  readonly quantityWh: Int32Array;
  readonly price: Float64Array;
  readonly amount: Float64Array;
  readonly clearingId: Uint8Array;
  readonly buyOfferId: Uint8Array;
  readonly sellOfferId: Uint8Array;

  constructor(capacity: number) {
    this.id = new Uint8Array(capacity * UUID_BYTES);
    this.slot = new Float64Array(capacity);
    this.executedAt = new Float64Array(capacity);
    this.buyer = new Int32Array(capacity);
    this.seller = new Int32Array(capacity);
    this.quantityWh = new Int32Array(capacity);
    this.price = new Float64Array(capacity);
    this.amount = new Float64Array(capacity);
    this.clearingId = new Uint8Array(capacity * UUID_BYTES);
    this.buyOfferId = new Uint8Array(capacity * UUID_BYTES);
    this.sellOfferId = new Uint8Array(capacity * UUID_BYTES);
  }

  /**
   * Adds a trade of no clearing and no offers.
   * @param bits 32 random bits, for its id
   * @returns its row
   */
  add({ slot, executedAt, buyer, seller, wh, price }: LoggedTrade, bits: () => number): number {
    const row = this.count++;
    putTimeUuid(this.id, row, executedAt, bits);
    this.slot[row] = slot;
    this.executedAt[row] = executedAt;
    this.buyer[row] = buyer;
    this.seller[row] = seller;
    this.quantityWh[row] = wh;
    this.price[row] = price;
    this.amount[row] = amountOf(wh, price);
    for (const column of [this.clearingId, this.buyOfferId, this.sellOfferId]) {
      column.fill(0, row * UUID_BYTES, (row + 1) * UUID_BYTES);
    }
    return row;
  }

  /** The trades so far, all pending in their first version; the log is empty afterwards. */
  take(): TradeColumns {
    const { count } = this;
    this.count = 0;
    return {
      count,
      id: this.id.slice(0, count * UUID_BYTES),
      slot: this.slot.slice(0, count),
      executedAt: this.executedAt.slice(0, count),
      buyer: this.buyer.slice(0, count),
      seller: this.seller.slice(0, count),
      quantityWh: this.quantityWh.slice(0, count),
      price: this.price.slice(0, count),
      amount: this.amount.slice(0, count),
      status: new Uint8Array(count),
      failureCode: new Int8Array(count).fill(-1),
      version: new Int32Array(count).fill(1),
      clearingId: this.clearingId.slice(0, count * UUID_BYTES),
      buyOfferId: this.buyOfferId.slice(0, count * UUID_BYTES),
      sellOfferId: this.sellOfferId.slice(0, count * UUID_BYTES),
    };
  }
}

/** At most one clearing for each slot. */
export class ClearingLog {
  count = 0;
  readonly id = new Uint8Array(LONGEST_DAY_SLOTS * UUID_BYTES);
  readonly slot = new Float64Array(LONGEST_DAY_SLOTS);
  readonly type = new Uint8Array(LONGEST_DAY_SLOTS);
  readonly price = new Float64Array(LONGEST_DAY_SLOTS);
  readonly intervalLow = new Float64Array(LONGEST_DAY_SLOTS);
  readonly intervalHigh = new Float64Array(LONGEST_DAY_SLOTS);
  readonly quantityWh = new Float64Array(LONGEST_DAY_SLOTS);
  readonly marginalQuantityWh = new Float64Array(LONGEST_DAY_SLOTS);
  readonly marginalTotalWh = new Float64Array(LONGEST_DAY_SLOTS);

  /** Adds the clearing of a slot. @param bits 32 random bits, for its id */
  add(slot: number, executedAt: number, clearing: ClearingColumns, bits: () => number): void {
    const row = this.count++;
    putTimeUuid(this.id, row, executedAt, bits);
    this.slot[row] = slot;
    this.type[row] = clearingTypes.indexOf(clearing.type);
    this.price[row] = clearing.price ?? Number.NaN;
    this.intervalLow[row] = clearing.interval?.[0] ?? Number.NaN;
    this.intervalHigh[row] = clearing.interval?.[1] ?? Number.NaN;
    this.quantityWh[row] = clearing.quantityWh;
    this.marginalQuantityWh[row] = clearing.marginalQuantityWh;
    this.marginalTotalWh[row] = clearing.marginalTotalWh;
  }

  /** The clearings so far; the log is empty afterwards. */
  take(): ClearingRecordColumns {
    const { count } = this;
    this.count = 0;
    return {
      count,
      id: this.id.slice(0, count * UUID_BYTES),
      slot: this.slot.slice(0, count),
      type: this.type.slice(0, count),
      price: this.price.slice(0, count),
      intervalLow: this.intervalLow.slice(0, count),
      intervalHigh: this.intervalHigh.slice(0, count),
      quantityWh: this.quantityWh.slice(0, count),
      marginalQuantityWh: this.marginalQuantityWh.slice(0, count),
      marginalTotalWh: this.marginalTotalWh.slice(0, count),
    };
  }
}
