import type { OfferColumns } from '#shared/domain/change-page.ts';
import { type Offer, offerStatuses, offerTypes } from '#shared/domain/records.ts';
import { MAX_INTEGER, MAX_ORDER_WH } from '#shared/domain/units.ts';
import { putUuid } from '#shared/domain/uuid.ts';
import { tradingOfferFields, tradingOfferWire } from '#shared/wire/market.ts';
import { Instants, isCount, isUid, plainDecimal, putPlainUuid } from './decode-columns.ts';
import { decodeRecord, type RecordContext, unknownFields } from './decode-record.ts';
import { MAX_WH } from './row-problem.ts';

type WireOffer = Readonly<Record<keyof typeof tradingOfferFields.shape, unknown>>;

/**
 * The offers of a page as columns, equal to what their schema gives.
 * @throws Failure INPUT_INVALID for the first one that does not fit
 */
export function decodeOffers(rows: readonly unknown[], context: RecordContext): OfferColumns {
  const columns = emptyColumns(rows.length);
  const times = { start: new Instants(), end: new Instants(), created: new Instants() };
  for (let row = 0; row < rows.length; row++) {
    const wire = rows[row];
    if (!putPlain(columns, row, wire, context, times)) {
      putRecord(columns, row, decodeRecord(tradingOfferWire, 'offer', wire, row, context.communityId), context);
    }
    const offer = wire as WireOffer;
    const known = ALL_FIELDS - Number(offer.rule_id === undefined) - Number(offer.rule_version === undefined);
    if (Object.keys(offer).length !== known) {
      const unknown = unknownFields(tradingOfferFields, offer);
      if (unknown) context.unknown('offer', offer, unknown);
    }
  }
  return columns;
}

const ALL_FIELDS = Object.keys(tradingOfferFields.shape).length;

/** Writes an offer whose values have the usual form; false for every other. */
function putPlain(
  columns: OfferColumns,
  row: number,
  wire: unknown,
  { communityId, members, rules }: RecordContext,
  times: { readonly start: Instants; readonly end: Instants; readonly created: Instants },
): boolean {
  if (typeof wire !== 'object' || wire === null) return false;
  const offer = wire as WireOffer;
  const { member_id: member, rule_id: rule = null, rule_version: ruleVersion, price_per_kwh: limit } = offer;
  if (offer.community_id !== communityId || !isUid(member) || (rule !== null && !isUid(rule))) return false;
  const quantityWh = plainDecimal(offer.quantity_kwh, 1e3, 0, MAX_ORDER_WH);
  const remainingWh = plainDecimal(offer.remaining_kwh, 1e3, 0, MAX_ORDER_WH);
  const price = limit === null ? 0 : plainDecimal(limit, 1e6, -MAX_INTEGER, MAX_INTEGER);
  const windowStart = times.start.read(offer.time_window_start);
  const windowEnd = times.end.read(offer.time_window_end);
  const createdAt = times.created.read(offer.created_at);
  const type = offerTypes.indexOf(offer.type as (typeof offerTypes)[number]);
  const status = offerStatuses.indexOf(offer.status as (typeof offerStatuses)[number]);
  // One sum instead of six questions: it is no number when one of them is not.
  if (Number.isNaN(quantityWh + remainingWh + price + windowStart + windowEnd + createdAt)) return false;
  if (type < 0 || status < 0 || (ruleVersion != null && !isCount(ruleVersion, MAX_WH))) return false;
  if (!putPlainUuid(columns.id, row, offer.id)) return false;
  columns.member[row] = members.of(member);
  columns.type[row] = type;
  columns.quantityWh[row] = quantityWh;
  columns.remainingWh[row] = remainingWh;
  columns.price[row] = limit === null ? NaN : price;
  columns.windowStart[row] = windowStart;
  columns.windowEnd[row] = windowEnd;
  columns.status[row] = status;
  columns.createdAt[row] = createdAt;
  columns.rule[row] = rules.of(rule);
  columns.ruleVersion[row] = ruleVersion ?? -1;
  return true;
}

function putRecord(columns: OfferColumns, row: number, offer: Offer, { members, rules }: RecordContext): void {
  putUuid(columns.id, row, offer.id);
  columns.member[row] = members.of(offer.memberId);
  columns.type[row] = offerTypes.indexOf(offer.type);
  columns.quantityWh[row] = offer.quantityWh;
  columns.remainingWh[row] = offer.remainingWh;
  columns.price[row] = offer.price ?? NaN;
  columns.windowStart[row] = offer.windowStart;
  columns.windowEnd[row] = offer.windowEnd;
  columns.status[row] = offerStatuses.indexOf(offer.status);
  columns.createdAt[row] = offer.createdAt;
  columns.rule[row] = rules.of(offer.ruleId);
  columns.ruleVersion[row] = offer.ruleVersion ?? -1;
}

function emptyColumns(count: number): OfferColumns {
  return {
    count,
    id: new Uint8Array(count * 16),
    member: new Int32Array(count),
    type: new Uint8Array(count),
    quantityWh: new Int32Array(count),
    remainingWh: new Int32Array(count),
    price: new Float64Array(count),
    windowStart: new Float64Array(count),
    windowEnd: new Float64Array(count),
    status: new Uint8Array(count),
    createdAt: new Float64Array(count),
    rule: new Int32Array(count),
    ruleVersion: new Int32Array(count),
  };
}
