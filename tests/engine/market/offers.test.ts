import { describe, expect, it } from 'vitest';
import { listOffers } from '#engine/market/offers.ts';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { contract } from '#shared/contract/contract.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { MAX_WINDOW } from '#shared/market/offer-check.ts';
import { offerId, openMarket } from '../fixtures/open-market.ts';
import { COMMUNITY, memberId, SLOT, START } from '../fixtures/pages.ts';

type Market = ReturnType<typeof openMarket>;
type Filters = Partial<ParsedInput<'market.offers'>>;

const range = { from: START, to: START + 24 * HOUR };

function list({ context }: Market, filters: Filters = {}): Output<'market.offers'> {
  const answer = listOffers(context.cache.read, { communityId: COMMUNITY, range, limit: 500, ...filters });
  return contract['market.offers'].output.parse(answer);
}

const idsOf = ({ offers }: Output<'market.offers'>): string[] => offers.map(({ id }) => id);

describe('the list of offers', () => {
  it('tells all of an offer but who its member is', () => {
    const market = openMarket(2);
    market.offer({ member: 1, start: START, type: 'buy', quantity: 900, remaining: 400, price: 150_000, rule: 1 });
    expect(list(market)).toEqual({
      offers: [
        {
          id: offerId(0),
          type: 'buy',
          memberId: memberId(1),
          anonymizedId: 'House A1',
          quantityWh: 900,
          remainingWh: 400,
          price: 150_000,
          windowStart: START,
          windowEnd: START + SLOT,
          status: 'active',
          createdAt: START - SLOT,
          isByRule: true,
        },
      ],
      next: null,
    });
  });

  it('holds what touches the period, the latest window first', () => {
    const market = openMarket(1);
    market.offer(
      { member: 0, start: START - SLOT },
      { member: 0, start: START - SLOT, end: START + SLOT },
      { member: 0, start: START },
      { member: 0, start: range.to - SLOT, end: range.to + HOUR },
      { member: 0, start: range.to },
    );
    expect(idsOf(list(market))).toEqual([3, 2, 1].map(offerId));
  });

  it('finds the longest window by its last slot', () => {
    const market = openMarket(1);
    market.offer({ member: 0, start: START + SLOT - MAX_WINDOW, end: START + SLOT });
    expect(idsOf(list(market))).toEqual([offerId(0)]);
  });

  it('can be narrowed by type and status', () => {
    const market = openMarket(1);
    market.offer(
      { member: 0, start: START, type: 'buy' },
      { member: 0, start: START, type: 'sell' },
      { member: 0, start: START, type: 'sell', status: 1, remaining: 0 },
    );
    expect(idsOf(list(market, { type: 'buy' }))).toEqual([offerId(0)]);
    expect(idsOf(list(market, { type: 'sell' }))).toEqual([2, 1].map(offerId));
    expect(idsOf(list(market, { status: 'active' }))).toEqual([1, 0].map(offerId));
    expect(idsOf(list(market, { type: 'sell', status: 'matched' }))).toEqual([offerId(2)]);
    expect(idsOf(list(market, { status: 'cancelled' }))).toEqual([]);
  });

  it('can be narrowed by price, both ends included; a market order has none and passes only without', () => {
    const market = openMarket(1);
    market.offer(
      { member: 0, start: START, price: -100_000 },
      { member: 0, start: START, price: 100_000 },
      { member: 0, start: START, price: 200_000 },
      { member: 0, start: START },
    );
    expect(idsOf(list(market, { minPrice: 100_000 }))).toEqual([2, 1].map(offerId));
    expect(idsOf(list(market, { maxPrice: 100_000 }))).toEqual([1, 0].map(offerId));
    expect(idsOf(list(market, { minPrice: 100_001, maxPrice: 199_999 }))).toEqual([]);
    expect(idsOf(list(market))).toHaveLength(4);
  });

  it('is paged without losing or repeating an offer, many of one slot among them', () => {
    const market = openMarket(1);
    const starts = Array.from({ length: 25 }, (_, index) => START + Math.floor(index / 10) * SLOT);
    market.offer(...starts.map((start) => ({ member: 0, start })));
    const seen: string[] = [];
    let before: Filters['before'];
    do {
      const page = list(market, { before, limit: 4 });
      expect(page.offers.length).toBeLessThanOrEqual(4);
      seen.push(...idsOf(page));
      before = page.next ?? undefined;
    } while (before);
    expect(seen).toEqual(starts.map((_, index) => offerId(24 - index)));
  });

  it('has no next page when the last one is just full', () => {
    const market = openMarket(1);
    market.offer({ member: 0, start: START }, { member: 0, start: START });
    expect(list(market, { limit: 2 }).next).toBeNull();
    expect(list(market, { limit: 1 }).next).toEqual({ windowStart: START, id: offerId(1) });
  });

  it('holds back the offers of a member without a pseudonym', () => {
    const market = openMarket(2);
    market.offer({ member: 0, start: START }, { member: 1, start: START });
    market.member(0, { anonymizedId: '' });
    expect(idsOf(list(market))).toEqual([offerId(1)]);
  });

  it('refuses a place in the list that is none', () => {
    const market = openMarket(1);
    expect(() => list(market, { before: { windowStart: START, id: 'nowhere' } })).toThrow(/No offer has this id/);
  });
});
