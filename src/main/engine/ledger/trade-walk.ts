import { HOUR } from '#shared/domain/slots.ts';
import type { ReadDb, SqlValue } from '../cache/connection.ts';
import type { Range } from '../stats/sums.ts';
import type { WantedTrades, Way } from './wanted-trades.ts';

/** What finds a trade again: the order by time is that of these two. */
export interface TradeKey {
  readonly executed_at: number;
  readonly id: Uint8Array;
}

/** The buckets of the members' indexes. */
const WEEK = 604_800_000;
/** A part of the time that is read at once: a day of a busy community is read in some 20 ms. */
const DAY = 24 * HOUR;

/** Columns of a statement about trades, with what they need behind `FROM trade`. */
export interface Selection {
  readonly columns: string;
  readonly joins: string;
}

export interface Place {
  readonly descending: boolean;
  /** Go on behind this trade. */
  readonly after?: TradeKey | undefined;
  /** Trades to leave out at first: fewer than the first day has. */
  readonly skip?: number;
  readonly limit: number;
}

/**
 * Up to `limit` wanted trades in the order by time, read a part of the time after the other: it yields in between, and the caller may let
 * others have their turn.
 * @param range within that of `wanted`
 */
export function* walkTrades<R extends TradeKey>(
  db: ReadDb,
  wanted: WantedTrades,
  selection: Selection,
  range: Range,
  { descending, after, skip = 0, limit }: Place,
): Generator<void, R[]> {
  const rows: R[] = [];
  const [from, to] = after
    ? descending
      ? [range.from, Math.min(range.to, after.executed_at + 1)]
      : [Math.max(range.from, after.executed_at), range.to]
    : [range.from, range.to];
  let left = skip;
  for (const part of partsOf(db, wanted, { from, to }, descending)) {
    const found = rowsOfPart<R>(db, wanted, selection, part, {
      descending,
      after,
      skip: left,
      limit: limit - rows.length,
    });
    left = 0;
    rows.push(...found);
    if (rows.length >= limit) break;
    yield;
  }
  return rows;
}

/** The wanted trades from the first to the last, some at a time. */
export function* tradesInOrder<R extends TradeKey>(
  db: ReadDb,
  wanted: WantedTrades,
  selection: Selection,
  descending: boolean,
  chunk: number,
): Generator<R[]> {
  let after: TradeKey | undefined;
  for (;;) {
    const rows: R[] = finish(walkTrades<R>(db, wanted, selection, wanted.range, { descending, after, limit: chunk }));
    if (rows.length > 0) yield rows;
    if (rows.length < chunk) return;
    after = rows.at(-1);
  }
}

/** Does work that yields now and then without a pause. */
export function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/**
 * The parts of a range of time in which there may be wanted trades, in order: at most a day each, and those of members a week's bucket.
 * Time before the first and after the last trade is left out.
 */
export function* partsOf(
  db: ReadDb,
  { community, ways }: WantedTrades,
  range: Range,
  descending: boolean,
): Generator<Range> {
  if (ways.length === 0) return;
  const bound = (order: string): number | undefined =>
    db.pluck<number>(
      `SELECT executed_at FROM trade WHERE community_id = ? AND executed_at >= ? AND executed_at < ?
       ORDER BY executed_at ${order} LIMIT 1`,
      [community.id, range.from, range.to],
    )[0];
  const first = bound('ASC');
  const last = bound('DESC');
  if (first === undefined || last === undefined) return;
  const length = ways[0].kind === 'member' ? WEEK : DAY;
  // Parts of a day begin at the side from which the time is walked: so the quarter of a place is not cut.
  const start = ways[0].kind === 'member' ? 0 : descending ? range.to : range.from;
  const place = (time: number): number => Math.floor((time - start) / length);
  const [begin, end, step] = descending ? [place(last), place(first), -1] : [place(first), place(last), 1];
  for (let at = begin; descending ? at >= end : at <= end; at += step) {
    const from = start + at * length;
    yield { from: Math.max(from, range.from), to: Math.min(from + length, range.to) };
  }
}

/** SQL for `FROM trade` up to the conditions, on one way through a part of the time. */
export function fromWay(way: Way, wanted: WantedTrades, joins = ''): string {
  const own =
    way.kind === 'member'
      ? `executed_at / ${WEEK} = @week AND ${way.side}_id = @walker${way.unlessBuyer ? ' AND buyer_id <> @walker' : ''} AND `
      : way.kind === 'failed'
        ? 'status = 2 AND '
        : '';
  const index =
    way.kind === 'member' ? `INDEXED BY trade_${way.side}` : way.kind === 'failed' ? 'INDEXED BY trade_failed' : '';
  return `FROM trade ${index} ${joins}
    WHERE trade.community_id = @community AND ${own} executed_at >= @from AND executed_at < @to AND ${wanted.condition}`;
}

/** The parameters of `fromWay`. */
export function paramsOfWay(
  way: Way,
  { community, params }: WantedTrades,
  { from, to }: Range,
): Record<string, SqlValue> {
  const common = { ...params, community: community.id, from, to };
  return way.kind === 'member' ? { ...common, week: Math.floor(from / WEEK), walker: way.member } : common;
}

function rowsOfPart<R extends TradeKey>(
  db: ReadDb,
  wanted: WantedTrades,
  { columns, joins }: Selection,
  part: Range,
  { descending, after, skip, limit }: Required<Omit<Place, 'after'>> & Pick<Place, 'after'>,
): R[] {
  const order = descending ? 'DESC' : 'ASC';
  const keyset = after ? `AND (executed_at, trade.id) ${descending ? '<' : '>'} (@afterTime, @afterId)` : '';
  // Of several ways nobody knows beforehand which of them has the trades to be left out.
  const isOne = wanted.ways.length === 1;
  const rows = wanted.ways.flatMap((way) =>
    db.all<R>(
      `SELECT ${columns} ${fromWay(way, wanted, joins)} ${keyset}
       ORDER BY executed_at ${order}, trade.id ${order} LIMIT @limit OFFSET @skip`,
      {
        ...paramsOfWay(way, wanted, part),
        afterTime: after?.executed_at ?? 0,
        afterId: after?.id ?? null,
        limit: isOne ? limit : skip + limit,
        skip: isOne ? skip : 0,
      },
    ),
  );
  if (isOne) return rows;
  rows.sort((a, b) => (descending ? compareKeys(b, a) : compareKeys(a, b)));
  return rows.slice(skip, skip + limit);
}

/** Negative when `a` comes before `b` in the order by time, oldest first. */
function compareKeys(a: TradeKey, b: TradeKey): number {
  return a.executed_at - b.executed_at || Buffer.compare(a.id, b.id);
}
