import { describe, expect, it } from 'vitest';
import { createI18n } from '#renderer/i18n/index.ts';
import { createFormat } from '#shared/format/format.ts';
import { outcomeOf, outcomes, tenseOf } from '#renderer/pages/marketplace/clearing/outcome.ts';
import { storedValueText } from '#renderer/pages/marketplace/clearing/stored-value.ts';
import { whySentences } from '#renderer/pages/marketplace/why-not/sentences.ts';
import type { BookClearing, ExplainedOrder } from '#shared/contract/market-records.ts';
import { orderOrigins } from '#shared/contract/market-records.ts';
import { offerStatuses } from '#shared/domain/records.ts';
import { languages } from '#shared/languages/languages.ts';
import { clearingTypes, unmatchedReasons } from '#shared/market/clearing.ts';
import { mechanismNames } from '#shared/market/mechanisms.ts';
import { offerOrders } from '#shared/market/orders.ts';
import { comparedFields, verdicts } from '#shared/market/verdict.ts';
import { bookOf, type GivenOrder } from '../market-book.ts';

const format = createFormat({
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  notAvailable: 'n/a',
  points: 'pt',
});
const tenses = ['open', 'cleared'] as const;

describe.each(languages)('the texts in %s', (language) => {
  const i18n = createI18n(language);
  const t = i18n.getFixedT(language, 'marketplace');

  it('name every outcome, reason, status, origin, mechanism, verdict and field', () => {
    const keys = [
      ...tenses.flatMap((tense) => outcomes.map((outcome) => `clearing.outcomes.${tense}.${outcome}`)),
      ...unmatchedReasons.map((reason) => `reasons.${reason}`),
      ...offerStatuses.map((status) => `statuses.${status}`),
      ...orderOrigins.map((origin) => `origins.${origin}`),
      ...mechanismNames.map((name) => `mechanisms.${name}`),
      ...offerOrders.map((order) => `offerOrders.${order}`),
      ...verdicts.map((verdict) => `verdict.${verdict}`),
      ...comparedFields.map((field) => `difference.fields.${field}`),
    ];
    expect(keys.filter((key) => !i18n.exists(key, { ns: 'marketplace', count: 2 }))).toEqual([]);
  });

  it('explain every order in one or two whole sentences', () => {
    const explanations = everyOrder().flatMap((one) => tenses.map((tense) => whySentences(one, tense, t, format)));
    expect(explanations.filter(({ length }) => length < 1 || length > 2)).toEqual([]);
    // A capital, no value left open, one full stop.
    expect(explanations.flat().filter((sentence) => !/^\p{Lu}[^{}]+[^.]\.$/u.test(sentence))).toEqual([]);
  });
});

const order: ExplainedOrder = {
  orderId: 'o1',
  type: 'buy',
  anonymizedId: 'House A17',
  mechanism: 'uniform-price',
  price: 147_500,
  quantityWh: 1200,
  tradedWh: 0,
  reason: 'PRICE',
  clearingPrice: 148_200,
  change: { price: 148_200, by: 700, tradedWh: 1200 },
  limits: { priceFloor: -1_000_000, priceCap: 1_000_000 },
};

/** An order of every kind: both sides, all mechanisms, traded in full, in part, and not for every reason. */
function everyOrder(): ExplainedOrder[] {
  return (['buy', 'sell'] as const).flatMap((type) =>
    mechanismNames.flatMap((mechanism) => [
      { ...order, type, mechanism, tradedWh: 1200, reason: null, change: null },
      ...unmatchedReasons.flatMap((reason) => [
        { ...order, type, mechanism, reason },
        { ...order, type, mechanism, reason, change: null, clearingPrice: null },
        { ...order, type, mechanism, reason, price: null, change: null },
        { ...order, type, mechanism, reason, tradedWh: 500, change: null },
      ]),
    ]),
  );
}

