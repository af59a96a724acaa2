import { Failure } from '#shared/contract/errors.ts';
import type { LedgerFilter, LedgerTrade } from '#shared/contract/ledger-records.ts';
import type { SettlementStatus } from '#shared/domain/records.ts';
import { formatDay, localDay } from '#shared/domain/slots.ts';
import type { OrderOf } from '#shared/reports/about.ts';
import type { Fact } from '#shared/reports/facts.ts';
import {
  type LedgerDay,
  ledgerDocument,
  type LedgerFacts,
  type PrintedTrade,
  type SumsByStatus,
} from '#shared/reports/kinds/ledger.ts';
import type { ReadDb } from '../../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../../communities/community.ts';
import type { EngineContext } from '../../context.ts';
import { filteredTrades } from '../../ledger/filtered-trades.ts';
import { Breath } from '../../market/breath.ts';
import { throwIfCancelled } from '../../tasks/tasks.ts';
import { digestOf } from '../fingerprint.ts';
import type { ReportMaker, ReportTurn } from '../report-maker.ts';

/** Some four thousand pages: more is for a machine to read, not for paper. */
const MOST_TRADES = 200_000;

/** Every trade of a period. The facts have the digest of each day's trades, so that a check names the days that differ. */
export const ledger: ReportMaker<'ledger', LedgerFacts> = { facts, document: ledgerDocument };

async function facts(
  { cache: { read } }: EngineContext,
  { communityId, range }: OrderOf<'ledger'>,
  turn: ReportTurn,
): Promise<LedgerFacts> {
  const community = requireCommunity(read, communityId);
  const all = countTrades(read, community, range);
  if (all === 0) {
    throw new Failure('INPUT_INVALID', 'There was no trade in this period.', {
      remedy: 'Choose another period.',
      details: { situation: 'nothing' },
    });
  }
  if (all > MOST_TRADES) {
    throw new Failure('INPUT_INVALID', `The period has more than ${MOST_TRADES} trades: too many to print.`, {
      remedy: 'Choose a shorter period, or export the ledger as a file.',
      details: { situation: 'tooMuch' },
    });
  }
  const { days, shown } = await readDays(read, community, range, all, turn);
  const totals = noSums();
  for (const day of days) add(totals, day.sums);
  const heldBack = all - shown;
  const last = days.at(-1)?.trades.at(-1)?.executedAt ?? range.from;
  return {
    dataTo: Math.min(range.to, Math.max(community.data_to ?? 0, last)),
    totals,
    heldBack,
    days,
    sections: {
      totals: { heldBack, ...totals },
      ...Object.fromEntries(
        days.map(({ id, sums, trades }) => [id, { ...sums, trades: digestOf(trades.map(asFact)) }]),
      ),
    },
  };
}

async function readDays(
  db: ReadDb,
  community: CommunityRow,
  range: LedgerFilter['range'],
  all: number,
  { report, signal }: ReportTurn,
): Promise<{ days: LedgerDay[]; shown: number }> {
  const days: (LedgerDay & { readonly trades: PrintedTrade[]; readonly sums: Sums })[] = [];
  let shown = 0;
  const breath = new Breath(
    () => report(shown, all),
    () => signal.aborted,
  );
  for (const trade of filteredTrades(db, community, everyTrade(range), { by: 'executedAt', descending: false })) {
    const id = `day-${formatDay(localDay(trade.executedAt, community.time_zone))}`;
    let day = days.at(-1);
    if (day?.id !== id) days.push((day = { id, first: shown + 1, from: trade.executedAt, sums: noSums(), trades: [] }));
    day.trades.push(printed(trade));
    const sums = day.sums[trade.status];
    sums.count++;
    sums.wh += trade.quantityWh;
    sums.amount += trade.amount;
    shown++;
    if (await breath.take()) throwIfCancelled(signal);
  }
  report(shown, all);
  return { days, shown };
}

/** Counts no further than it has to. */
function countTrades(db: ReadDb, community: CommunityRow, { from, to }: LedgerFilter['range']): number {
  const [count] = db.pluck<number>(
    `SELECT COUNT(*) FROM (SELECT 1 FROM trade WHERE community_id = ? AND executed_at >= ? AND executed_at < ? LIMIT ?)`,
    [community.id, from, to, MOST_TRADES + 1],
  );
  return count;
}

function everyTrade(range: LedgerFilter['range']): LedgerFilter {
  const any = { from: null, to: null };
  return {
    range,
    memberId: null,
    side: 'either',
    status: null,
    failureCode: null,
    price: any,
    quantityWh: any,
    mechanism: null,
    ruleId: null,
    text: '',
  };
}

function printed(trade: LedgerTrade): PrintedTrade {
  const { id, executedAt, slot, buyer, seller, quantityWh, price, amount, status, failureCode } = trade;
  return { id, executedAt, slot, buyer, seller, quantityWh, price, amount, status, failureCode };
}

function asFact(trade: PrintedTrade): Fact {
  return { ...trade };
}

type Sums = Record<SettlementStatus, { count: number; wh: number; amount: number }>;

function noSums(): Sums {
  const none = () => ({ count: 0, wh: 0, amount: 0 });
  return { pending: none(), settled: none(), failed: none() };
}

function add(totals: Sums, sums: SumsByStatus): void {
  for (const status of ['pending', 'settled', 'failed'] as const) {
    totals[status].count += sums[status].count;
    totals[status].wh += sums[status].wh;
    totals[status].amount += sums[status].amount;
  }
}
