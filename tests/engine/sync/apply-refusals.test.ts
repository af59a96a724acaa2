import { describe, expect, it } from 'vitest';
import { applyPage } from '#engine/sync/apply.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { cacheOf } from '../fixtures/community-cache.ts';
import {
  clearings,
  community,
  member,
  memberId,
  offers,
  page,
  readings,
  rule,
  signals,
  SLOT,
  START,
  trades,
  uuid,
} from '../fixtures/pages.ts';
import { recordsOf, rollupsOf } from '../fixtures/rollups.ts';

describe('a page that cannot be right', () => {
  const goodReading = { slot: START, member: 0, consumed: 1 };
  const trade = { id: uuid('d', 1), slot: START, buyer: 0, seller: 1, quantity: 10 };
  const offer = { id: uuid('e', 1), member: 0, start: START };
  const huge = Number.MAX_SAFE_INTEGER;
  const cases: [string, Partial<ChangePage>, string][] = [
    [
      'an unknown index',
      { trades: trades([trade, { ...trade, buyer: 9 }]) },
      'trades row 1, buyer: 9 is no place in the page',
    ],
    [
      'a negative index',
      { readings: readings([{ slot: START, member: -1 }]) },
      'readings row 0, member: -1 is no place',
    ],
    [
      'a member the cache does not have',
      { memberIds: [memberId(0), 'm-77'], trades: trades([trade]) },
      'trades row 0, seller: the cache has no member m-77',
    ],
    ['an unknown rule', { offers: offers([{ ...offer, rule: 5 }]) }, 'offers row 0, rule: 5 is no place'],
    [
      'a rule the cache does not have',
      { ruleIds: ['r-77'], offers: offers([{ ...offer, rule: 0 }]) },
      'the cache has no rule r-77',
    ],
    ['a negative quantity', { trades: trades([{ ...trade, quantity: -1 }]) }, 'trades row 0, quantityWh: -1'],
    [
      'negative energy',
      { readings: readings([{ slot: START, member: 0, produced: -5 }]) },
      'readings row 0, producedWh: -5',
    ],
    ['a broken price', { trades: trades([{ ...trade, price: 0.5 }]) }, 'trades row 0, price: 0.5'],
    ['an amount beyond the safe integers', { trades: trades([{ ...trade, amount: 2 ** 53 }]) }, 'trades row 0, amount'],
    ['a time that is none', { trades: trades([{ ...trade, slot: Number.NaN }]) }, 'trades row 0, slot: NaN'],
    ['an unknown status', { trades: trades([{ ...trade, status: 3 }]) }, 'trades row 0, status: 3'],
    [
      'no id',
      { trades: trades([{ ...trade, id: '00000000-0000-0000-0000-000000000000' }]) },
      'trades row 0, id: is missing',
    ],
    [
      'columns shorter than said',
      { readings: { ...readings([goodReading]), count: 2 } },
      'readings row 1, slot: undefined',
    ],
    ['ids shorter than said', { offers: { ...offers([offer]), count: 2 } }, 'offers row 1, id: is missing'],
    [
      'a signal without a tariff',
      { signals: signals([{ slot: START, retail: Number.NaN, feedIn: 0 }]) },
      'signals row 0, gridImportPrice: NaN',
    ],
    [
      'a clearing of an unknown type',
      { clearings: { ...clearings([{ id: uuid('c', 1), slot: START }]), type: Uint8Array.of(9) } },
      'clearings row 0, type: 9',
    ],
    ['a member without a role', { members: [member(0, { role: 'king' as never })] }, 'members row 0, role: "king"'],
    [
      'a member with a fraction',
      { members: [member(0, { reputationScore: 1.5 })] },
      'members row 0, reputation_score: 1.5',
    ],
    [
      'a taken pseudonym',
      { members: [member(0, { anonymizedId: 'House A1' })] },
      `the pseudonym "House A1" is already another member's`,
    ],
    [
      'a rule of nobody',
      { rules: [rule(0, { memberId: 'm-77' })] },
      'rules row 0, memberId: the cache has no member m-77',
    ],
    ["another member's rule", { rules: [rule(0, { memberId: memberId(1) })] }, "is another member's"],
    [
      'an unknown time zone',
      { community: community({ timeZone: 'Mars/Olympus' }) },
      'time zone "Mars/Olympus" is unknown',
    ],
    ['another community', { community: community({ id: 'other' }) }, 'brings another'],
    ['a community the cache does not have', { communityId: 'unknown' }, 'has no community unknown'],
    [
      'sums beyond counting',
      {
        trades: trades([
          { ...trade, amount: huge },
          { ...trade, id: uuid('d', 2), amount: huge },
        ]),
      },
      'beyond what can be counted exactly',
    ],
    [
      'a tariff beyond counting',
      {
        signals: signals([{ slot: START, retail: huge, feedIn: 0 }]),
        trades: trades([{ ...trade, quantity: 2_000_000_000 }]),
      },
      'is no amount',
    ],
  ];

  it.each(cases)('because of %s writes nothing and says where', (_, parts, message) => {
    const cache = cacheOf(2);
    const records = recordsOf(cache);
    const rollups = rollupsOf(cache);
    const bad = { ...page(2, { readings: readings([{ slot: START + SLOT, member: 0, consumed: 1 }]) }), ...parts };
    let failure: unknown;
    try {
      applyPage(cache.write, bad);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ code: 'INPUT_INVALID' });
    expect((failure as Failure).message).toContain(message);
    expect((failure as Failure).message).toContain('Nothing of this page was stored');
    expect(recordsOf(cache)).toEqual(records);
    expect(rollupsOf(cache)).toEqual(rollups);
  });

  it('because a version moves a trade to another slot or member is refused', () => {
    const cache = cacheOf(3);
    applyPage(cache.write, page(3, { trades: trades([{ ...trade, at: START }]) }));
    for (const [field, change] of [
      ['slot', { slot: START + SLOT }],
      ['buyer_id', { buyer: 2 }],
      ['seller_id', { seller: 2 }],
    ] as const) {
      expect(() =>
        applyPage(cache.write, page(3, { trades: trades([{ ...trade, at: START, version: 2, ...change }]) })),
      ).toThrow(`trades row 0, ${field}: differs`);
    }
  });

  it('because a member belongs to another community does not move it', () => {
    const cache = cacheOf(2);
    const other = { ...page(2, {}), communityId: 'other', community: community({ id: 'other' }) };
    expect(() => applyPage(cache.write, { ...other, members: [member(1)] })).toThrow(
      'is a member of another community',
    );
    applyPage(cache.write, other);
    expect(() => applyPage(cache.write, { ...other, readings: readings([goodReading]) })).toThrow('has no member');
    expect(cache.read.pluck('SELECT DISTINCT community_id FROM member')).toEqual([1]);
  });
});