describe('"why not me?"', () => {
  const t = createI18n('en').getFixedT('en', 'marketplace');
  const told = (change: Partial<ExplainedOrder>, tense: (typeof tenses)[number] = 'cleared') =>
    whySentences({ ...order, ...change }, tense, t, format)
      .join(' ')
      .replaceAll('\u00a0', ' ');

  it('tells the limit, the price and the smallest change with its difference', () => {
    expect(told({})).toBe(
      'Did not trade: it pays at most 0.1475 €/kWh, and the price was 0.1482 €/kWh. ' +
        'With a limit of 0.1482 €/kWh instead of 0.1475 €/kWh, 0.0007 €/kWh more, it would have traded 1.200 kWh.',
    );
  });

  it('tells a seller to ask for less', () => {
    expect(told({ type: 'sell', price: 150_000, change: { price: 148_200, by: -1800, tradedWh: 300 } })).toContain(
      '0.0018 €/kWh less',
    );
  });

  it('shows a difference between two ticks to its last digit', () => {
    expect(told({ change: { price: 147_501, by: 1, tradedWh: 1 } })).toContain('0.000001 €/kWh more');
  });

  it('speaks of an open slot as of what would be', () => {
    expect(told({}, 'open')).toMatch(/^Would not trade now: .+ the price would be .+ it would trade 1\.200 kWh\.$/);
  });

  it('explains a part by the equal share at the marginal price, and by the queue where bids are served in turn', () => {
    const part = { tradedWh: 500, reason: 'RATIONED', change: null } as const;
    expect(told(part)).toMatch(/^Bought 0\.500 kWh of 1\.200 kWh at 0\.1482 €\/kWh: .+ got the same share\.$/);
    expect(told({ ...part, mechanism: 'pay-as-bid' })).toContain('others whose turn came first');
  });

  it('says so when no limit would have helped', () => {
    expect(told({ reason: 'NO_COUNTERPART', clearingPrice: null, change: null })).toBe(
      'Did not trade: nobody offered energy. No limit from −1.0000 €/kWh to 1.0000 €/kWh would have changed that.',
    );
  });

  it('proposes no limit to a market order', () => {
    expect(told({ price: null, reason: 'NO_COUNTERPART', change: null })).toBe('Did not trade: nobody offered energy.');
  });
});

describe('the outcome of a clearing', () => {
  const clearing: BookClearing = {
    type: 'NULL',
    price: null,
    quantityWh: 0,
    interval: null,
    marginalOrder: null,
    marginalQuantityWh: 0,
    marginalTotalWh: 0,
    tradeCount: 0,
    amount: 0,
    reduction: null,
  };
  const bid: GivenOrder = { id: 'b', type: 'buy', price: 1 };
  const offer: GivenOrder = { id: 's', type: 'sell', price: 2 };
  const outcome = (orders: GivenOrder[], change: Partial<BookClearing> = {}) =>
    outcomeOf(bookOf(orders, { clearing: { ...clearing, ...change } }));

  it('tells apart why nothing traded', () => {
    expect(outcome([bid])).toBe('NO_SUPPLY');
    expect(outcome([offer])).toBe('NO_DEMAND');
    expect(outcome([bid, offer])).toBe('NOTHING_CROSSES');
  });

  it('tells apart which side must run', () => {
    expect(outcome([bid, offer], { type: 'FAILURE', price: 1_000_000 })).toBe('MUST_RUN_DEMAND');
    expect(outcome([bid, offer], { type: 'FAILURE', price: -1_000_000 })).toBe('MUST_RUN_SUPPLY');
  });

  it('is otherwise the type of the clearing', () => {
    const others = clearingTypes.filter((type) => type !== 'NULL' && type !== 'FAILURE');
    expect(others.map((type) => outcome([bid, offer], { type }))).toEqual(others);
  });

  it('is in the past only when the slot is cleared', () => {
    expect((['open', 'empty', 'cleared'] as const).map((state) => tenseOf(bookOf([], { state })))).toEqual([
      'open',
      'open',
      'cleared',
    ]);
  });
});

describe('a value that differs', () => {
  const text = (
    ...[field, value]: Parameters<typeof storedValueText> extends [infer F, infer V, ...unknown[]] ? [F, V] : never
  ) => storedValueText(field, value, format).replaceAll('\u00a0', ' ');

  it('is written in the unit of its field, to the last digit', () => {
    expect(text('clearing_price', 148_201)).toBe('0.148201 €/kWh');
    expect(text('quantity_kwh', 1201)).toBe('1.201 kWh');
    expect(text('total_amount', 177_841)).toBe('0.177841 €');
    expect(text('created_at', 1)).toBe('1970-01-01T00:00:00.001Z');
    expect(text('rule_version', 3)).toBe('3');
    expect(text('type', 'EXACT')).toBe('EXACT');
    expect(text('record', null)).toBe('–');
  });
});
