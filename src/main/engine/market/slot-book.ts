import type { MarketTerms } from '#shared/contract/market-records.ts';
import { offerTypes } from '#shared/domain/records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { SealedOrders } from '#shared/market/certificate.ts';
import type { Clearing } from '#shared/market/clearing.ts';
import { clearOrders, toMechanism } from '#shared/market/mechanisms.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { type SlotOrder, type SlotOrders, openOrders } from './slot-orders.ts';
import { certificateOf, type ClearingRow, clearingRows } from './stored-clearings.ts';

const BUY = offerTypes.indexOf('buy');

/** The orders of a slot and what clearing them gives. */
export interface SlotBook extends SlotOrders {
  readonly slot: number;
  readonly terms: MarketTerms;
  /** Computed from the orders; of a cleared slot the stored outcome stands in `row`. */
  readonly clearing: Clearing;
  /** The stored clearing of the slot; null while it is open. */
  readonly row: ClearingRow | null;
}

/**
 * The book of a slot: of a cleared one the orders that its certificate seals, of an open one those that would enter now.
 * @throws UnknownMechanismError when the community clears by none that this console knows
 */
export function slotBook(db: ReadDb, community: CommunityRow, slot: number): SlotBook {
  const row = [...clearingRows(db, community, { from: slot, to: slot + 1 })].at(-1) ?? null;
  const { terms, orders } = row === null ? openBook(db, community, slot) : clearedBook(db, community, row);
  return { slot, row, terms, ...orders, clearing: clearBook(orders, terms) };
}

function clearBook({ bids, offers }: SlotOrders, terms: MarketTerms): Clearing {
  const { offerOrder } = terms;
  return clearOrders(toMechanism(terms.mechanism), bids, offers, terms, offerOrder ? { offerOrder } : {});
}

/** How the community clears from now on. Of pay-as-bid the cheapest acceptable offer is served first. */
export function communityTerms({ mechanism, price_floor, price_cap }: CommunityRow): MarketTerms {
  const offerOrder = mechanism === 'pay-as-bid' ? 'ascending' : null;
  return { mechanism, offerOrder, priceFloor: price_floor, priceCap: price_cap };
}

interface BookParts {
  readonly terms: MarketTerms;
  readonly orders: SlotOrders;
}

function openBook(db: ReadDb, community: CommunityRow, slot: number): BookParts {
  return { terms: communityTerms(community), orders: openOrders(db, community, slot) };
}

function clearedBook(db: ReadDb, community: CommunityRow, row: ClearingRow): BookParts {
  const certificate = certificateOf(row);
  if (certificate === null) {
    return { terms: communityTerms(community), orders: uncertifiedOrders(db, community, row.slot) };
  }
  const { mechanism, offerOrder, limits, orders } = certificate;
  return { terms: { mechanism, offerOrder, ...limits }, orders: sealedSlotOrders(db, community, orders) };
}

interface Person {
  readonly memberId: string | null;
  readonly anonymizedId: string | null;
}

const HELD_BACK: Person = { memberId: null, anonymizedId: null };

function people(db: ReadDb, community: CommunityRow): (member: number) => Person {
  const rows = db.all<{ id: number; uid: string; anonymized_id: string }>(
    'SELECT id, uid, anonymized_id FROM member_view WHERE community_id = ?',
    [community.id],
  );
  const known = new Map(
    rows.map((row): [number, Person] => [row.id, { memberId: row.uid, anonymizedId: row.anonymized_id }]),
  );
  return (member) => known.get(member) ?? HELD_BACK;
}

function sealedSlotOrders(db: ReadDb, community: CommunityRow, orders: SealedOrders): SlotOrders {
  const personOf = people(db, community);
  const all = Array.from({ length: orders.count }, (_, at): SlotOrder => {
    const price = orders.price[at];
    return {
      id: uuidText(orders.id, at),
      member: String(orders.member[at]),
      price: Number.isNaN(price) ? null : price,
      wh: orders.wh[at],
      createdAt: orders.createdAt[at],
      ...personOf(orders.member[at]),
      origin: orders.rule[at] < 0 ? 'hand' : 'rule',
    };
  });
  return { bids: all.slice(0, orders.bidCount), offers: all.slice(orders.bidCount) };
}

/** Of a clearing that was stored without a certificate: the offers of that slot alone, with all that they were placed with. */
function uncertifiedOrders(db: ReadDb, community: CommunityRow, slot: number): SlotOrders {
  const personOf = people(db, community);
  const rows = db.all<{
    id: Uint8Array;
    member_id: number;
    type: number;
    quantity_wh: number;
    price: number | null;
    created_at: number;
    rule_id: number | null;
  }>(
    `SELECT id, member_id, type, quantity_wh, price, created_at, rule_id FROM offer
     WHERE community_id = ? AND window_start = ? AND window_end <= ?`,
    [community.id, slot, slot + community.slot_minutes * MINUTE],
  );
  const orderOf = (row: (typeof rows)[number]): SlotOrder => ({
    id: uuidText(row.id),
    member: String(row.member_id),
    price: row.price,
    wh: row.quantity_wh,
    createdAt: row.created_at,
    ...personOf(row.member_id),
    origin: row.rule_id === null ? 'hand' : 'rule',
  });
  return {
    bids: rows.filter(({ type }) => type === BUY).map(orderOf),
    offers: rows.filter(({ type }) => type !== BUY).map(orderOf),
  };
}
