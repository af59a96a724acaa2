import type { Stack } from './stack.ts';

/** Who buys from whom: stack positions and Wh, sorted by bid, then offer; no pair comes twice. */
export interface Pairs {
  readonly bid: Int32Array;
  readonly offer: Int32Array;
  readonly wh: Int32Array;
}

/**
 * Pairs the cleared bids with the cleared offers: both sides in price-time order, merged (DOMAIN.md section 3). A bid
 * passes over the offers of its own member; they stay for the bids after it. A bid that only such offers are left for takes
 * over the partner of the nearest pair that its member is no part of, and that pair's bid takes the member's own offer
 * instead. What finds no such pair stays unmatched, and that is as little as any pairing leaves: by then the member is part
 * of every pair.
 * @param bidWh what each bid clears, by position; afterwards what only its own member could have sold to it
 * @param offerWh the same for the offers; the sums of both are equal, before and after
 */
export function pairOrders(bids: Stack, offers: Stack, bidWh: Int32Array, offerWh: Int32Array): Pairs {
  const bidMember = membersOf(bids, bidWh.length);
  const offerMember = membersOf(offers, offerWh.length);
  const merged = mergeStacks(bidMember, offerMember, bidWh, offerWh);
  const leftBids = positionsWithQuantity(bidWh);
  if (leftBids.length === 0) return merged;
  return swapPartners(bidMember, offerMember, merged, leftBids, bidWh, offerWh);
}

/** The members of the first orders of a stack. */
function membersOf({ orders, rows }: Stack, count: number): Int32Array {
  const members = new Int32Array(count);
  for (let position = 0; position < count; position++) {
    members[position] = orders.member[rows[position]];
  }
  return members;
}

function mergeStacks(bidMember: Int32Array, offerMember: Int32Array, bidWh: Int32Array, offerWh: Int32Array): Pairs {
  // Each pair uses up a bid or an offer.
  const most = bidWh.length + offerWh.length;
  const pairs = { bid: new Int32Array(most), offer: new Int32Array(most), wh: new Int32Array(most) };
  let count = 0;
  // The offers that were passed over, in order. They are all of one member, because any other bid takes them first.
  const passed: number[] = [];
  let firstPassed = 0;
  let passedMember = -1;
  let nextOffer = 0;
  for (let bid = 0; bid < bidWh.length; bid++) {
    const member = bidMember[bid];
    let left = bidWh[bid];
    while (left > 0) {
      const takesPassed = firstPassed < passed.length && passedMember !== member;
      if (!takesPassed && nextOffer === offerWh.length) break;
      const offer = takesPassed ? passed[firstPassed] : nextOffer;
      if (!takesPassed && offerMember[offer] === member) {
        if (offerWh[offer] > 0) passed.push(offer);
        passedMember = member;
        nextOffer++;
        continue;
      }
      const available = offerWh[offer];
      const wh = left < available ? left : available;
      if (wh > 0) {
        pairs.bid[count] = bid;
        pairs.offer[count] = offer;
        pairs.wh[count++] = wh;
        left -= wh;
        offerWh[offer] = available - wh;
      }
      if (wh === available) {
        if (takesPassed) firstPassed++;
        else nextOffer++;
      }
    }
    bidWh[bid] = left;
  }
  return { bid: pairs.bid.slice(0, count), offer: pairs.offer.slice(0, count), wh: pairs.wh.slice(0, count) };
}

/** All `leftBids`, and all offers with something left, are of one member. */
function swapPartners(
  bidMember: Int32Array,
  offerMember: Int32Array,
  merged: Pairs,
  leftBids: readonly number[],
  bidWh: Int32Array,
  offerWh: Int32Array,
): Pairs {
  const member = bidMember[leftBids[0]];
  const leftOffers = positionsWithQuantity(offerWh);
  const pairs = Array.from(merged.wh, (wh, at) => ({
    bid: merged.bid[at],
    offer: merged.offer[at],
    wh,
  }));
  let [nextBid, nextOffer] = [0, 0];
  for (let at = merged.wh.length - 1; at >= 0 && nextBid < leftBids.length; at--) {
    const pair = pairs[at];
    if (bidMember[pair.bid] === member || offerMember[pair.offer] === member) continue;
    while (pair.wh > 0 && nextBid < leftBids.length) {
      const bid = leftBids[nextBid];
      const offer = leftOffers[nextOffer];
      const wh = Math.min(pair.wh, bidWh[bid], offerWh[offer]);
      pairs.push({ bid, offer: pair.offer, wh }, { bid: pair.bid, offer, wh });
      pair.wh -= wh;
      bidWh[bid] -= wh;
      offerWh[offer] -= wh;
      if (bidWh[bid] === 0) nextBid++;
      if (offerWh[offer] === 0) nextOffer++;
    }
  }
  return combine(pairs);
}

/** The pairs sorted, the same two orders only once, nothing empty. */
function combine(pairs: { bid: number; offer: number; wh: number }[]): Pairs {
  pairs.sort((a, b) => a.bid - b.bid || a.offer - b.offer);
  const combined: typeof pairs = [];
  for (const pair of pairs) {
    if (pair.wh === 0) continue;
    const last = combined.at(-1);
    if (last?.bid === pair.bid && last.offer === pair.offer) last.wh += pair.wh;
    else combined.push(pair);
  }
  return {
    bid: Int32Array.from(combined, (pair) => pair.bid),
    offer: Int32Array.from(combined, (pair) => pair.offer),
    wh: Int32Array.from(combined, (pair) => pair.wh),
  };
}

function positionsWithQuantity(wh: Int32Array): number[] {
  const positions: number[] = [];
  for (let position = 0; position < wh.length; position++) {
    if (wh[position] > 0) positions.push(position);
  }
  return positions;
}
