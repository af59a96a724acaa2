import { describe, expect, it } from 'vitest';
import { communityPrice } from '#shared/market/community-price.ts';
import { MAX_PRICE } from '#shared/market/orders.ts';

describe('the community price', () => {
  it('is the common price of the clearing, whatever the quantities', () => {
    expect(communityPrice(200_000, [{ wh: 1, price: 200_000 }])).toBe(200_000);
  });

  it('is null when nothing traded, also where there is a price for information', () => {
    expect(communityPrice(200_000, [])).toBeNull();
    expect(communityPrice(null, [])).toBeNull();
  });

  it('without a common price is the mean over the energy, rounded half to even', () => {
    const mean = (...trades: [wh: number, price: number][]) =>
      communityPrice(
        null,
        trades.map(([wh, price]) => ({ wh, price })),
      );
    expect(mean([3000, 100_000], [1000, 300_000])).toBe(150_000);
    expect(mean([1, 10], [1, 11])).toBe(10);
    expect(mean([1, 11], [1, 12])).toBe(12);
    expect(mean([1, -10], [1, -11])).toBe(-10);
  });

  it('is exact beyond the safe integers', () => {
    const trades = Array.from({ length: 1000 }, () => ({ wh: 2_147_483_647, price: MAX_PRICE - 1 }));
    expect(communityPrice(null, trades)).toBe(MAX_PRICE - 1);
  });
});
