/** Member, price per kWh, kWh, and when a tie is decided by it, the place in time. The id is the number in the source. */
type GsyOrder = readonly [id: number, member: string, price: number, kwh: number, time?: number];

export interface GsyCase {
  /** The test of gsy-framework's tests/test_matching_algorithms/test_pay_as_bid_matching_algorithm.py. */
  readonly source: string;
  readonly bids: readonly GsyOrder[];
  readonly offers: readonly GsyOrder[];
  /** Bid, offer, kWh, price per kWh, in no particular order. */
  readonly trades: readonly (readonly [bid: number, offer: number, kwh: number, price: number])[];
}

const market2 = {
  bids: [
    [7, 'A', 1.5, 40],
    [8, 'B', 2, 45],
    [9, 'C', 6, 50],
  ],
  offers: [
    [10, 'A', 1, 55, 3],
    [11, 'B', 1, 60, 2],
    [12, 'C', 1, 65, 1],
  ],
} as const;

/**
 * What Grid Singularity's gsy-framework asserts for its pay-as-bid matching (facts and figures only). It serves the dearest offer
 * first. Among equal prices it takes "in practice the reverse of the original order", which the times of such offers stand for
 * here; equal bids trade the same whichever comes first.
 */
export const gsyCases: readonly GsyCase[] = [
  {
    source: 'test_perform_pay_as_bid_match_multiple_offers_bids, market1',
    bids: [
      [1, 'A', 1, 10],
      [2, 'B', 2, 15],
      [3, 'C', 3, 20],
    ],
    offers: [
      [4, 'A', 1.00002, 25],
      [5, 'B', 5, 30],
      [6, 'C', 2.4, 35],
    ],
    trades: [
      [3, 4, 20, 3],
      [2, 4, 5, 2],
    ],
  },
  {
    source: 'test_perform_pay_as_bid_match_multiple_offers_bids, market2',
    ...market2,
    trades: [
      [8, 12, 45, 2],
      [7, 12, 20, 1.5],
      [9, 11, 50, 6],
      [7, 11, 10, 1.5],
    ],
  },
  {
    source: 'test_perform_pay_as_bid_match_single_offer_bid, offer above the bid',
    bids: [[1, 'B', 3, 20]],
    offers: [[2, 'A', 3.1, 30]],
    trades: [],
  },
  {
    source: 'test_perform_pay_as_bid_match_single_offer_bid, offer below the bid',
    bids: [[1, 'B', 3, 20]],
    offers: [[2, 'A', 1, 30]],
    trades: [[1, 2, 20, 3]],
  },
  {
    source: 'test_perform_pay_as_bid_match_single_offer_multiple_bids',
    bids: [
      [1, 'B', 3, 20],
      [2, 'C', 3, 20],
      [3, 'A', 3, 20],
    ],
    offers: [[4, 'A', 1, 70]],
    trades: [
      [2, 4, 20, 3],
      [1, 4, 20, 3],
    ],
  },
  {
    source: 'test_perform_pay_as_bid_match_single_bid_multiple_offers',
    bids: [[1, 'B', 3, 70]],
    offers: [
      [10, 'A', 1, 20],
      [11, 'B', 1, 20],
      [12, 'C', 1, 10],
    ],
    trades: [
      [1, 12, 10, 3],
      [1, 10, 20, 3],
    ],
  },
];
