import { offerTypes } from '../domain/records.ts';
import { MINUTE } from '../domain/slots.ts';
import { isZeroUuid, uuidText } from '../domain/uuid.ts';
import type { Sha256 } from '../market/certificate.ts';
import { clearingTypes } from '../market/clearing.ts';
import { replayClearing, type StoredOrder, type StoredOutcome, type StoredTrade } from '../market/replay.ts';
import { namesOf, type ReadingsMarketPage, type ReadingsMarketTerms } from './readings-market.ts';

/** How many of the page's clearings a replay of their certificates verifies. */
export function countVerifiedClearings(terms: ReadingsMarketTerms, page: ReadingsMarketPage, sha256: Sha256): number {
  const { clearings, certificates } = page;
  const names = { ...namesOf(terms), label: (member: number) => terms.pseudonyms[member] };
  const rows = new Map(Array.from(clearings.slot, (_, row) => [uuidText(clearings.id, row), row]));
  const orders = bySlot(page.offers.windowStart);
  const trades = bySlot(page.trades.executedAt);
  return certificates.filter((certificate) => {
    const row = rows.get(certificate.clearingId);
    if (row === undefined) return false;
    const stored = {
      certificate,
      slotEnd: certificate.slot + terms.slotMinutes * MINUTE,
      outcome: outcomeAt(page, row),
      orders: new Map((orders.get(certificate.slot) ?? []).map((offer) => orderAt(page, offer))),
      trades: (trades.get(certificate.clearedAt) ?? []).map((trade) => tradeAt(page, trade)),
    };
    return replayClearing(stored, names, sha256).length === 0;
  }).length;
}

/** Rows by the time they have in a column. */
function bySlot(times: Float64Array): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (const [row, time] of times.entries()) {
    const known = rows.get(time);
    if (known) known.push(row);
    else rows.set(time, [row]);
  }
  return rows;
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function outcomeAt({ clearings, signals }: ReadingsMarketPage, row: number): StoredOutcome {
  return {
    type: clearingTypes[clearings.type[row]] ?? null,
    price: orNull(clearings.price[row]),
    intervalLow: orNull(clearings.intervalLow[row]),
    intervalHigh: orNull(clearings.intervalHigh[row]),
    quantityWh: clearings.quantityWh[row],
    marginalQuantityWh: clearings.marginalQuantityWh[row],
    marginalTotalWh: clearings.marginalTotalWh[row],
    p2pPrice: orNull(signals.p2pPrice[row]),
  };
}

function orderAt({ offers }: ReadingsMarketPage, row: number): [string, StoredOrder] {
  return [
    uuidText(offers.id, row),
    {
      member: offers.member[row],
      rule: offers.rule[row],
      ruleVersion: offers.ruleVersion[row],
      type: offerTypes[offers.type[row]] ?? null,
      price: orNull(offers.price[row]),
      quantityWh: offers.quantityWh[row],
      remainingWh: offers.remainingWh[row],
      createdAt: offers.createdAt[row],
      windowStart: offers.windowStart[row],
      windowEnd: offers.windowEnd[row],
    },
  ];
}

function tradeAt({ trades }: ReadingsMarketPage, row: number): StoredTrade {
  const uuidOrNull = (bytes: Uint8Array): string | null => (isZeroUuid(bytes, row) ? null : uuidText(bytes, row));
  return {
    id: uuidText(trades.id, row),
    clearingId: uuidOrNull(trades.clearingId),
    buyer: trades.buyer[row],
    seller: trades.seller[row],
    buyOfferId: uuidOrNull(trades.buyOfferId),
    sellOfferId: uuidOrNull(trades.sellOfferId),
    slot: trades.slot[row],
    executedAt: trades.executedAt[row],
    quantityWh: trades.quantityWh[row],
    price: trades.price[row],
    amount: trades.amount[row],
  };
}
