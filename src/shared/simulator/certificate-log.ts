import type { TradeColumns } from '../domain/change-page.ts';
import { copyUuid, UUID_BYTES } from '../domain/uuid.ts';
import {
  type Certificate,
  type CertificateNames,
  certifiedOutcome,
  sealCertificate,
  type SealedOrders,
  type Sha256,
} from '../market/certificate.ts';
import type { ClearingColumns } from '../market/clearing.ts';
import type { OrderMechanism } from '../market/mechanisms.ts';
import type { MarketLimits, OfferOrder } from '../market/orders.ts';
import type { OfferLog } from './day-log.ts';

/** How clearings are sealed. */
export interface Sealing {
  readonly names: CertificateNames;
  readonly sha256: Sha256;
}

/** The terms that all clearings of a market share. */
export interface SealedTerms {
  readonly mechanism: OrderMechanism;
  readonly offerOrder: OfferOrder | null;
  readonly limits: MarketLimits;
}

/** One clearing that has been recorded. */
export interface RecordedClearing {
  readonly clearingId: string;
  readonly slot: number;
  readonly clearedAt: number;
  readonly orders: SealedOrders;
  /** Its rows are those of the sealed orders. */
  readonly clearing: ClearingColumns;
  /** Where the clearing's trades stand, in its own order, from row `firstTrade` on. */
  readonly trades: Pick<TradeColumns, 'id'>;
  readonly firstTrade: number;
}

/** The certificates of clearings that have not been taken yet. */
export class CertificateLog {
  readonly #terms: SealedTerms;
  readonly #sealing: Sealing;
  #certificates: Certificate[] = [];

  constructor(terms: SealedTerms, sealing: Sealing) {
    this.#terms = terms;
    this.#sealing = sealing;
  }

  add({ clearingId, slot, clearedAt, orders, clearing, trades, firstTrade }: RecordedClearing): void {
    const { tradeBid, tradeOffer } = clearing;
    const byOrders = Array.from(tradeBid.keys()).sort(
      (a, b) => tradeBid[a] - tradeBid[b] || tradeOffer[a] - tradeOffer[b],
    );
    const tradeId = new Uint8Array(byOrders.length * UUID_BYTES);
    for (const [at, trade] of byOrders.entries()) copyUuid(trades.id, firstTrade + trade, tradeId, at);
    this.#certificates.push(
      sealCertificate(
        { ...this.#terms, clearingId, slot, clearedAt, orders, tradeId },
        certifiedOutcome(clearing, orders.bidCount),
        this.#sealing.names,
        this.#sealing.sha256,
      ),
    );
  }

  /** The certificates so far; the log is empty afterwards. */
  take(): Certificate[] {
    const certificates = this.#certificates;
    this.#certificates = [];
    return certificates;
  }
}

/**
 * The orders of a slot as they enter its clearing.
 * @param bids rows of `log`, by id
 * @param offers rows of `log`, by id
 */
export function sealedOrders(log: OfferLog, bids: Int32Array, offers: Int32Array): SealedOrders {
  const count = bids.length + offers.length;
  const id = new Uint8Array(count * UUID_BYTES);
  const member = new Int32Array(count);
  const rule = new Int32Array(count);
  const ruleVersion = new Int32Array(count);
  const price = new Float64Array(count);
  const wh = new Int32Array(count);
  const createdAt = new Float64Array(count);
  const windowStart = new Float64Array(count);
  const windowEnd = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const row = at < bids.length ? bids[at] : offers[at - bids.length];
    copyUuid(log.id, row, id, at);
    member[at] = log.member[row];
    rule[at] = log.rule[row];
    ruleVersion[at] = log.ruleVersion[row];
    price[at] = log.price[row];
    wh[at] = log.quantityWh[row];
    createdAt[at] = log.createdAt[row];
    windowStart[at] = log.windowStart[row];
    windowEnd[at] = log.windowEnd[row];
  }
  return {
    count,
    bidCount: bids.length,
    id,
    member,
    rule,
    ruleVersion,
    price,
    wh,
    offerWh: wh,
    createdAt,
    windowStart,
    windowEnd,
  };
}
