import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { OfferRow } from '#shared/contract/market-records.ts';
import { offerStatuses, offerTypes } from '#shared/domain/records.ts';
import { isUuid, uuidBytes, uuidText } from '#shared/domain/uuid.ts';
import { MAX_WINDOW } from '#shared/market/offer-check.ts';
import type { ReadDb, SqlValue } from '../cache/connection.ts';
import { requireCommunity, type CommunityRow } from '../communities/community.ts';

/** An offer of a member who has a pseudonym. */
export interface StoredOffer {
  readonly id: Uint8Array;
  readonly member_id: number;
  readonly member_uid: string;
  readonly anonymized_id: string;
  readonly type: number;
  readonly quantity_wh: number;
  readonly remaining_wh: number;
  readonly price: number | null;
  readonly window_start: number;
  readonly window_end: number;
  readonly status: number;
  readonly created_at: number;
  readonly rule_id: number | null;
}

const ACTIVE = offerStatuses.indexOf('active');

/**
 * Offers as `offer_view` shows them. A view can be told no index, and the planner does not find by itself the one over the few offers that
 * are active: it would walk through all that ever were.
 */
function selectOffers(isActive: boolean): string {
  return `SELECT offer.id, offer.member_id, member_view.uid AS member_uid, member_view.anonymized_id, offer.type, quantity_wh, remaining_wh,
                 price, window_start, window_end, status, created_at, rule_id
          FROM offer ${isActive ? 'INDEXED BY offer_active' : ''} JOIN member_view ON member_view.id = offer.member_id
          WHERE ${isActive ? `status = ${ACTIVE} AND` : ''} offer.community_id = ?`;
}

/** An offer as the page gets it. */
export function offerRow(offer: StoredOffer): OfferRow {
  return {
    id: uuidText(offer.id),
    type: offerTypes[offer.type],
    memberId: offer.member_uid,
    anonymizedId: offer.anonymized_id,
    quantityWh: offer.quantity_wh,
    remainingWh: offer.remaining_wh,
    price: offer.price,
    windowStart: offer.window_start,
    windowEnd: offer.window_end,
    status: offerStatuses[offer.status],
    createdAt: offer.created_at,
    isByRule: offer.rule_id !== null,
  };
}

/** A page of the offers whose window touches the range, the latest window first (see `market.offers`). */
export function listOffers(db: ReadDb, input: ParsedInput<'market.offers'>): Output<'market.offers'> {
  const community = requireCommunity(db, input.communityId);
  const { range, type, status, minPrice, maxPrice, before, limit } = input;
  const conditions: [sql: string, ...params: SqlValue[]][] = [
    ['window_start < ? AND window_start > ? AND window_end > ?', range.to, range.from - MAX_WINDOW, range.from],
  ];
  if (type !== undefined) conditions.push(['offer.type = ?', offerTypes.indexOf(type)]);
  if (status !== undefined) conditions.push(['status = ?', offerStatuses.indexOf(status)]);
  if (minPrice !== undefined) conditions.push(['price >= ?', minPrice]);
  if (maxPrice !== undefined) conditions.push(['price <= ?', maxPrice]);
  if (before) conditions.push(['(window_start, offer.id) < (?, ?)', before.windowStart, cursorId(before.id)]);
  const rows = db.all<StoredOffer>(
    `${selectOffers(status === 'active')} AND ${conditions.map(([sql]) => sql).join(' AND ')}
     ORDER BY window_start DESC, offer.id DESC LIMIT ?`,
    // One more than asked for tells whether there is a next page.
    [community.id, ...conditions.flatMap(([, ...params]) => params), limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    offers: page.map(offerRow),
    next: rows.length > limit && last ? { windowStart: last.window_start, id: uuidText(last.id) } : null,
  };
}

/**
 * The offer of a wire id that is active, or was until a short while ago; null when there is none that may be shown.
 * @param from start of the first open slot: offers that are not active are looked for in the windows that may still have been open then
 */
export function findOffer(db: ReadDb, community: CommunityRow, uid: string, from: number): StoredOffer | null {
  // A decision that waits in the outbox has an id of another kind.
  if (!isUuid(uid)) return null;
  const id = uuidBytes(uid);
  const active = db.get<StoredOffer>(`${selectOffers(true)} AND offer.id = ?`, [community.id, id]);
  if (active) return active;
  const recent = db.get<StoredOffer>(`${selectOffers(false)} AND window_start > ? AND offer.id = ?`, [
    community.id,
    from - MAX_WINDOW,
    id,
  ]);
  return recent ?? null;
}

/** Throws INPUT_INVALID for what is no UUID. */
function cursorId(uid: string): Uint8Array {
  if (isUuid(uid)) return uuidBytes(uid);
  throw new Failure('INPUT_INVALID', 'No offer has this id.', {
    remedy: 'Choose an offer from the list.',
    details: { field: 'id', situation: 'gone' },
  });
}
