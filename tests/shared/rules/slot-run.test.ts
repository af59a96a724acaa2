import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf } from '#shared/domain/units.ts';
import { sealedBook } from '#shared/market/certificate.ts';
import { clearColumns } from '#shared/market/mechanisms.ts';
import {
  fireRules,
  NEW_RULE,
  type RuleFiring,
  runSlot,
  type SimulatedMarket,
  type SimulatedSlot,
} from '#shared/rules/slot-run.ts';
import { anyRule, anySlot, market, markets, MEMBER, RULES, ruleOf, slotOf } from './simulated-slots.ts';

const [FIRST, SECOND] = RULES;
const anyRules = fc.tuple(anyRule(FIRST), anyRule(SECOND));

/** The slot as it would have been stored, had its clearing had the orders of these firings. */
function slotWith(firings: readonly RuleFiring[], slot: SimulatedSlot): SimulatedSlot {
  const { count, bidCount, member, rule, price, wh, createdAt } = slot.orders;
  const isOfRules = (row: number): boolean => member[row] === MEMBER && rule[row] >= 0;
  const others = Array.from({ length: count }, (_, row) => row).filter((row) => !isOfRules(row));
  const rows = others.map((row) => ({
    type: row < bidCount ? ('buy' as const) : ('sell' as const),
    member: member[row],
    price: Number.isNaN(price[row]) ? null : price[row],
    wh: wh[row],
    createdAt: createdAt[row],
  }));
  const own = firings.filter((firing) => firing.wh > 0);
  const placed = own.map(({ type, number, price: limit, wh: offered }, at) => ({
    type,
    member: MEMBER,
    rule: number,
    price: limit,
    wh: offered,
    createdAt: at % 3,
  }));
  // What stands first has the smaller id: the member's orders come neither first nor last.
  return { ...slot, orders: slotOf([...rows.slice(0, 3), ...placed, ...rows.slice(3)]).orders };
}

/** What a clearing of the stored orders gave: every member's savings, and what the member bought and sold. */
function clearedThen({ orders, tariff }: SimulatedSlot, { mechanism, limits, offerOrder }: SimulatedMarket) {
  const { bids, offers } = sealedBook(orders);
  const clearing = clearColumns(mechanism, { bids, offers }, limits, offerOrder ? { offerOrder } : {});
  const savings = new Map<number, number>();
  const bought = { wh: 0, amount: 0 };
  const sold = { wh: 0, amount: 0 };
  const add = (member: number, saved: number): unknown => savings.set(member, (savings.get(member) ?? 0) + saved);
  for (const [trade, wh] of clearing.tradeWh.entries()) {
    const amount = amountOf(wh, clearing.tradePrice[trade]);
    const buyer = bids.member[clearing.tradeBid[trade]];
    const seller = offers.member[clearing.tradeOffer[trade]];
    if (buyer === MEMBER) Object.assign(bought, { wh: bought.wh + wh, amount: bought.amount + amount });
    if (seller === MEMBER) Object.assign(sold, { wh: sold.wh + wh, amount: sold.amount + amount });
    if (tariff === null) continue;
    add(buyer, amountOf(wh, tariff.retail) - amount);
    add(seller, amount - amountOf(wh, tariff.feedIn));
  }
  return { price: clearing.price, quantityWh: clearing.quantityWh, savings, bought, sold };
}

describe('the rules of a member in a slot', () => {
  it('offer the same Wh only once, the earlier rule first', () => {
    const rules = [ruleOf(FIRST, { maxQuantityWh: 300 }), ruleOf(SECOND)];
    expect(fireRules(rules, slotOf([], { surplusWh: 500 }))).toMatchObject([
      { number: FIRST, openWh: 500, wh: 300, unmet: [] },
      { number: SECOND, openWh: 200, wh: 200, unmet: [] },
    ]);
    expect(fireRules(rules.toReversed(), slotOf([], { surplusWh: 500 }))).toMatchObject([
      { number: SECOND, wh: 500 },
      { number: FIRST, openWh: 0, wh: 0, unmet: ['QUANTITY'] },
    ]);
  });

  it('that buy and that sell do not take from each other', () => {
    const rules = [ruleOf(FIRST), ruleOf(SECOND, { type: 'buy' })];
    expect(fireRules(rules, slotOf([], { surplusWh: 500, needWh: 70 })).map(({ wh }) => wh)).toEqual([500, 70]);
  });

  it('say every condition that keeps them from firing', () => {
    const rule = ruleOf(FIRST, { isEnabled: false, minBatterySoc: 50, timeWindows: ['Sa 10:00-11:00'] });
    expect(fireRules([rule], slotOf([], { batterySoc: 49 }))[0].unmet).toEqual([
      'ENABLED',
      'WINDOW',
      'SOC',
      'QUANTITY',
    ]);
  });

  it('never offer more than the surplus or the need, nor than their largest quantity', () => {
    fc.assert(
      fc.property(anySlot, anyRules, (slot, rules) => {
        const firings = fireRules(rules, slot);
        const offered = { sell: 0, buy: 0 };
        for (const [at, { type, wh }] of firings.entries()) {
          expect(wh).toBeLessThanOrEqual(rules[at].prepared.mostWh);
          offered[type] += wh;
        }
        expect(offered.sell).toBeLessThanOrEqual(slot.surplusWh);
        expect(offered.buy).toBeLessThanOrEqual(slot.needWh);
      }),
    );
  });
});

