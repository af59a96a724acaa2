/** Simulated communities in forms that tests can ask. */
import type {
  ChangePage,
  ClearingRecordColumns,
  OfferColumns,
  ReadingColumns,
  SignalColumns,
  TradeColumns,
} from '#shared/domain/change-page.ts';
import type { Member, Rule } from '#shared/domain/records.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import type { SimulationOptions } from '#shared/simulator/simulation-options.ts';

/** A page of a day, which has all its columns. */
export interface DayPage extends ChangePage {
  readonly signals: SignalColumns;
  readonly readings: ReadingColumns;
  readonly clearings: ClearingRecordColumns;
  readonly offers: OfferColumns;
  readonly trades: TradeColumns;
}

export interface Simulated {
  readonly opening: ChangePage;
  readonly days: readonly DayPage[];
  /** All member ids in the order of their numbers. */
  readonly memberIds: readonly string[];
  /** Every version of every rule, by rule id. */
  readonly ruleVersions: ReadonlyMap<string, readonly Rule[]>;
  /** The last record of every member, by id. */
  readonly members: ReadonlyMap<string, Member>;
  /** The offers that are open at the end. */
  readonly openBook: OfferColumns;
}

function isDayPage(page: ChangePage): page is DayPage {
  return [page.signals, page.readings, page.clearings, page.offers, page.trades].every(
    (columns) => columns !== undefined,
  );
}

export function simulate(options: SimulationOptions): Simulated {
  const [opening, ...rest] = [...simulateCommunity(options)];
  if (opening === undefined) throw new Error('A simulation begins with the community');
  const members = new Map<string, Member>();
  const ruleVersions = new Map<string, Rule[]>();
  for (const page of [opening, ...rest]) {
    for (const member of page.members ?? []) members.set(member.id, member);
    for (const rule of page.rules ?? []) {
      const versions = ruleVersions.get(rule.id) ?? [];
      versions[rule.version - 1] = rule;
      ruleVersions.set(rule.id, versions);
    }
  }
  const openBook = rest.at(-1)?.offers;
  const days = rest.slice(0, -1).filter(isDayPage);
  if (days.length < rest.length - 1) throw new Error('A page of a day lacks some of its columns');
  if (openBook === undefined) throw new Error('A simulation ends with the offers that are open');
  return { opening, days, openBook, memberIds: rest.at(-1)?.memberIds ?? [], ruleVersions, members };
}

/** The quantities of the trades of a day in Wh as they were traded, whatever was adjusted since. */
export function tradedWh({ trades, settlements = [] }: DayPage): Int32Array {
  const before = new Map(
    settlements.flatMap(({ tradeId, before: said }) => (said === null ? [] : [[tradeId, said.quantityWh]])),
  );
  return trades.quantityWh.map((wh, row) => before.get(uuidText(trades.id, row)) ?? wh);
}

/** The sum of a column. */
export function sum(column: Iterable<number>): number {
  let total = 0;
  for (const value of column) total += value;
  return total;
}
