import { isUuid, uuidBytes } from '#shared/domain/uuid.ts';
import type { Certificate, SealedOrders } from '#shared/market/certificate.ts';
import { packOrders } from '../market/sealed-orders.ts';
import { noRows, type RowCounts } from './merge-rows.ts';
import type { PageWork } from './page-work.ts';
import { instantAt, moneyAt, rowProblem } from './row-problem.ts';

const FINGERPRINT_BYTES = 32;

/**
 * Stores the certificates of a page. A certificate never changes: a known one stays as it is. Whether it says the truth is for a replay
 * to find, not for the import.
 */
export function applyCertificates(work: PageWork, certificates: readonly Certificate[]): RowCounts {
  const counts = noRows();
  for (const [row, certificate] of certificates.entries()) {
    const { clearingId, slot, clearedAt, mechanism, offerOrder, limits, marginalOrder, tradeId, fingerprint } =
      certificate;
    if (fingerprint.length !== FINGERPRINT_BYTES) {
      throw rowProblem('certificates', row, 'fingerprint', `has ${fingerprint.length} bytes instead of 32`);
    }
    if (slot < Math.max(work.uptake.trade, work.window.rawFrom)) {
      counts.ignored++;
      continue;
    }
    const stored = work.db.run(
      `INSERT INTO certificate (community_id, slot, clearing_id, cleared_at, mechanism, offer_order, price_floor, price_cap,
         marginal_order, orders, trade_ids, fingerprint)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      [
        work.communityId,
        instantAt(slot, 'certificates', row, 'slot'),
        uuidAt(clearingId, row, 'clearingId'),
        instantAt(clearedAt, 'certificates', row, 'clearedAt'),
        mechanism,
        offerOrder,
        moneyAt(limits.priceFloor, 'certificates', row, 'priceFloor'),
        moneyAt(limits.priceCap, 'certificates', row, 'priceCap'),
        marginalOrder === null ? null : uuidAt(marginalOrder, row, 'marginalOrder'),
        packOrders(inCacheNumbers(work, certificate.orders, row)),
        tradeId,
        fingerprint,
      ],
    );
    if (stored > 0) counts.inserted++;
    else counts.unchanged++;
  }
  return counts;
}

/** The orders with the cache's row ids of members and rules. */
function inCacheNumbers(work: PageWork, orders: SealedOrders, row: number): SealedOrders {
  const member = orders.member.map((number) => work.ids.member(number, 'certificates', row, 'member'));
  const rule = orders.rule.map((number) => work.ids.rule(number, 'certificates', row, 'rule') ?? -1);
  return { ...orders, member, rule };
}

function uuidAt(text: string, row: number, field: string): Uint8Array {
  if (!isUuid(text)) throw rowProblem('certificates', row, field, `"${text}" is no UUID`);
  return uuidBytes(text);
}
