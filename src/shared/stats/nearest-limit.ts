/** The smallest change of a limit with which the orders of a member would not have lost against retail. */
import type { OfferType } from '../domain/records.ts';
import { TICK } from '../domain/units.ts';
import { clearedWith, type MemberClearing, type Tally } from './changed-limits.ts';
import { beyond } from './losses.ts';

/** Orders of the member that lost together: of a version of a rule, or those placed by hand. */
export interface LosingGroup {
  readonly group: number;
  readonly type: OfferType;
  /** Their limit, micro-currency per kWh; null without one. */
  readonly from: number | null;
  /** The clearings that they were in. */
  readonly clearings: readonly MemberClearing[];
  /** What their trades outside these clearings came to, which no limit changes. */
  readonly outside: Tally;
}

/** So many clearings may a search make: a few seconds of work. */
const MOST_CLEARINGS = 40_000;

/**
 * The limit nearest to the group's own, on the way to the tariff, with which its trades would not have lost in sum, and would still have
 * been some; null when there is none. Tried are the tariffs, the prices of all orders and what lies one tick (0.0001 currency) behind each,
 * from the nearest on: where the outcome can turn. From the first that will do it goes on in ticks towards the one before. Without a limit
 * of its own the way begins at the tariff that lies furthest out.
 */
export function* nearestLimit(group: LosingGroup): Generator<void, number | null> {
  const search = new LimitSearch(group);
  let nearer = group.from;
  for (const limit of candidatesOf(group)) {
    yield;
    if (!search.isEnough(limit)) {
      nearer = limit;
      continue;
    }
    const nearest = nearer === null ? limit : nearestTick(limit, nearer, (one) => search.isEnough(one));
    const proven = [nearest, limit].find((one) => isProven(group, one));
    if (proven !== undefined) return proven;
  }
  return null;
}

/** What a group would come to with a limit. */
export function groupWith({ group, clearings, outside }: LosingGroup, limit: number): Tally {
  const changed = new Map([[group, limit]]);
  let { wh, savings } = outside;
  for (const clearing of clearings) {
    const tally = clearedWith(clearing, changed).groups.get(group);
    wh += tally?.wh ?? 0;
    savings += tally?.savings ?? 0;
  }
  return { wh, savings };
}

function isProven(group: LosingGroup, limit: number): boolean {
  const { wh, savings } = groupWith(group, limit);
  return savings >= 0 && wh > group.outside.wh;
}

/** The limits that are tried, those nearest to the group's own first. */
export function candidatesOf({ type, from, clearings }: LosingGroup): number[] {
  const stricter = type === 'buy' ? -TICK : TICK;
  const tariffs = new Set(clearings.map(({ tariff }) => (type === 'buy' ? tariff.retail : tariff.feedIn)));
  const furthest = from ?? [...tariffs].reduce((a, b) => (beyond(type, a, b) > 0 ? a : b), Infinity * stricter);
  const prices = new Set(clearings.flatMap(({ book }) => [...book.bids.price, ...book.offers.price]));
  const all = [furthest, ...prices].flatMap((price) => [price, price + stricter]);
  const isWithin = (limit: number): boolean =>
    Number.isFinite(limit) && (from === null ? beyond(type, limit, furthest) <= 0 : beyond(type, limit, from) < 0);
  const sorted = [...new Set([...tariffs, ...all])].filter(isWithin).toSorted((a, b) => beyond(type, b, a));
  const every = Math.ceil((sorted.length * clearings.length) / MOST_CLEARINGS);
  return sorted.filter((limit, at) => at % every === 0 || tariffs.has(limit));
}

/** Halves the ticks between a limit that is enough and one that is not: of those that are, the nearest to the latter. */
function nearestTick(limit: number, nearer: number, isEnough: (limit: number) => boolean): number {
  const step = nearer > limit ? TICK : -TICK;
  let enough = 0;
  let tooFar = Math.ceil(Math.abs(nearer - limit) / TICK);
  while (tooFar - enough > 1) {
    const middle = Math.floor((enough + tooFar) / 2);
    if (isEnough(limit + middle * step)) enough = middle;
    else tooFar = middle;
  }
  return limit + enough * step;
}

const NOTHING: Tally = { wh: 0, savings: 0 };

/** What is known of a clearing: with every limit beyond `holdsBeyond` it comes to `tally`, and with none from `goneAt` on to anything. */
interface Known {
  readonly clearing: MemberClearing;
  holdsBeyond: number | null;
  tally: Tally;
  goneAt: number | null;
}

/**
 * Tries limits one after the other and clears only what can change: with one price for all, an order that goes beyond the prices at which
 * the market clears gets the same with any limit beyond them (but where the price is the middle between two orders' limits); and an order that gets nothing gets nothing with a stricter limit (but where
 * the dearest offer is served first). Amounts may differ by the rounding of other pairs, so what is found is proven with all clearings.
 */
class LimitSearch {
  readonly #group: LosingGroup;
  readonly #known: readonly Known[];

  constructor(group: LosingGroup) {
    this.#group = group;
    this.#known = group.clearings.map((clearing) => ({ clearing, holdsBeyond: null, tally: NOTHING, goneAt: null }));
  }

  isEnough(limit: number): boolean {
    let { wh, savings } = NOTHING;
    for (const known of this.#known) {
      const tally = this.#tallyOf(known, limit);
      wh += tally.wh;
      savings += tally.savings;
    }
    return wh > 0 && savings + this.#group.outside.savings >= 0;
  }

  #tallyOf(known: Known, limit: number): Tally {
    const { group, type } = this.#group;
    if (known.goneAt !== null && beyond(type, limit, known.goneAt) <= 0) return NOTHING;
    if (known.holdsBeyond !== null && beyond(type, limit, known.holdsBeyond) > 0) return known.tally;
    const { groups, clearing } = clearedWith(known.clearing, new Map([[group, limit]]));
    const tally = groups.get(group) ?? NOTHING;
    const { mechanism, offerOrder } = known.clearing;
    if (tally.wh === 0 && offerOrder !== 'descending') known.goneAt = limit;
    const isOnePrice = mechanism === 'uniform-price' && clearing.type !== 'MARGINAL_PRICE';
    const edge = isOnePrice ? clearing.interval?.[type === 'buy' ? 1 : 0] : undefined;
    if (edge !== undefined && beyond(type, limit, edge) > 0) {
      known.holdsBeyond = edge;
      known.tally = tally;
    }
    return tally;
  }
}
