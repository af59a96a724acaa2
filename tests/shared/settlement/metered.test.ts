import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MeterClaim, meteredWh, meterShare } from '#shared/settlement/metered.ts';

const claim = (id: string, quantityWh: number, executedAt = 0): MeterClaim => ({ id, executedAt, quantityWh });
const alone = { settledWh: 0, unsettled: [] };

describe('the share of a trade in a meter', () => {
  it('is the whole trade where the meter covers everything that was traded', () => {
    expect(meterShare(claim('a', 300), { settledWh: 500, unsettled: [claim('b', 200)] }, 1000)).toEqual({
      meterWh: 1000,
      settledWh: 500,
      otherWh: 200,
      leftWh: 300,
    });
  });

  it('is what the meter says of the only trade', () => {
    expect(meterShare(claim('a', 300), alone, 299).leftWh).toBe(299);
  });

  it('is what the settled trades leave: they keep theirs', () => {
    expect(meterShare(claim('a', 300), { settledWh: 350, unsettled: [] }, 400).leftWh).toBe(50);
    expect(meterShare(claim('a', 300), { settledWh: 450, unsettled: [] }, 400).leftWh).toBe(0);
  });

  it('is pro-rata to the quantities of those that are not settled, the Wh that is left going to the largest remainder', () => {
    const [a, b] = [claim('a', 300), claim('b', 200)];
    // 401 x 300 / 500 = 240.6 and 401 x 200 / 500 = 160.4
    expect(meterShare(a, { settledWh: 0, unsettled: [b] }, 401).leftWh).toBe(241);
    expect(meterShare(b, { settledWh: 0, unsettled: [a] }, 401).leftWh).toBe(160);
  });

  it('gives the Wh that nobody has a larger claim to to the trade that was executed earlier', () => {
    const [early, late] = [claim('z', 100, 1), claim('a', 100, 2)];
    expect(meterShare(early, { settledWh: 0, unsettled: [late] }, 101).leftWh).toBe(51);
    expect(meterShare(late, { settledWh: 0, unsettled: [early] }, 101).leftWh).toBe(50);
  });

  const quantities = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 6 });
  const meter = fc.integer({ min: 0, max: 20_000 });
  const claims = (whs: readonly number[]): MeterClaim[] => whs.map((wh, at) => claim(String(at), wh, at));

  it('adds up, over all trades that are not settled, to what there is for them', () => {
    fc.assert(
      fc.property(quantities, meter, fc.integer({ min: 0, max: 5000 }), (whs, meterWh, settledWh) => {
        const all = claims(whs);
        const shares = all.map(
          (own) => meterShare(own, { settledWh, unsettled: all.filter((one) => one !== own) }, meterWh).leftWh,
        );
        const sum = (numbers: readonly number[]): number => numbers.reduce((total, wh) => total + wh, 0);
        expect(sum(shares)).toBe(Math.min(sum(whs), Math.max(meterWh - settledWh, 0)));
        expect(shares.every((share, at) => share >= 0 && share <= whs[at])).toBe(true);
      }),
    );
  });

  it('never gives more than the meter has when one trade after the other is settled for its share', () => {
    fc.assert(
      fc.property(quantities, meter, (whs, meterWh) => {
        let unsettled = claims(whs);
        let settledWh = 0;
        while (unsettled.length > 0) {
          const [own, ...others] = unsettled;
          settledWh += meterShare(own, { settledWh, unsettled: others }, meterWh).leftWh;
          unsettled = others;
        }
        expect(settledWh).toBe(
          Math.min(
            whs.reduce((sum, wh) => sum + wh, 0),
            meterWh,
          ),
        );
      }),
    );
  });
});

describe('what the meters leave for a trade', () => {
  const share = (leftWh: number) => ({ meterWh: 0, settledWh: 0, otherWh: 0, leftWh });

  it('is the smaller of its shares in the export of the seller and the import of the buyer', () => {
    expect(meteredWh(share(200), share(180))).toBe(180);
    expect(meteredWh(share(0), share(180))).toBe(0);
  });

  it('is not known while a reading is missing', () => {
    expect(meteredWh(null, share(180))).toBeNull();
    expect(meteredWh(share(200), null)).toBeNull();
  });
});
