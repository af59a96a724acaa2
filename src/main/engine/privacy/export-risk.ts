import { setImmediate } from 'node:timers/promises';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { memberRoles } from '#shared/domain/records.ts';
import { localDay } from '#shared/domain/slots.ts';
import { type ExportDataset, quasiIdentifiers } from '#shared/privacy/quasi-identifiers.ts';
import { reIdentificationRisk, type RiskRow } from '#shared/privacy/re-identification.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { cellIdByMember, memberFigures, savingsOf } from '../members/figures.ts';
import type { Range } from '../stats/sums.ts';

/** Trades that are looked at, the newest of the period: more tell the same. */
const MAX_TRADES = 50_000;

interface RiskTable {
  /** Values in the order of the data set's quasi-identifiers. */
  readonly rows: readonly RiskRow[];
  readonly rowsInPeriod: number;
}

/**
 * How well somebody could find a member in an export of some columns; see `privacy.exportRisk`.
 * @throws Failure INPUT_INVALID for a column that the data set does not have, or that is no quasi-identifier
 */
export async function exportRisk(
  db: ReadDb,
  { communityId, range, dataset, columns }: ParsedInput<'privacy.exportRisk'>,
): Promise<Output<'privacy.exportRisk'>> {
  const community = requireCommunity(db, communityId);
  const known: readonly string[] = quasiIdentifiers[dataset];
  const unknown = columns.find((column) => !known.includes(column));
  if (unknown !== undefined) {
    throw new Failure(
      'INPUT_INVALID',
      `An export of ${dataset} has no column ${unknown} by which a member could be known.`,
      {
        remedy: 'Choose other columns.',
        details: { field: 'columns' },
      },
    );
  }
  const { rows, rowsInPeriod } = tables[dataset](db, community, range);
  const chosen = [...new Set(columns)].map((column) => known.indexOf(column));
  const all = reIdentificationRisk(rows, chosen, DEFAULT_K);
  const perColumn: Output<'privacy.exportRisk'>['columns'] = [];
  for (const one of chosen) {
    await setImmediate();
    const alone = reIdentificationRisk(rows, [one], DEFAULT_K);
    const others = chosen.filter((column) => column !== one);
    const without = reIdentificationRisk(rows, others, DEFAULT_K);
    perColumn.push({
      column: known[one],
      riskAlone: alone.risk,
      riskWithout: without.risk,
      uniqueWithout: without.unique,
    });
  }
  return { ...all, rows: rows.length, rowsInPeriod, k: DEFAULT_K, columns: perColumn, isExposing: all.unique > 0 };
}

const tables: Readonly<Record<ExportDataset, (db: ReadDb, community: CommunityRow, range: Range) => RiskTable>> = {
  trades: tradeRows,
  members: memberRows,
};

type TradeRow = Readonly<
  Record<'buyer_id' | 'seller_id' | 'executed_at' | 'slot' | 'quantity_wh' | 'price' | 'amount' | 'status', number>
>;

/** Both sides of a trade are known by the same row. */
function tradeRows(db: ReadDb, community: CommunityRow, { from, to }: Range): RiskTable {
  const period = [community.id, from, to];
  const trades = db.all<TradeRow>(
    `SELECT buyer_id, seller_id, executed_at, slot, quantity_wh, price, amount, status FROM trade_view
     WHERE community_id = ? AND executed_at >= ? AND executed_at < ? ORDER BY executed_at DESC, id DESC LIMIT ${MAX_TRADES}`,
    period,
  );
  const [inPeriod] = db.pluck<number>(
    'SELECT COUNT(*) FROM trade_view WHERE community_id = ? AND executed_at >= ? AND executed_at < ?',
    period,
  );
  const rows = trades.flatMap((row): RiskRow[] => {
    const values = [row.executed_at, row.slot, row.quantity_wh, row.price, row.amount, row.status];
    return [
      { member: row.buyer_id, values },
      { member: row.seller_id, values },
    ];
  });
  return { rows, rowsInPeriod: inPeriod * 2 };
}

/** Rounded to what the list of members shows. */
function memberRows(db: ReadDb, community: CommunityRow, range: Range): RiskTable {
  const members = memberFigures(db, community, range);
  const cells = cellIdByMember(members);
  const tenths = (value: number): number => Math.round(value / 100);
  const rows = members.map((member): RiskRow => ({
    member: member.id,
    values: [
      memberRoles[member.role],
      member.is_active,
      localDay(member.joined_at, community.time_zone),
      tenths(member.pv_capacity_wp),
      tenths(member.battery_capacity_wh),
      cells.get(member.id) ?? null,
      tenths(member.consumed_wh),
      tenths(member.bought_wh + member.sold_wh),
      Math.round(savingsOf(member) / 10_000),
    ],
  }));
  return { rows, rowsInPeriod: rows.length };
}
