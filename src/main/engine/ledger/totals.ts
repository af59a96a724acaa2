import type { LedgerTotals } from '#shared/contract/ledger-records.ts';
import { settlementStatuses } from '#shared/domain/records.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { amountOf, roundHalfEvenDiv } from '#shared/domain/units.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { Range } from '../stats/sums.ts';
import { QUARTER, QuarterCounts } from './quarter-counts.ts';
import { fromWay, paramsOfWay, partsOf } from './trade-walk.ts';
import type { WantedTrades, Way } from './wanted-trades.ts';

const FAILED = settlementStatuses.indexOf('failed');
const columns = ['executed_at', 'slot', 'status', 'quantity_wh', 'price', 'amount'] as const;

/** Columns of trades in no certain order. */
type TradeColumns = Readonly<Record<(typeof columns)[number], readonly number[]>>;

export interface SummedTrades {
  readonly totals: LedgerTotals;
  readonly quarters: QuarterCounts;
}

/** The sums over the wanted trades, and how many there are in each quarter of an hour, in one walk; it yields between the parts of the time. */
export function* sumTrades(db: ReadDb, wanted: WantedTrades): Generator<void, SummedTrades> {
  const sums = new Sums(db, wanted.community);
  const quarters = new QuarterCounts();
  for (const part of partsOf(db, wanted, wanted.range, false)) {
    const ofPart = new Map<number, number>();
    for (const way of wanted.ways) {
      const trades = tradeColumns(db, wanted, way, part);
      sums.add(trades);
      for (const executedAt of trades.executed_at) {
        const quarter = Math.floor(executedAt / QUARTER);
        ofPart.set(quarter, (ofPart.get(quarter) ?? 0) + 1);
      }
    }
    quarters.add(ofPart);
    yield;
  }
  return { totals: sums.totals(), quarters };
}

/** As one row: a row for each trade would take twice as long, and adding up in SQL too, because it rounds no amount half-even. */
function tradeColumns(db: ReadDb, wanted: WantedTrades, way: Way, part: Range): TradeColumns {
  const row = db.get<Record<keyof TradeColumns, string>>(
    `SELECT ${columns.map((column) => `json_group_array(trade.${column}) AS ${column}`).join(', ')} ${fromWay(way, wanted)}`,
    paramsOfWay(way, wanted, part),
  )!;
  return Object.fromEntries(columns.map((column) => [column, JSON.parse(row[column])])) as unknown as TradeColumns;
}

/** Sums of trades. Energy times price is added up as a bigint: of a million trades it may be beyond the safe integers. */
class Sums {
  readonly #db: ReadDb;
  readonly #community: CommunityRow;
  readonly #tariffs = new Map<number, Tariff | null>();
  readonly #byStatus = settlementStatuses.map(() => ({ count: 0, quantityWh: 0, amount: 0 }));
  #atPrice = 0n;
  #atRetail = 0n;
  #atFeedIn = 0n;
  #withTariff = 0;
  #withTariffWh = 0;
  #savings = 0;

  constructor(db: ReadDb, community: CommunityRow) {
    this.#db = db;
    this.#community = community;
  }

  add({ slot, status, quantity_wh, price, amount }: TradeColumns): void {
    let [atPrice, atRetail, atFeedIn] = [0, 0, 0];
    for (let row = 0; row < slot.length; row++) {
      const wh = quantity_wh[row];
      const ofStatus = this.#byStatus[status[row]];
      ofStatus.count++;
      ofStatus.quantityWh += wh;
      ofStatus.amount += amount[row];
      atPrice += wh * price[row];
      const tariff = this.#tariffOf(slot[row]);
      if (tariff === null) continue;
      this.#withTariff++;
      this.#withTariffWh += wh;
      atRetail += wh * tariff.retail;
      atFeedIn += wh * tariff.feedIn;
      // The prices of buyer and seller cancel out in what both save together (DOMAIN.md section 4).
      if (status[row] !== FAILED) this.#savings += amountOf(wh, tariff.retail) - amountOf(wh, tariff.feedIn);
    }
    this.#atPrice += BigInt(atPrice);
    this.#atRetail += BigInt(atRetail);
    this.#atFeedIn += BigInt(atFeedIn);
  }

  totals(): LedgerTotals {
    const sum = (of: 'count' | 'quantityWh' | 'amount'): number =>
      this.#byStatus.reduce((total, ofStatus) => total + ofStatus[of], 0);
    const count = sum('count');
    const quantityWh = sum('quantityWh');
    return {
      count,
      quantityWh,
      amount: sum('amount'),
      averagePrice: mean(this.#atPrice, quantityWh),
      averageQuantityWh: mean(quantityWh, count),
      averageRetail: mean(this.#atRetail, this.#withTariffWh),
      averageFeedIn: mean(this.#atFeedIn, this.#withTariffWh),
      savings: this.#savings,
      withoutTariff: count - this.#withTariff,
      byStatus: Object.fromEntries(
        settlementStatuses.map((status, at) => [status, this.#byStatus[at]]),
      ) as LedgerTotals['byStatus'],
    };
  }

  #tariffOf(slot: number): Tariff | null {
    let tariff = this.#tariffs.get(slot);
    if (tariff === undefined) {
      tariff =
        this.#db.get<Tariff>(
          `SELECT grid_import_price AS retail, grid_export_price AS feedIn FROM pricing_signal
           WHERE community_id = ? AND slot = ?`,
          [this.#community.id, slot],
        ) ?? null;
      this.#tariffs.set(slot, tariff);
    }
    return tariff;
  }
}

function mean(sum: number | bigint, weight: number): number | null {
  return weight === 0 ? null : roundHalfEvenDiv(BigInt(sum), BigInt(weight));
}
