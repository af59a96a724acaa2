/** Invented failed trades, cause by cause: what went wrong and what the data shows of it. */
import type { FailureCode } from '#shared/domain/records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import type { CaseFacts, PartyFacts } from '#shared/settlement/case-facts.ts';

type PartyChange = Partial<PartyFacts>;

/** What differs from a trade with which nothing is wrong. */
export interface FakeFailure {
  readonly reported: FailureCode | null;
  readonly trade?: Partial<CaseFacts['trade']>;
  readonly buyer?: PartyChange;
  readonly seller?: PartyChange;
  readonly rest?: Partial<Pick<CaseFacts, 'tariff' | 'duplicateOf'>>;
}

type Failure = (plain: CaseFacts) => Omit<FakeFailure, 'reported'>;

const withReading =
  (change: Partial<NonNullable<PartyFacts['reading']>>) =>
  ({ reading }: PartyFacts): PartyChange => ({ reading: reading && { ...reading, ...change } });

const share = (wh: number, part: number): number => Math.max(1, Math.round(wh * part));

/** Nothing is wrong any more, or nothing that data could show. */
const fine: Failure = () => ({});

/** Of each cause some cases, in turn: in some the data agrees, in others it shows that the cause is gone or is another one. */
const failures: Readonly<Record<FailureCode, readonly Failure[]>> = {
  METER_READING_LATE: [
    fine,
    ({ seller }) => ({ seller: withReading({ quality: 'estimated' })(seller) }),
    ({ trade, seller }) => ({ seller: withReading({ wh: share(trade.quantityWh, 0.72) })(seller) }),
  ],
  METER_READING_MISSING: [
    ({ buyer }) => ({ buyer: withReading({ quality: 'missing', wh: 0 })(buyer) }),
    () => ({ seller: { reading: null } }),
    fine,
  ],
  METER_READING_REVISED: [
    ({ seller }) => ({ seller: withReading({ revision: 2 })(seller) }),
    ({ trade, seller }) => ({ seller: withReading({ revision: 1, wh: share(trade.quantityWh, 0.4) })(seller) }),
  ],
  QUANTITY_EXCEEDS_METER: [
    ({ trade, seller }) => ({ seller: withReading({ wh: share(trade.quantityWh, 0.61) })(seller) }),
    ({ trade, seller }) => ({
      seller: {
        ...withReading({ wh: share(trade.quantityWh, 1.3) })(seller),
        others: { settledWh: share(trade.quantityWh, 0.55), unsettled: [] },
      },
    }),
    ({ trade, buyer }) => ({ buyer: withReading({ wh: share(trade.quantityWh, 0.85) })(buyer) }),
    ({ seller }) => ({ seller: withReading({ wh: 0 })(seller) }),
  ],
  OFFER_EXPIRED: [
    ({ trade, seller }) => ({
      seller: {
        order: seller.order && { ...seller.order, windowStart: trade.slot - 3 * HOUR, windowEnd: trade.slot },
      },
    }),
    fine,
  ],
  PRICE_OUT_OF_RANGE: [
    ({ trade, buyer }) => ({ buyer: { order: buyer.order && { ...buyer.order, price: trade.price - 12_500 } } }),
  ],
  MEMBER_INACTIVE: [({ trade }) => ({ seller: { isActive: false, leftAt: trade.slot - 30 * HOUR } })],
  TARIFF_MISSING: [() => ({ rest: { tariff: null } }), fine],
  AMOUNT_MISMATCH: [({ trade }) => ({ trade: { amount: trade.amount + 1_200 } })],
  DUPLICATE: [
    ({ trade }) => ({ rest: { duplicateOf: { tradeId: `trade-${trade.slot}-97`, executedAt: trade.executedAt } } }),
  ],
  INSUFFICIENT_BALANCE: [
    () => ({ buyer: { balance: -29_990_000, creditLimit: 30_000_000 } }),
    () => ({ buyer: { balance: 12_400_000 } }),
  ],
  NETWORK_FAILURE: [
    fine,
    fine,
    ({ trade }) => ({ rest: { duplicateOf: { tradeId: `trade-${trade.slot}-98`, executedAt: trade.executedAt } } }),
  ],
  MANDATE_MISSING: [() => ({ buyer: { balance: -29_995_000, creditLimit: 30_000_000 } }), fine],
  BANK_RETURN: [fine],
  RULE_CONFLICT: [fine],
  UNKNOWN: [fine, ({ trade, seller }) => ({ seller: withReading({ wh: share(trade.quantityWh, 0.5) })(seller) })],
};

const counts: readonly (readonly [FailureCode, number])[] = [
  ['METER_READING_LATE', 11],
  ['QUANTITY_EXCEEDS_METER', 8],
  ['METER_READING_MISSING', 5],
  ['NETWORK_FAILURE', 5],
  ['METER_READING_REVISED', 4],
  ['INSUFFICIENT_BALANCE', 4],
  ['DUPLICATE', 3],
  ['MANDATE_MISSING', 2],
  ['BANK_RETURN', 2],
  ['OFFER_EXPIRED', 2],
  ['TARIFF_MISSING', 2],
  ['UNKNOWN', 2],
  ['PRICE_OUT_OF_RANGE', 1],
  ['MEMBER_INACTIVE', 1],
  ['AMOUNT_MISMATCH', 1],
  ['RULE_CONFLICT', 1],
];

/** Every invented failure, the causes mixed as time mixes them. */
const sequence: readonly (readonly [FailureCode, number])[] = counts
  .flatMap(([code, count], row) =>
    Array.from({ length: count }, (_, turn) => ({ code, turn, at: (turn + 0.5 + row / 40) / count })),
  )
  .toSorted((a, b) => a.at - b.at)
  .map(({ code, turn }) => [code, turn] as const);

/** How many failed trades the invented community has. */
export const FAKE_FAILURES = sequence.length;

/** What went wrong with the failed trade at a place. */
export function fakeFailure(place: number, plain: CaseFacts): FakeFailure {
  const [code, turn] = sequence[place];
  return failureOf(code, turn, plain);
}

/** What went wrong with a trade that failed by a cause. */
export function failureOf(code: FailureCode, turn: number, plain: CaseFacts): FakeFailure {
  const kinds = failures[code];
  return { reported: code === 'UNKNOWN' ? null : code, ...kinds[turn % kinds.length](plain) };
}
