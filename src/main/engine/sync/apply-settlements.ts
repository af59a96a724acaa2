import { failureCodes } from '#shared/domain/records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { isUuid, uuidBytes } from '#shared/domain/uuid.ts';
import { resolutionKinds, type SettlementEvent, settlementEventKinds } from '#shared/settlement/events.ts';
import type { SqlValue, WriteDb } from '../cache/connection.ts';
import { noRows, type RowCounts } from './merge-rows.ts';
import type { PageWork } from './page-work.ts';
import { instantAt, integerIn, MAX_WH, moneyAt, rowProblem } from './row-problem.ts';

/** How far from its slot a trade is executed at most: nobody settles a slot a day before or after. */
const EXECUTED_WITHIN = 24 * HOUR;

/**
 * Stores the steps in the cases of failed trades. A step never changes: a known one stays as it is. What it does to its trade comes with
 * the trade.
 * @throws Failure INPUT_INVALID when another step has the same place in its case, or a value is none
 */
export function applySettlements(
  { db, communityId, uptake, window }: PageWork,
  events: readonly SettlementEvent[],
): RowCounts {
  const counts = noRows();
  // In a fetch from the beginning a step may come before its trade.
  const from = window.isSifted ? uptake.trade : Math.max(uptake.trade, window.rawFrom || -Infinity);
  for (const [row, event] of events.entries()) {
    const id = uuidAt(event.id, row, 'id');
    const key = [communityId, instant(event.executedAt, row, 'executedAt'), uuidAt(event.tradeId, row, 'tradeId')];
    const number = integerIn(event.number, 1, MAX_WH, 'settlements', row, 'number');
    if (event.executedAt < from + EXECUTED_WITHIN && !hasTrade(db, key)) {
      counts.ignored++;
      continue;
    }
    const inserted = db.run(
      `INSERT INTO settlement_event (community_id, executed_at, trade_id, number, id, kind, at, actor, actor_uid, reason, trade_version,
         failure_code, resolution, quantity_wh, evidence, reference, needs_approval, quantity_before_wh, amount_before)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      [
        ...key,
        number,
        id,
        codeOf(settlementEventKinds, event.kind, row, 'kind'),
        instant(event.at, row, 'at'),
        event.by,
        event.byId,
        event.reason,
        integerIn(event.tradeVersion, 0, MAX_WH, 'settlements', row, 'tradeVersion'),
        event.failureCode === null ? null : codeOf(failureCodes, event.failureCode, row, 'failureCode'),
        ...resolutionColumns(event, row),
        Number(event.needsApproval),
        event.before && integerIn(event.before.quantityWh, 0, MAX_WH, 'settlements', row, 'before.quantityWh'),
        event.before && moneyAt(event.before.amount, 'settlements', row, 'before.amount'),
      ],
    );
    if (inserted > 0) {
      counts.inserted++;
      continue;
    }
    const [stored] = db.pluck<Uint8Array>(
      'SELECT id FROM settlement_event WHERE community_id = ? AND executed_at = ? AND trade_id = ? AND number = ?',
      [...key, number],
    );
    if (Buffer.compare(stored, id) !== 0) {
      throw rowProblem('settlements', row, 'number', `another step of the case has the number ${number}`);
    }
    counts.unchanged++;
  }
  return counts;
}

/** Whether the trade of a step is there: a step of one that is not kept would be a case without a trade. */
function hasTrade(db: WriteDb, key: readonly SqlValue[]): boolean {
  return db.get('SELECT 1 FROM trade WHERE community_id = ? AND executed_at = ? AND id = ?', key) !== undefined;
}

function resolutionColumns({ resolution }: SettlementEvent, row: number): (number | string | null)[] {
  if (resolution === null) return [null, null, null, null];
  return [
    codeOf(resolutionKinds, resolution.kind, row, 'resolution'),
    resolution.kind === 'adjust'
      ? integerIn(resolution.quantityWh, 1, MAX_WH, 'settlements', row, 'resolution.quantityWh')
      : null,
    resolution.kind === 'by-hand' ? resolution.evidence : null,
    resolution.kind === 'by-hand' ? resolution.reference : null,
  ];
}

function codeOf<T extends string>(list: readonly T[], value: T, row: number, field: string): number {
  const code = list.indexOf(value);
  if (code < 0) throw rowProblem('settlements', row, field, `"${value}" is none`);
  return code;
}

function instant(value: number, row: number, field: string): number {
  return instantAt(value, 'settlements', row, field);
}

function uuidAt(text: string, row: number, field: string): Uint8Array {
  if (!isUuid(text)) throw rowProblem('settlements', row, field, `"${text}" is no UUID`);
  return uuidBytes(text);
}
