import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { SlotReading } from '#shared/contract/ledger-records.ts';
import { offerStatuses, readingQualities } from '#shared/domain/records.ts';
import { isUuid, uuidBytes, uuidText } from '#shared/domain/uuid.ts';
import { clearingTypes } from '#shared/market/clearing.ts';
import { MAX_WINDOW } from '#shared/market/offer-check.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { notHeld } from '../communities/needs-records.ts';
import { heldBack } from '../members/member.ts';
import { eventsOfTrade } from '../settlement/event-rows.ts';
import { LedgerNames, type LedgerRow, rowsOfKeys } from './ledger-rows.ts';

type Sheet = Output<'ledger.trade'>;

interface TradeIds {
  readonly clearing_id: Uint8Array | null;
  readonly buy_offer_id: Uint8Array | null;
  readonly sell_offer_id: Uint8Array | null;
}

/** Everything that the copy knows of a trade. INPUT_INVALID when there is none, or one of its members is held back. */
export function tradeSheet(db: ReadDb, { communityId, tradeId, executedAt }: ParsedInput<'ledger.trade'>): Sheet {
  const community = requireCommunity(db, communityId);
  const names = new LedgerNames(db, community);
  const key = { executed_at: executedAt, id: isUuid(tradeId) ? uuidBytes(tradeId) : new Uint8Array() };
  const rows = rowsOfKeys(db, community, [key]).filter((row) => names.knows(row));
  const [trade] = names.tradesOf(rows);
  const ids = db.get<TradeIds>(
    `SELECT clearing_id, buy_offer_id, sell_offer_id FROM trade WHERE community_id = ? AND executed_at = ? AND id = ?`,
    [community.id, executedAt, key.id],
  );
  if (trade === undefined || ids === undefined) {
    if (ids !== undefined) throw heldBack();
    if (executedAt < community.raw_from) throw notHeld(community);
    throw new Failure('INPUT_INVALID', 'This trade is not in the copy of this desk.', {
      remedy: 'Look at the ledger again.',
      details: { situation: 'gone' },
    });
  }
  const [row] = rows;
  return {
    trade,
    clearing: clearingOf(db, community, row, ids.clearing_id),
    buyOrder: orderOf(db, community, row, ids.buy_offer_id),
    sellOrder: orderOf(db, community, row, ids.sell_offer_id),
    buyerReading: readingOf(db, community, row.slot, row.buyer_id),
    sellerReading: readingOf(db, community, row.slot, row.seller_id),
    // Who took a step is said by name: the ids of people stay here.
    history: eventsOfTrade(db, community.id, executedAt, key.id).map(
      ({ tradeId: _trade, executedAt: _at, byId: _person, ...event }) => event,
    ),
  };
}

function clearingOf(
  db: ReadDb,
  community: CommunityRow,
  { slot }: LedgerRow,
  clearingId: Uint8Array | null,
): Sheet['clearing'] {
  if (clearingId === null) return null;
  const clearing = db.get<{
    readonly type: number;
    readonly price: number | null;
    readonly quantity_wh: number;
    readonly fingerprint: string | null;
  }>(
    `SELECT type, price, quantity_wh, lower(hex(fingerprint)) AS fingerprint
     FROM clearing LEFT JOIN certificate ON certificate.community_id = clearing.community_id AND certificate.slot = clearing.slot
       AND certificate.clearing_id = clearing.id
     WHERE clearing.community_id = ? AND clearing.slot = ? AND clearing.id = ?`,
    [community.id, slot, clearingId],
  );
  return clearing
    ? {
        id: uuidText(clearingId),
        type: clearingTypes[clearing.type],
        price: clearing.price,
        quantityWh: clearing.quantity_wh,
        fingerprint: clearing.fingerprint || null,
      }
    : null;
}

interface OrderRow {
  readonly quantity_wh: number;
  readonly remaining_wh: number;
  readonly price: number | null;
  readonly window_start: number;
  readonly window_end: number;
  readonly created_at: number;
  readonly status: number;
  readonly rule_uid: string | null;
  readonly rule_version: number | null;
}

function orderOf(
  db: ReadDb,
  community: CommunityRow,
  { slot }: LedgerRow,
  orderId: Uint8Array | null,
): Sheet['buyOrder'] {
  if (orderId === null) return null;
  const order = db.get<OrderRow>(
    `SELECT quantity_wh, remaining_wh, price, window_start, window_end, offer.created_at, status, rule.uid AS rule_uid, rule_version
     FROM offer LEFT JOIN rule ON rule.id = offer.rule_id
     WHERE offer.community_id = ? AND window_start > ? AND window_start <= ? AND offer.id = ?
     ORDER BY window_start DESC LIMIT 1`,
    [community.id, slot - MAX_WINDOW, slot, orderId],
  );
  return order === undefined
    ? null
    : {
        id: uuidText(orderId),
        quantityWh: order.quantity_wh,
        remainingWh: order.remaining_wh,
        price: order.price,
        windowStart: order.window_start,
        windowEnd: order.window_end,
        createdAt: order.created_at,
        status: offerStatuses[order.status],
        ruleId: order.rule_uid,
        ruleVersion: order.rule_version,
      };
}

interface ReadingRow {
  readonly produced_wh: number;
  readonly consumed_wh: number;
  readonly imported_wh: number;
  readonly exported_wh: number;
  readonly battery_soc: number | null;
  readonly quality: number;
  readonly revision: number;
}

/** What a member's meter said in a slot; null without a reading. */
export function readingOf(db: ReadDb, community: CommunityRow, slot: number, memberId: number): SlotReading | null {
  const reading = db.get<ReadingRow>(
    `SELECT produced_wh, consumed_wh, imported_wh, exported_wh, battery_soc, quality, revision
     FROM meter_reading WHERE community_id = ? AND slot = ? AND member_id = ?`,
    [community.id, slot, memberId],
  );
  return reading === undefined
    ? null
    : {
        producedWh: reading.produced_wh,
        consumedWh: reading.consumed_wh,
        importedWh: reading.imported_wh,
        exportedWh: reading.exported_wh,
        batterySoc: reading.battery_soc,
        quality: readingQualities[reading.quality],
        revision: reading.revision,
      };
}
