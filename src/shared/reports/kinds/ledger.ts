import type { LedgerTrade } from '../../contract/ledger-records.ts';
import { type FailureCode, settlementStatuses, type SettlementStatus } from '../../domain/records.ts';
import type { ReportAbout } from '../about.ts';
import type { ReportDocument, ReportLongTable, ReportSection, ReportTable } from '../document.ts';
import type { Fact, ReportFacts } from '../facts.ts';
import type { ReportWords } from '../words.ts';

/** Sums of trades: their number, Wh and micro-currency. */
interface TradeSums {
  readonly count: number;
  readonly wh: number;
  readonly amount: number;
}

export type SumsByStatus = Readonly<Record<SettlementStatus, TradeSums>>;

/** The trades that were executed on a local day. */
export interface LedgerDay {
  /** Of its section. */
  readonly id: string;
  /** Place of its first trade in the report, from 1. */
  readonly first: number;
  /** Begin of the day, or of the period where that begins within it, epoch milliseconds. */
  readonly from: number;
  readonly sums: SumsByStatus;
  readonly trades: readonly PrintedTrade[];
}

/** What is printed of a trade. */
export type PrintedTrade = Pick<
  LedgerTrade,
  'id' | 'executedAt' | 'slot' | 'buyer' | 'seller' | 'quantityWh' | 'price' | 'amount' | 'status' | 'failureCode'
>;

/** Its sections hold sums and, of each day, the digest of the trades; the trades themselves stand beside them. */
export interface LedgerFacts extends ReportFacts {
  readonly sections: { readonly totals: Fact; readonly [day: string]: Fact };
  readonly totals: SumsByStatus;
  /** Trades of members without a pseudonym. */
  readonly heldBack: number;
  readonly days: readonly LedgerDay[];
}

/** Every trade of a period, day by day. */
export function ledgerDocument(
  { totals, heldBack, days }: LedgerFacts,
  { community, order }: ReportAbout<'ledger'>,
  words: ReportWords,
): ReportDocument {
  const { t, format } = words;
  const count = settlementStatuses.reduce((sum, status) => sum + totals[status].count, 0);
  const notes = [t('report-ledger:scope'), t('report-ledger:columnsNote'), t('report-ledger:pseudonymNote')];
  return {
    language: words.language,
    title: t('report-ledger:title'),
    subtitle: `${community.name}, ${format.days(order.range)}`,
    isLandscape: false,
    sections: [
      {
        id: 'totals',
        title: t('report-ledger:totals'),
        blocks: [
          {
            type: 'paragraph',
            text: t('report-ledger:summary', {
              count,
              number: format.number(count),
              days: t('report-ledger:days', { count: days.length, number: format.number(days.length) }),
            }),
          },
          ...(heldBack === 0
            ? []
            : [
                {
                  type: 'paragraph',
                  tone: 'finding',
                  text: t('report-ledger:heldBack', { count: heldBack, number: format.number(heldBack) }),
                } as const,
              ]),
          { type: 'table', table: totalsTable(totals, words) },
          ...notes.map((text) => ({ type: 'paragraph', tone: 'note', text }) as const),
        ],
      },
      { id: 'days', title: t('report-ledger:trades'), blocks: [] },
      ...days.map((day) => daySection(day, words)),
    ],
  };
}

function totalsTable(totals: SumsByStatus, { t, format }: ReportWords): ReportTable {
  return {
    caption: t('report-ledger:totalsCaption'),
    columns: [
      { title: t('report-ledger:column.status'), align: 'start' },
      { title: t('report-ledger:column.trades'), align: 'end' },
      { title: 'kWh', align: 'end' },
      { title: format.money(0).unit, align: 'end' },
    ],
    rows: settlementStatuses.map((status) => {
      const { count, wh, amount } = totals[status];
      return [
        t(`report:status.${status}`),
        format.number(count),
        format.number(wh / 1000, 3),
        format.money(amount).value,
      ];
    }),
  };
}

function daySection(day: LedgerDay, words: ReportWords): ReportSection {
  return {
    id: day.id,
    title: words.format.weekdayDate(day.from),
    isPart: true,
    blocks: [{ type: 'long-table', table: dayTable(day, words) }],
  };
}

function dayTable({ from, first, trades, sums }: LedgerDay, words: ReportWords): ReportLongTable {
  const { t, format } = words;
  const valid = { count: 0, wh: 0, amount: 0 };
  for (const status of ['settled', 'pending'] as const) {
    valid.count += sums[status].count;
    valid.wh += sums[status].wh;
    valid.amount += sums[status].amount;
  }
  return {
    caption: t('report-ledger:dayCaption', { count: trades.length, number: format.number(trades.length) }),
    columns: [
      { title: t('report-ledger:column.number'), align: 'end', width: 8 },
      { title: t('report-ledger:column.time'), align: 'start', width: 13 },
      { title: t('report-ledger:column.slot'), align: 'start', width: 7 },
      { title: t('report-ledger:column.buyer'), align: 'start', width: 13 },
      { title: t('report-ledger:column.seller'), align: 'start', width: 13 },
      { title: 'kWh', align: 'end', width: 9 },
      { title: format.price(0).unit, align: 'end', width: 9 },
      { title: format.money(0).unit, align: 'end', width: 10 },
      { title: t('report-ledger:column.status'), align: 'start', width: 20 },
    ],
    rows: { [Symbol.iterator]: () => rowsOf(trades, from, first, words) },
    total: [
      t('report-ledger:dayTotal'),
      '',
      '',
      '',
      '',
      format.number(valid.wh / 1000, 3),
      '',
      format.money(valid.amount, undefined, { decimals: 4 }).value,
      '',
    ],
  };
}

/** Many of the texts of a day are the same: each is made once. */
function* rowsOf(
  trades: readonly PrintedTrade[],
  from: number,
  first: number,
  { t, format }: ReportWords,
): Generator<readonly string[]> {
  const day = format.shortDate(from);
  const clock = remembered((time: number) => format.time(time));
  const slot = remembered((time: number) => {
    const date = format.shortDate(time);
    return date === day ? clock(time) : `${date} ${clock(time)}`;
  });
  const price = remembered((value: number) => format.price(value).value);
  const status = remembered((name: SettlementStatus) => t(`report:status.${name}`));
  const failed = remembered((code: FailureCode) =>
    t('report-ledger:failed', { cause: t(`health:failureCodes.${code}`) }),
  );
  for (const [at, trade] of trades.entries()) {
    yield [
      format.number(first + at),
      clock(trade.executedAt),
      slot(trade.slot),
      trade.buyer,
      trade.seller,
      format.number(trade.quantityWh / 1000, 3),
      price(trade.price),
      format.number(trade.amount / 1_000_000, 4),
      trade.failureCode === null ? status(trade.status) : failed(trade.failureCode),
    ];
  }
}

function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = make(key)));
    return value;
  };
}