describe('a slot that is run again', () => {
  it('clears the orders of the rules with those of everybody else', () => {
    const slot = slotOf(
      [
        { type: 'buy', member: 1, price: 200_000, wh: 400 },
        { type: 'sell', member: MEMBER, rule: FIRST, price: 100_000, wh: 100 },
      ],
      { surplusWh: 1000 },
    );
    const run = runSlot(fireRules([ruleOf(FIRST, { minPrice: 120_000 })], slot), slot, market);
    expect(run).toMatchObject({
      price: 120_000,
      quantityWh: 400,
      // 400 Wh at 0.12, of which feed-in would have paid 0.08.
      orders: [{ tradedWh: 400, amount: 48_000, savings: 16_000, reason: 'RATIONED' }],
      bought: { wh: 0, amount: 0 },
      sold: { wh: 400, amount: 48_000 },
    });
    expect(run.savings).toEqual(
      new Map([
        [1, 72_000],
        [MEMBER, 16_000],
      ]),
    );
  });

  it('keeps what the member placed by hand, and the orders of others that name its rules', () => {
    const slot = slotOf([
      { type: 'buy', member: 1, price: 200_000, wh: 400 },
      { type: 'sell', member: MEMBER, price: 100_000, wh: 100 },
      { type: 'sell', member: 2, rule: FIRST, price: 100_000, wh: 50 },
    ]);
    const run = runSlot(fireRules([ruleOf(FIRST)], slot), slot, market);
    expect(run).toMatchObject({ quantityWh: 150, orders: [], sold: { wh: 100 } });
  });

  it('gives the order of a rule the place in time that it had, and a new one the last', () => {
    // Both sell at the same limit, pay-as-bid serves the earlier one; there is a buyer for one of them.
    const payAsBid: SimulatedMarket = { ...market, mechanism: 'pay-as-bid', offerOrder: 'ascending' };
    const slot = slotOf(
      [
        { type: 'buy', member: 1, price: 200_000, wh: 400 },
        { type: 'sell', member: 2, price: 100_000, wh: 400, createdAt: 2 },
        { type: 'sell', member: MEMBER, rule: FIRST, price: 100_000, wh: 400, createdAt: 1 },
      ],
      { surplusWh: 400 },
    );
    const soldBy = (number: number): number =>
      runSlot(fireRules([ruleOf(number, { minPrice: 100_000 })], slot), slot, payAsBid).sold.wh;
    expect(soldBy(FIRST)).toBe(400);
    expect(soldBy(SECOND)).toBe(0);
    expect(soldBy(NEW_RULE)).toBe(0);
  });

  it('knows no savings where the tariffs are not known', () => {
    const slot = slotOf([{ type: 'buy', member: 1, price: 200_000, wh: 400 }], { surplusWh: 400, tariff: null });
    const run = runSlot(fireRules([ruleOf(FIRST)], slot), slot, market);
    expect(run).toMatchObject({ orders: [{ tradedWh: 400, savings: 0 }] });
    expect(run.savings.size).toBe(0);
  });

  it('with the versions of then gives the clearing of then, to the Wh and the micro-unit', () => {
    fc.assert(
      fc.property(anySlot, anyRules, markets, (slot, rules, terms) => {
        const firings = fireRules(rules, slot);
        const stored = slotWith(firings, slot);
        expect(runSlot(firings, stored, terms)).toMatchObject(clearedThen(stored, terms));
      }),
    );
  });

  it('with a rule that is off is the slot without it', () => {
    fc.assert(
      fc.property(anySlot, anyRule(FIRST), markets, (slot, rule, terms) => {
        const off = runSlot(fireRules([rule, ruleOf(SECOND, { isEnabled: false })], slot), slot, terms);
        expect(off).toEqual(runSlot(fireRules([rule], slot), slot, terms));
      }),
    );
  });

  it('buys as much as it sells: buyers and sellers together gain the difference of the tariffs on all that is traded', () => {
    // At these tariffs each traded Wh saves its two sides 1 micro-unit together, whatever its price.
    const tariff = { retail: 1000, feedIn: 0 };
    fc.assert(
      fc.property(anySlot, anyRules, markets, (anyTariff, rules, terms) => {
        const slot = { ...anyTariff, tariff };
        const { savings, quantityWh } = runSlot(fireRules(rules, slot), slot, terms);
        expect([...savings.values()].reduce((sum, saved) => sum + saved, 0)).toBe(quantityWh);
      }),
    );
  });
});
