import { describe, expect, it } from 'vitest';
import { explanationSentence } from '#cli/explanation-sentence.ts';
import type { Explanation } from '#shared/market/explain.ts';

const untraded: Explanation = {
  side: 'bid',
  id: 'b7',
  price: 185_000,
  wh: 1200,
  tradedWh: 0,
  reason: 'PRICE',
  clearingPrice: 190_000,
  change: { price: 190_100, by: 5100, tradedWh: 800 },
};
const offer: Explanation = { ...untraded, side: 'offer', id: 's2' };
const noLimit = ' No limit from the price floor to the price cap would have changed that.';

describe('the sentence of an explanation', () => {
  it('tells why an order did not trade and the smallest change that would have traded', () => {
    expect(explanationSentence(untraded)).toBe(
      'Bid b7 (0.1850 per kWh, 1.200 kWh) did not trade: its limit is below the clearing price 0.1900. ' +
        'With a limit of 0.1901 (+0.0051) it would have traded 0.800 kWh.',
    );
  });

  it('shows finer prices than a tick in full, and negative ones with their sign', () => {
    const change = { price: -12_345, by: -12_346, tradedWh: 1 };
    expect(explanationSentence({ ...offer, price: 1, clearingPrice: -10_000, change })).toBe(
      'Offer s2 (0.000001 per kWh, 1.200 kWh) did not trade: its limit is above the clearing price -0.0100. ' +
        'With a limit of -0.012345 (-0.012346) it would have traded 0.001 kWh.',
    );
  });

  it('tells of an order that traded what it paid or received', () => {
    const traded = { ...untraded, tradedWh: 1200, reason: null, change: null };
    expect(explanationSentence(traded)).toBe('Bid b7 (0.1850 per kWh, 1.200 kWh) traded in full at 0.1900 per kWh.');
    expect(explanationSentence({ ...traded, side: 'offer', tradedWh: 400, reason: 'RATIONED' })).toBe(
      'Offer b7 (0.1850 per kWh, 1.200 kWh) traded 0.400 kWh at 0.1900 per kWh; the rest did not trade: ' +
        'its limit would do, but the bids did not suffice for all offers.',
    );
  });

  it.each<[string, Explanation, string]>([
    [
      'a bid no other member meets',
      { ...untraded, clearingPrice: null },
      "no other member's offer is at or below its limit",
    ],
    [
      'an offer no other member meets',
      { ...offer, clearingPrice: null },
      "no other member's bid is at or above its limit",
    ],
    [
      'a bid just at the price',
      { ...untraded, clearingPrice: 185_000 },
      'its limit is the clearing price, and only bids above it traded',
    ],
    [
      'an offer just at the price',
      { ...offer, clearingPrice: 185_000 },
      'its limit is the clearing price, and only offers below it traded',
    ],
    ['a rationed bid', { ...untraded, reason: 'RATIONED' }, 'the offers did not suffice for all bids'],
    ['a bid without offers', { ...untraded, reason: 'NO_COUNTERPART' }, 'there was no offer that it could trade with'],
    ['a bid among its own', { ...untraded, reason: 'SELF_TRADE' }, "the only offers left for it are its own member's"],
    [
      'a marginal offer',
      { ...offer, reason: 'TRADE_REDUCTION' },
      'it is the marginal offer, which sets the price and does not trade itself',
    ],
  ])('names the cause of %s', (_name, explanation, cause) => {
    expect(explanationSentence(explanation)).toContain(`${cause}. With a limit of`);
    expect(explanationSentence({ ...explanation, change: null })).toContain(`${cause}.${noLimit}`);
  });

  it.each<[string, Explanation, string]>([
    [
      'a market bid',
      { ...untraded, price: null, change: null },
      'Bid b7 (market order, 1.200 kWh) did not trade: no offer is at or below the price cap.',
    ],
    [
      'a market offer',
      { ...offer, price: null, change: null },
      'Offer s2 (market order, 1.200 kWh) did not trade: no bid is at or above the price floor.',
    ],
    [
      'an order of no quantity',
      { ...untraded, wh: 0, reason: 'ZERO_QUANTITY', change: null },
      'Bid b7 (0.1850 per kWh, 0.000 kWh) did not trade: its quantity is 0.',
    ],
  ])('speaks of no other limit for %s', (_name, explanation, sentence) => {
    expect(explanationSentence(explanation)).toBe(sentence);
  });
});
