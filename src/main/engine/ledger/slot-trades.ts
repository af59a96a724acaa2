import { settlementStatuses } from '#shared/domain/records.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { memberNotShown } from '../members/member.ts';
import type { Range } from '../stats/sums.ts';
import { fromWay, paramsOfWay, partsOf } from './trade-walk.ts';
import { wantedOfSlots } from './wanted-trades.ts';

const FAILED = settlementStatuses.indexOf('failed');

/** A trade with the tariffs of its slot, as a member or the community sees it. */
export interface SlotTrade {
  readonly slot: number;
  readonly quantity_wh: number;
  readonly amount: number;
  readonly retail: number | null;
  readonly feed_in: number | null;
  readonly is_bought: number;
  readonly is_sold: number;
}

/** The row id of a member of a community; null for null. INPUT_INVALID when there is none, ANONYMISATION_FAILED when it is held back. */
export function memberRowId(db: ReadDb, community: CommunityRow, uid: string | null): number | null {
  if (uid === null) return null;
  const [id] = db.pluck<number>('SELECT id FROM member_view WHERE uid = ? AND community_id = ?', [uid, community.id]);
  if (id === undefined) throw memberNotShown(db, uid);
  return id;
}

/**
 * The trades of a range of slots that did not fail, of a member (row id) or of all, a part of the time after the other. Energy is counted
 * where it flowed: by the slot of a trade, not by the time of its execution.
 */
export function* slotTrades(
  db: ReadDb,
  community: CommunityRow,
  member: number | null,
  slots: Range,
): Generator<SlotTrade[]> {
  const executed = db.get<{ first: number | null; last: number | null }>(
    `SELECT MIN(first_trade_at) AS first, MAX(last_trade_at) AS last FROM rollup_slot
     WHERE community_id = ? AND slot >= ? AND slot < ?`,
    [community.id, slots.from, slots.to],
  )!;
  if (executed.first === null || executed.last === null) return;
  const range = { from: executed.first, to: executed.last + 1 };
  const wanted = wantedOfSlots(db, community, member, slots, range);
  for (const part of partsOf(db, wanted, range, false)) {
    for (const way of wanted.ways) {
      const [bought, sold] =
        way.kind !== 'member' ? ['1', '1'] : way.side === 'buyer' ? ['1', 'seller_id = @walker'] : ['0', '1'];
      yield db.all<SlotTrade>(
        `SELECT trade.slot, quantity_wh, amount, tariff.grid_import_price AS retail, tariff.grid_export_price AS feed_in,
                ${bought} AS is_bought, ${sold} AS is_sold
         ${fromWay(way, wanted, 'LEFT JOIN pricing_signal AS tariff ON tariff.community_id = trade.community_id AND tariff.slot = trade.slot')}
           AND status <> ${FAILED}`,
        paramsOfWay(way, wanted, part),
      );
    }
  }
}
