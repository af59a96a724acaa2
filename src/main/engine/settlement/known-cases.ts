import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import { uuidOfHex } from '#shared/domain/uuid.ts';
import { diagnose } from '#shared/settlement/diagnosis.ts';
import { type SettlementEvent, settlementEventKinds } from '#shared/settlement/events.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { type PendingSettlement, pendingSettlements } from '../outbox/settlement-decisions.ts';
import { personAt } from '../sync/connection.ts';
import { caseMembers, knownTrades } from './case-facts.ts';
import { unresolvedDues, unresolvedRows } from './case-rows.ts';
import {
  causeBy,
  type DeskCase,
  deskCaseOf,
  reportedAs,
  reportedCause,
  type ResolvedRow,
  statusOf,
  summaryOf,
} from './desk-case.ts';
import { eventsOfResolved, eventsOfUnresolved, type UnresolvedParams } from './event-rows.ts';

/** The cases of a community that may be shown. */
interface KnownCases {
  /** Oldest first. */
  readonly unresolved: readonly CaseSummary[];
  /** Latest first. */
  readonly resolved: readonly CaseSummary[];
}

type Kind = keyof KnownCases;

interface KeptCases extends Partial<KnownCases> {
  /** Of the data: it changes with every transaction of another connection. */
  readonly version: number;
}

/** By reading connection and community, for as long as the data stays as it is: to diagnose 15,000 cases takes a second. */
const kept = new Map<ReadDb, Map<string, KeptCases>>();
/** How long they are kept after they were last asked for. */
const KEPT_MS = 60_000;
let forgetting: NodeJS.Timeout | undefined;

/**
 * The cases of one kind.
 * @param db a connection that does not write itself: what another one commits is noticed, what it does itself is not
 */
export function knownCases(db: ReadDb, community: CommunityRow, kind: Kind): readonly CaseSummary[] {
  clearTimeout(forgetting);
  forgetting = setTimeout(() => kept.clear(), KEPT_MS).unref();
  const [version] = db.pluck<number>('PRAGMA data_version');
  const ofDb = kept.get(db) ?? new Map<string, KeptCases>();
  kept.set(db, ofDb);
  const before = ofDb.get(community.uid);
  const current = before?.version === version ? before : { version };
  const cases = current[kind] ?? (kind === 'resolved' ? resolvedCases : unresolvedCases)(db, community);
  ofDb.set(community.uid, { ...current, [kind]: cases });
  return cases;
}

/** How many cases wait for the approval of a second person, and what is due in them, micro-currency. None of them is diagnosed for that. */
export function proposedDues(db: ReadDb, community: CommunityRow): { count: number; amount: number } {
  const { desk, params } = unresolvedOf(db, community);
  const members = caseMembers(db, community);
  const proposed = unresolvedDues(db, params).filter(
    (row) => members.has(row.buyer_id) && members.has(row.seller_id) && desk.caseOf(row)?.state === 'proposed',
  );
  return { count: proposed.length, amount: proposed.reduce((sum, { amount }) => sum + amount, 0) };
}

/** What the desk knows of the cases that may be unresolved, and what finds their trades. */
function unresolvedOf(db: ReadDb, community: CommunityRow): { desk: Desk; params: UnresolvedParams } {
  const pending = pendingSettlements(db, community);
  // Of what failed in the years most is resolved by now: its readings and orders are not looked for.
  const params = { community: community.id, pending: JSON.stringify([...pending.keys()]) };
  return { desk: deskAround(db, pending, eventsOfUnresolved(db, params)), params };
}

function unresolvedCases(db: ReadDb, community: CommunityRow): CaseSummary[] {
  const { desk, params } = unresolvedOf(db, community);
  const rows = unresolvedRows(db, community, params).filter((row) => desk.caseOf(row)?.state !== 'resolved');
  const known = knownTrades(db, community, caseMembers(db, community), rows);
  const summaries = known.map(({ row, buyer, seller, facts }) => {
    const failureCode = reportedCause(row, desk.eventsOf(row));
    const cause = causeBy(diagnose(reportedAs(facts, failureCode)), failureCode);
    // A trade that failed has a case.
    return summaryOf(row, buyer, seller, desk.caseOf(row)!, failureCode, cause);
  });
  return summaries.toSorted((a, b) => a.openedAt - b.openedAt || byTrade(a, b));
}

const RESOLVED_TRADES = `
  WITH resolved AS (SELECT DISTINCT executed_at, trade_id FROM settlement_event INDEXED BY settlement_resolved
    WHERE community_id = @community AND kind = ${settlementEventKinds.indexOf('resolved')})
  SELECT trade.executed_at, hex(trade.id) AS id, slot, buyer_id, seller_id, quantity_wh, price, amount, status, failure_code, version
  FROM resolved
  CROSS JOIN trade ON trade.community_id = @community AND trade.executed_at = resolved.executed_at AND trade.id = resolved.trade_id`;

/** What is resolved was put in order by what people knew then: it is listed by the cause that was reported. */
function resolvedCases(db: ReadDb, community: CommunityRow): CaseSummary[] {
  const desk = deskAround(db, pendingSettlements(db, community), eventsOfResolved(db, community.id));
  const members = caseMembers(db, community);
  const summaries: CaseSummary[] = [];
  for (const row of db.all<ResolvedRow>(RESOLVED_TRADES, { community: community.id })) {
    const buyer = members.get(row.buyer_id);
    const seller = members.get(row.seller_id);
    const found = desk.caseOf(row);
    if (!buyer || !seller || found?.state !== 'resolved') continue;
    const failureCode = reportedCause(row, desk.eventsOf(row));
    const cause = { cause: failureCode ?? 'UNKNOWN', causeDiffers: false, suggestion: null } as const;
    summaries.push(summaryOf(row, buyer, seller, found, failureCode, cause));
  }
  return summaries.toSorted((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0) || byTrade(a, b));
}

function byTrade(a: CaseSummary, b: CaseSummary): number {
  return a.executedAt - b.executedAt || (a.tradeId < b.tradeId ? -1 : 1);
}

type TradeRef = Pick<ResolvedRow, 'executed_at' | 'id' | 'status'>;

/** What the desk knows about the cases of trades: their steps so far, and its own decisions. */
interface Desk {
  readonly eventsOf: (row: TradeRef) => readonly SettlementEvent[];
  readonly caseOf: (row: TradeRef) => DeskCase | null;
}

function deskAround(
  db: ReadDb,
  pending: ReadonlyMap<string, PendingSettlement>,
  events: readonly SettlementEvent[],
): Desk {
  const person = personAt(db);
  const byTradeId = Map.groupBy(events, ({ executedAt, tradeId }) => `${executedAt}/${tradeId}`);
  const eventsOf = ({ executed_at, id }: TradeRef): readonly SettlementEvent[] =>
    byTradeId.get(`${executed_at}/${uuidOfHex(id)}`) ?? [];
  return {
    eventsOf,
    caseOf: (row) => deskCaseOf(statusOf(row), eventsOf(row), pending.get(uuidOfHex(row.id)), person),
  };
}
