import { Failure } from '#shared/contract/errors.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { type Certificate, certifiedOutcome, sealedBook } from '#shared/market/certificate.ts';
import type { ClearingColumns } from '#shared/market/clearing.ts';
import { clearColumns } from '#shared/market/mechanisms.ts';
import type { OrderColumns } from '#shared/market/orders.ts';
import { sortByPriority } from '#shared/market/priority.ts';
import { hex } from '#shared/market/replay.ts';
import type { OrderOf } from '#shared/reports/about.ts';
import {
  type CertificateFacts,
  type CertifiedOrder,
  certificateDocument,
} from '#shared/reports/kinds/clearing-certificate.ts';
import type { ReadDb } from '../../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../../communities/community.ts';
import type { EngineContext } from '../../context.ts';
import { certificateNames } from '../../market/certificate-names.ts';
import { marketFailure } from '../../market/market-failure.ts';
import { certificateOf, clearingRows } from '../../market/stored-clearings.ts';
import type { ReportMaker } from '../report-maker.ts';

/** One page of one clearing: from its certificate, and whether what is stored still is what the certificate says. */
export const clearingCertificate: ReportMaker<'clearing-certificate', CertificateFacts> = {
  facts,
  document: certificateDocument,
};

async function facts(
  { cache: { read }, market }: EngineContext,
  { communityId, slot, clearingId }: OrderOf<'clearing-certificate'>,
): Promise<CertificateFacts> {
  const community = requireCommunity(read, communityId);
  const certificate = requireCertificate(read, community, slot, clearingId);
  const { verdict, differences } = await market.query('market.verify', { communityId, slot, clearingId });
  const columns = clearingOf(certificate);
  const { orders } = certificate;
  const outcome = certifiedOutcome(columns, orders.bidCount);
  const book = sealedBook(orders);
  const { label } = certificateNames(read, community);
  const ordersOf = (side: 'bid' | 'offer'): CertifiedOrder[] => {
    const columnsOfSide: OrderColumns = side === 'bid' ? book.bids : book.offers;
    const left = side === 'bid' ? columns.unmatchedBidWh : columns.unmatchedOfferWh;
    return Array.from(sortByPriority(side, columnsOfSide).rows, (row) => {
      const [price, wh] = [columnsOfSide.price[row], columnsOfSide.wh[row]];
      return {
        member: label(columnsOfSide.member[row]),
        price: Number.isFinite(price) ? price : null,
        wh,
        tradedWh: wh - left[row],
        isMarginal: columns.marginalOrder?.side === side && columns.marginalOrder.row === row,
      };
    });
  };
  const clearing = {
    id: clearingId,
    slot,
    slotEnd: slot + community.slot_minutes * MINUTE,
    clearedAt: certificate.clearedAt,
    mechanism: certificate.mechanism,
    offerOrder: certificate.offerOrder,
    priceFloor: certificate.limits.priceFloor,
    priceCap: certificate.limits.priceCap,
    type: outcome.type,
    price: outcome.price,
    interval: outcome.interval,
    quantityWh: outcome.quantityWh,
    marginalQuantityWh: outcome.marginalQuantityWh,
    marginalTotalWh: outcome.marginalTotalWh,
    trades: outcome.trades.length,
    lowestPrice: outcome.trades.length === 0 ? null : Math.min(...outcome.trades.map(({ price }) => price)),
    highestPrice: outcome.trades.length === 0 ? null : Math.max(...outcome.trades.map(({ price }) => price)),
    amount: outcome.trades.reduce((sum, { wh, price }) => sum + amountOf(wh, price), 0),
    sellPrice: columns.reduction?.sellPrice ?? null,
    operatorSurplus: columns.reduction?.operatorSurplus ?? null,
  } as const;
  const sections = {
    clearing,
    proof: {
      fingerprint: hex(certificate.fingerprint),
      isVerified: verdict === 'verified',
      differences: differences.map(({ record, field }) => ({ record, field })),
    },
    orders: { bids: ordersOf('bid'), offers: ordersOf('offer') },
  };
  return { dataTo: certificate.clearedAt, sections };
}

/** @throws INPUT_INVALID when the clearing is not there, or has no certificate */
function requireCertificate(db: ReadDb, community: CommunityRow, slot: number, clearingId: string): Certificate {
  const row = [...clearingRows(db, community, { from: slot, to: slot + 1 })].find(
    ({ id }) => uuidText(id) === clearingId,
  );
  try {
    const certificate = row && certificateOf(row);
    if (certificate) return certificate;
  } catch (error) {
    throw marketFailure(error);
  }
  throw row
    ? new Failure('INPUT_INVALID', 'This clearing was stored without a certificate.', {
        remedy: 'Only clearings that this version or a newer one has stored can be proven.',
      })
    : new Failure('INPUT_INVALID', 'The cache has no such clearing.', {
        remedy: 'Look at the slot again.',
        details: { situation: 'gone' },
      });
}

function clearingOf({ mechanism, orders, limits, offerOrder }: Certificate): ClearingColumns {
  try {
    return clearColumns(mechanism, sealedBook(orders), limits, offerOrder ? { offerOrder } : {});
  } catch (error) {
    throw marketFailure(error);
  }
}
