import type { LedgerFilter, LedgerSort, LedgerTrade } from '#shared/contract/ledger-records.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { LedgerNames, type LedgerRow, ledgerRow, rowsOfKeys } from './ledger-rows.ts';
import { sortTrades } from './sorted-trades.ts';
import { finish, tradesInOrder } from './trade-walk.ts';
import { wantedTrades } from './wanted-trades.ts';

/** Rows that are read at a time: enough that the start of a statement costs nothing, few enough that others wait a few milliseconds. */
const CHUNK = 1000;

/**
 * The trades that a filter leaves, in their order, read as they are taken: by time with a thousand rows in memory, in any other order
 * with 40 bytes for each trade of the filter besides. What changes meanwhile may be in it or not.
 */
export function* filteredTrades(
  db: ReadDb,
  community: CommunityRow,
  filter: LedgerFilter,
  sort: LedgerSort,
): Generator<LedgerTrade> {
  const wanted = wantedTrades(db, community, filter);
  const names = new LedgerNames(db, community);
  if (sort.by === 'executedAt') {
    for (const rows of tradesInOrder<LedgerRow>(db, wanted, ledgerRow, sort.descending, CHUNK)) {
      yield* names.tradesOf(rows);
    }
    return;
  }
  const sorted = finish(sortTrades(db, wanted, sort.by));
  for (let from = 0; from < sorted.count; from += CHUNK) {
    yield* names.tradesOf(rowsOfKeys(db, community, sorted.keys(from, CHUNK, sort.descending)));
  }
}
