import type { OfferColumns } from '#shared/domain/change-page.ts';
import { offerStatuses, offerTypes } from '#shared/domain/records.ts';
import { offerFate } from '../cache/rollup-tables.ts';
import { BulkInsert } from './bulk-insert.ts';
import { idOrder, mergeRows, type RowCounts } from './merge-rows.ts';
import type { PageWork } from './page-work.ts';
import { instantAt, integerIn, MAX_WH, moneyOrNull, uuidAt } from './row-problem.ts';

interface StoredOffer {
  readonly quantity_wh: number;
  readonly status: number;
  readonly remaining_wh: number;
}

/**
 * An offer has no version, but its life goes one way: what is left of it only falls, and its status only moves on (active, matched,
 * expired, cancelled). So the further state is the newer one, in whatever order the states arrive.
 */
function progress(status: number, remainingWh: number): number {
  return status * (MAX_WH + 1) + (MAX_WH - remainingWh);
}

/**
 * Stores the offers of a page, found again by window start and id. Of a stored offer only status and remaining quantity can change; the
 * rest of an order is fixed when it is placed.
 */
export function applyOffers(work: PageWork, offers: OfferColumns): RowCounts {
  const { db, communityId, rollups } = work;
  const members = checkedMembers(work, offers);
  const lastStored = db.pluck<number | null>('SELECT MAX(window_start) FROM offer WHERE community_id = ?', [
    communityId,
  ])[0];
  const insert = new BulkInsert(db, 'offer', communityId, [
    'window_start',
    'id',
    'member_id',
    'type',
    'quantity_wh',
    'remaining_wh',
    'price',
    'window_end',
    'status',
    'created_at',
    'rule_id',
    'rule_version',
  ]);
  const { windowStart, windowEnd, status, remainingWh } = offers;
  const compareIds = idOrder(offers.id, offers.count);
  const id = (row: number): Uint8Array => uuidAt(offers.id, row, 'offers', 'id');

  const find = (row: number): StoredOffer | undefined =>
    lastStored === null || windowStart[row] > lastStored
      ? undefined
      : db.get<StoredOffer>(
          'SELECT quantity_wh, status, remaining_wh FROM offer WHERE community_id = ? AND window_start = ? AND id = ?',
          [communityId, windowStart[row], id(row)],
        );
  const isOver = (row: number): boolean =>
    windowEnd[row] <= work.window.rawFrom && !work.window.isSifted && find(row) === undefined;

  const counts = mergeRows<StoredOffer>({
    count: offers.count,
    isKeptOut: (row) => windowStart[row] < work.uptake.offer || isOver(row),
    compareKeys: (a, b) => windowStart[a] - windowStart[b] || compareIds(a, b),
    version: (row) => progress(status[row], remainingWh[row]),
    versionOf: (stored) => progress(stored.status, stored.remaining_wh),
    find,
    insert: (row) => {
      const rule = work.ids.rule(offers.rule[row], 'offers', row, 'rule');
      insert.add([
        windowStart[row],
        id(row),
        members[row],
        offers.type[row],
        offers.quantityWh[row],
        remainingWh[row],
        moneyOrNull(offers.price[row], 'offers', row, 'price'),
        offers.windowEnd[row],
        status[row],
        offers.createdAt[row],
        rule,
        rule === null ? null : integerIn(offers.ruleVersion[row], 0, MAX_WH, 'offers', row, 'ruleVersion'),
      ]);
      const sums = rollups.member(rollups.dayOf(windowStart[row]), members[row]);
      sums.offer_count += 1;
      const fate = offerFate(status[row], offers.quantityWh[row], remainingWh[row]);
      if (fate !== null) sums[fate] += 1;
    },
    change: (row, stored) => {
      const sums = rollups.member(rollups.dayOf(windowStart[row]), members[row]);
      const before = offerFate(stored.status, stored.quantity_wh, stored.remaining_wh);
      const after = offerFate(status[row], stored.quantity_wh, remainingWh[row]);
      if (before !== null) sums[before] -= 1;
      if (after !== null) sums[after] += 1;
      db.run('UPDATE offer SET status = ?, remaining_wh = ? WHERE community_id = ? AND window_start = ? AND id = ?', [
        status[row],
        remainingWh[row],
        communityId,
        windowStart[row],
        id(row),
      ]);
    },
  });
  insert.finish();
  return counts;
}

/** The member's row id of each offer. Throws INPUT_INVALID for the first value that is not what its column holds. */
function checkedMembers(work: PageWork, offers: OfferColumns): Int32Array {
  const members = new Int32Array(offers.count);
  for (let row = 0; row < offers.count; row++) {
    uuidAt(offers.id, row, 'offers', 'id');
    members[row] = work.ids.member(offers.member[row], 'offers', row, 'member');
    integerIn(offers.type[row], 0, offerTypes.length - 1, 'offers', row, 'type');
    integerIn(offers.quantityWh[row], 0, MAX_WH, 'offers', row, 'quantityWh');
    integerIn(offers.remainingWh[row], 0, MAX_WH, 'offers', row, 'remainingWh');
    instantAt(offers.windowStart[row], 'offers', row, 'windowStart');
    instantAt(offers.windowEnd[row], 'offers', row, 'windowEnd');
    integerIn(offers.status[row], 0, offerStatuses.length - 1, 'offers', row, 'status');
    instantAt(offers.createdAt[row], 'offers', row, 'createdAt');
  }
  return members;
}
