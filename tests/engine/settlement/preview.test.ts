import { describe, expect, it } from 'vitest';
import { previewResolution } from '#engine/settlement/preview.ts';
import { contract } from '#shared/contract/contract.ts';
import type { CaseRef, WantedResolution } from '#shared/contract/settlement-records.ts';
import { COMMUNITY } from '../fixtures/pages.ts';
import { decidingDesk, proposed, ref, tradeId } from './deciding-desk.ts';

function previewDesk(count?: number) {
  const desk = decidingDesk(count);
  const { read } = desk.cache;
  const preview = (cases: readonly CaseRef[], resolution: WantedResolution = { kind: 'retry' }) =>
    contract['settlement.preview'].output.parse(
      previewResolution(read, { communityId: COMMUNITY, cases: [...cases], resolution }),
    );
  const problems = (...wanted: Parameters<typeof preview>) => preview(...wanted).items.map(({ problem }) => problem);
  return { ...desk, preview, problems };
}

describe('the preview of a resolution', () => {
  it('tells of each case what it would do, in the order in which they were chosen', () => {
    const desk = previewDesk(2);
    expect(desk.preview([ref(1), ref(0)])).toMatchObject({
      items: [1, 0].map((number) => ({
        tradeId: tradeId(number),
        buyer: 'House A0',
        seller: 'House A1',
        resolution: { kind: 'retry' },
        effect: { quantityWh: 1000, amount: 200_000, buyer: { account: -200_000, change: 100_000 } },
        problem: null,
      })),
      amount: 400_000,
      needsApproval: false,
      threshold: 50_000_000,
    });
  });

  it('fills the metered quantity of each case in', () => {
    const desk = previewDesk(3);
    desk.meter(0, 700);
    desk.meter(1, 0);
    const { items, amount } = desk.preview([ref(0), ref(1), ref(2)], { kind: 'adjust' });
    expect(items).toMatchObject([
      { resolution: { kind: 'adjust', quantityWh: 700 }, effect: { amount: 140_000, gridWh: 300 } },
      { resolution: null, effect: null, problem: 'no-metered-quantity' },
      { resolution: null, effect: null, problem: 'quantity-as-traded' },
    ]);
    expect(amount).toBe(200_000);
  });

  it('keeps what was given for a settlement by hand', () => {
    const byHand = { kind: 'by-hand', evidence: 'Paid in cash, seen by both.', reference: 'R 17' } as const;
    expect(previewDesk(1).preview([ref(0)], byHand).items[0].resolution).toEqual(byHand);
  });

  it('says why a case cannot be resolved so', () => {
    const desk = previewDesk(3);
    desk.steps(proposed(0));
    desk.propose([ref(1)]);
    expect(desk.problems([ref(0), ref(1), ref(2), ref(7), { ...ref(2), tradeId: 'none' }])).toEqual([
      'not-open',
      'pending',
      null,
      'not-open',
      'not-open',
    ]);
  });

  it('lets cases of one buyer draw on the same account', () => {
    const desk = previewDesk(3);
    desk.member(0, { balance: 300_000, creditLimit: 100_000 });
    const { items, amount } = desk.preview([ref(2), ref(0), ref(1)]);
    expect(items.map(({ effect }) => effect?.buyer.funds)).toEqual([200_000, 0, -200_000]);
    expect(items.map(({ problem }) => problem)).toEqual([null, null, 'balance-too-low']);
    expect(amount).toBe(400_000);
    expect(desk.problems([ref(0), ref(1), ref(2)], { kind: 'void' })).toEqual([null, null, null]);
  });

  it('asks for a second person for any void, and for what is large as a whole', () => {
    const desk = previewDesk(2);
    expect(desk.preview([ref(0)], { kind: 'void' }).needsApproval).toBe(true);
    const large = { quantity: 125_000, amount: 25_000_000 };
    desk.meter(0, 125_000);
    desk.meter(1, 125_001);
    desk.trade(0, large);
    desk.trade(1, { quantity: 125_001, amount: 25_000_200 });
    expect(desk.preview([ref(0)]).needsApproval).toBe(false);
    expect(desk.preview([ref(0), ref(1)])).toMatchObject({ amount: 50_000_200, needsApproval: true });
  });
});
