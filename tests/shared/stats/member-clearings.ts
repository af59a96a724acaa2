import fc from 'fast-check';
import type { OrderMechanism } from '#shared/market/mechanisms.ts';
import { type OfferOrder, type Order, toColumns } from '#shared/market/orders.ts';
import type { MemberClearing } from '#shared/stats/changed-limits.ts';
import type { LosingGroup } from '#shared/stats/nearest-limit.ts';
import type { OfferType } from '#shared/domain/records.ts';
import { smallBooks } from '../market/books.ts';

/** The group of the member's orders in `memberClearing`. */
export const GROUP = 0;
/** Whose orders they are. */
const MEMBER = 'm1';

/** Retail and feed-in of these slots, micro-currency per kWh. */
export const TARIFF = { retail: 300_000, feedIn: 100_000 };

/** A clearing in which the member has orders of one type, all in one group. */
export function memberClearing(
  type: OfferType,
  bids: readonly Order[],
  offers: readonly Order[],
  changes: Partial<MemberClearing> = {},
): MemberClearing {
  const side = type === 'buy' ? bids : offers;
  return {
    book: toColumns(bids, offers),
    mechanism: 'uniform-price',
    offerOrder: null,
    limits: { priceFloor: -1_000_000, priceCap: 1_000_000 },
    tariff: TARIFF,
    own: side.flatMap(({ member }, row) => (member === MEMBER ? [{ type, row, group: GROUP }] : [])),
    settledWh: new Map(),
    ...changes,
  };
}

const markets: readonly { mechanism: OrderMechanism; offerOrder: OfferOrder | null }[] = [
  { mechanism: 'uniform-price', offerOrder: null },
  { mechanism: 'pay-as-bid', offerOrder: 'ascending' },
  { mechanism: 'pay-as-bid', offerOrder: 'descending' },
  { mechanism: 'trade-reduction', offerOrder: null },
];

/** Wh that round nothing away, so that what a search finds is not a matter of micro-units. */
const WHOLE_KWH = 1000;

/** A few small books of one mechanism, under tariffs that change, with orders of the member on one side alone, none beyond `from`. */
export const losingGroups: fc.Arbitrary<LosingGroup> = fc
  .record({
    type: fc.constantFrom<OfferType>('buy', 'sell'),
    market: fc.constantFrom(...markets),
    books: fc.array(fc.record({ book: smallBooks, tariff: fc.integer({ min: -6, max: 0 }) }), {
      minLength: 2,
      maxLength: 4,
    }),
    reach: fc.option(fc.integer({ min: 2, max: 8 })),
  })
  .map(({ type, market, books, reach }) => {
    const from = reach === null ? null : reach * (type === 'buy' ? 100 : -100);
    const clearings = books.map(({ book: { bids, offers, limits }, tariff: worth }) => {
      const sized = (orders: readonly Order[], own: boolean): Order[] =>
        orders
          .filter(({ member }) => own || member !== MEMBER)
          .map((order) => ({
            ...order,
            wh: order.wh * WHOLE_KWH,
            ...(order.member === MEMBER ? { price: from } : {}),
          }));
      // Poor tariffs for who buys, and for who sells, so that many a book makes a loss.
      const tariff = { retail: worth * 100, feedIn: -worth * 100 };
      return memberClearing(type, sized(bids, type === 'buy'), sized(offers, type === 'sell'), {
        ...market,
        limits,
        tariff,
      });
    });
    return { group: GROUP, type, from, clearings, outside: { wh: 0, savings: 0 } };
  });
