import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { LedgerFilter, LedgerTotals } from '#shared/contract/ledger-records.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import type { Range } from '../stats/sums.ts';
import { countQuarters, countTrades, QUARTER, type QuarterCounts } from './quarter-counts.ts';
import { LedgerNames, type LedgerRow, ledgerRow, rowsOfKeys } from './ledger-rows.ts';
import { Scans, withBreaths } from './scans.ts';
import { type SortedTrades, sortTrades } from './sorted-trades.ts';
import { type SummedTrades, sumTrades } from './totals.ts';
import { walkTrades } from './trade-walk.ts';
import { type WantedTrades, wantedTrades } from './wanted-trades.ts';

/** Up to this place the trades are walked through from the first, which is sooner done than counting all of them. */
const NEAR = 1000;

/**
 * Pages of the ledger, places in it and its sums, at a million trades in an encrypted cache: the first page in some 5 ms, or in as long as
 * a walk through all takes where few match (150 ms); a page at any other place in 2 ms, once it is known how many trades each quarter of an hour has
 * (170 ms, again after each change of the data); totals in a second; a page in another order than time in 10 ms, once they are sorted (a
 * second). All of that with breaths: what is asked meanwhile is answered meanwhile.
 */
export class LedgerDesk {
  readonly #db: ReadDb;
  readonly #quarters: Scans<QuarterCounts>;
  readonly #sums: Scans<SummedTrades>;
  readonly #sorted: Scans<SortedTrades>;

  constructor(db: ReadDb) {
    this.#db = db;
    this.#quarters = new Scans(db);
    this.#sums = new Scans(db);
    this.#sorted = new Scans(db);
  }

  async page(input: ParsedInput<'ledger.page'>): Promise<Output<'ledger.page'>> {
    const community = requireCommunity(this.#db, input.communityId);
    const rows =
      input.sort.by === 'executedAt' ? await this.#byTime(community, input) : await this.#byValue(community, input);
    return { trades: new LedgerNames(this.#db, community).tradesOf(rows) };
  }

  async totals({ communityId, filter }: ParsedInput<'ledger.totals'>): Promise<LedgerTotals> {
    const community = requireCommunity(this.#db, communityId);
    const { totals } = await this.#sums.answer(keyOf(community, filter), () =>
      sumTrades(this.#db, wantedTrades(this.#db, community, filter)),
    );
    return totals;
  }

  async placeOf({ communityId, filter, descending, at }: ParsedInput<'ledger.placeOf'>): Promise<{ place: number }> {
    const community = requireCommunity(this.#db, communityId);
    const wanted = wantedTrades(this.#db, community, filter);
    const quarters = await this.#quartersOf(community, filter, wanted);
    const quarter = Math.floor(at / QUARTER);
    // What was executed at `at` itself is behind its place when the oldest come first, and also when the newest do.
    const before = (end: number): number =>
      quarters.before(quarter) +
      countTrades(this.#db, wanted, clip({ from: quarter * QUARTER, to: end }, filter.range));
    return { place: descending ? quarters.total - before(at + 1) : before(at) };
  }

  async #byTime(
    community: CommunityRow,
    { filter, sort, from, limit }: ParsedInput<'ledger.page'>,
  ): Promise<LedgerRow[]> {
    const { descending } = sort;
    const wanted = wantedTrades(this.#db, community, filter);
    const walk = (range: Range, skip: number, count: number): Promise<LedgerRow[]> =>
      withBreaths(walkTrades<LedgerRow>(this.#db, wanted, ledgerRow, range, { descending, skip, limit: count }));
    if (from <= NEAR && this.#knownQuarters(community, filter) === undefined) {
      return (await walk(filter.range, 0, from + limit)).slice(from);
    }
    const spot = (await this.#quartersOf(community, filter, wanted)).spotOf(from, descending);
    if (spot === null) return [];
    const { range, skip } = spot;
    return walk(clip(descending ? { from: 0, to: range.to } : { ...range, to: Infinity }, filter.range), skip, limit);
  }

  async #byValue(
    community: CommunityRow,
    { filter, sort, from, limit }: ParsedInput<'ledger.page'>,
  ): Promise<LedgerRow[]> {
    const { by, descending } = sort;
    if (by === 'executedAt') throw new Error('Not sorted by a value.');
    const wanted = wantedTrades(this.#db, community, filter);
    const sorted = await this.#sorted.answer(`${by} ${keyOf(community, filter)}`, () =>
      sortTrades(this.#db, wanted, by),
    );
    return rowsOfKeys(this.#db, community, sorted.keys(from, limit, descending));
  }

  #knownQuarters(community: CommunityRow, filter: LedgerFilter): QuarterCounts | undefined {
    const key = keyOf(community, filter);
    return this.#sums.known(key)?.quarters ?? this.#quarters.known(key);
  }

  /** Those of the totals where they are there, but not waiting for them: counting alone takes a fifth of their time. */
  async #quartersOf(community: CommunityRow, filter: LedgerFilter, wanted: WantedTrades): Promise<QuarterCounts> {
    return (
      this.#knownQuarters(community, filter) ??
      (await this.#quarters.answer(keyOf(community, filter), () => countQuarters(this.#db, wanted)))
    );
  }
}

function keyOf(community: CommunityRow, filter: LedgerFilter): string {
  return `${community.id} ${JSON.stringify(filter)}`;
}

function clip(range: Range, within: Range): Range {
  return { from: Math.max(range.from, within.from), to: Math.min(range.to, within.to) };
}
