// @vitest-environment jsdom
import '../setup-dom.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Output } from '#shared/contract/contract.ts';
import { fieldOf } from './fields.tsx';
import { buyer, open, PRICE, QUANTITY, type, atNoon } from './wizard.tsx';

atNoon();

type Check = Output<'market.checkOffer'>;

const clearing = {
  type: 'MARGINAL_SELLER',
  price: 185_000,
  quantityWh: 9000,
  interval: [180_000, 185_000],
  marginalOrder: null,
  marginalQuantityWh: 0,
  marginalTotalWh: 0,
  tradeCount: 3,
  amount: 1_665_000,
  reduction: null,
} satisfies NonNullable<Check['preview']>['clearing'];

const preview = {
  slot: Date.UTC(2026, 6, 22, 12, 15),
  tradedWh: 1200,
  amount: 222_000,
  reason: 'RATIONED',
  change: null,
  clearing,
  priceBefore: 190_000,
  quantityBeforeWh: 8000,
} satisfies Check['preview'];

async function previewed(
  change: Partial<NonNullable<Check['preview']>>,
  kind: 'buy' | 'sell' = 'buy',
): Promise<string> {
  await open(
    { memberId: buyer.id, type: kind },
    { answers: { 'market.checkOffer': { problems: [], account: null, preview: { ...preview, ...change } } } },
  );
  type(QUANTITY, '2');
  type(kind === 'buy' ? PRICE : /Receive at least/, '0.185');
  await waitFor(() =>
    expect(screen.getByText('If 14:15–14:30 cleared now').parentElement?.textContent).toContain('2.000'),
  );
  return screen.getByText('If 14:15–14:30 cleared now').parentElement!.textContent.replaceAll('\u00a0', ' ');
}

describe('the preview', () => {
  it('says what would trade, why the rest would not, and where the price goes', async () => {
    const text = await previewed({});
    expect(text).toContain('Would trade 1.200 kWh of 2.000 kWh at 0.1850 €/kWh: €0.2220.');
    expect(text).toContain('0.800 kWh would be left: There is not enough for everybody at this price');
    expect(text).toContain('The clearing price moves from 0.1900 €/kWh to 0.1850 €/kWh.');
  });

  it.each([
    [
      'buy',
      { price: 195_000, by: 10_000, tradedWh: 500 },
      'With a limit of 0.1950 €/kWh, 0.0100 €/kWh more, it would trade 0.500 kWh.',
    ],
    [
      'sell',
      { price: 175_000, by: -10_000, tradedWh: 500 },
      'With a limit of 0.1750 €/kWh, 0.0100 €/kWh less, it would trade 0.500 kWh.',
    ],
    ['buy', null, 'No other limit would change that.'],
  ] as const)(
    'of a %s order that would not trade says why, and the limit that would',
    async (kind, change, sentence) => {
      const text = await previewed({ tradedWh: 0, amount: 0, reason: 'PRICE', change }, kind);
      expect(text).toContain('Would trade nothing of 2.000 kWh.');
      expect(text).toContain('The limit is on the wrong side of the clearing price.');
      expect(text).toContain(sentence);
    },
  );

  it('without a common price says what it would cost in all', async () => {
    const text = await previewed({ clearing: { ...clearing, type: 'PAY_AS_BID', price: null }, priceBefore: null });
    expect(text).toContain('Would trade 1.200 kWh of 2.000 kWh for €0.2220 in all.');
    expect(text).toContain('0.800 kWh would be left: Its limit would do, but better ones take all there is.');
    expect(text).not.toContain('clearing price');
  });

  it('names each side’s own price after a trade reduction', async () => {
    const reduced = {
      ...clearing,
      type: 'REDUCED' as const,
      price: null,
      reduction: { buyPrice: 200_000, sellPrice: 150_000, operatorSurplus: 5000 },
    };
    expect(await previewed({ clearing: reduced }, 'sell')).toContain('at 0.1500 €/kWh');
  });

  it.each([
    [{ priceBefore: 185_000 }, 'The clearing price stays at 0.1850 €/kWh.'],
    [{ quantityBeforeWh: 0 }, 'It makes the first clearing price of this slot: 0.1850 €/kWh.'],
  ])('with %j says so of the price', async (change, sentence) => {
    expect(await previewed(change)).toContain(sentence);
  });

  it('is that of the real mechanism with the order in the book', async () => {
    await open();
    type(QUANTITY, '0.5');
    fireEvent.click(fieldOf('At any price'));
    expect(await screen.findByText(/Would trade 0\.500\skWh of 0\.500\skWh at .*€\/kWh/)).toBeDefined();
  });
});
