import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FailureCode, failureCodes, readingQualities } from '#shared/domain/records.ts';
import { diagnose, diagnoseResolved } from '#shared/settlement/diagnosis.ts';
import { meteredOf } from '#shared/settlement/evidence.ts';
import { type FactChanges, factsWith, SLOT_END, SLOT_START } from './facts-of-cases.ts';

const reading = (changes: Partial<{ wh: number; quality: (typeof readingQualities)[number]; revision: number }>) => ({
  reading: { wh: 1000, quality: 'measured' as const, revision: 0, ...changes },
});
const order = (changes: Partial<{ price: number | null; windowStart: number; windowEnd: number }>) => ({
  order: { price: 200_000, windowStart: SLOT_START, windowEnd: SLOT_END, ...changes },
});
const rival = { id: 'B', executedAt: SLOT_START, quantityWh: 1 };

/** What shows a cause, and what nearly does. */
const causes: readonly [cause: FailureCode, shows: readonly FactChanges[], nearly: readonly FactChanges[]][] = [
  ['DUPLICATE', [{ duplicateOf: { tradeId: 'x', executedAt: SLOT_START } }], [{ duplicateOf: null }]],
  [
    'MEMBER_INACTIVE',
    [{ buyer: { joinedAt: SLOT_START + 1 } }, { seller: { leftAt: SLOT_START } }, { seller: { isActive: false } }],
    [{ buyer: { joinedAt: SLOT_START } }, { seller: { leftAt: SLOT_START + 1, isActive: false } }],
  ],
  [
    'OFFER_EXPIRED',
    [{ buyer: order({ windowEnd: SLOT_START }) }, { seller: order({ windowStart: SLOT_START + 1 }) }],
    [{ buyer: order({ windowEnd: SLOT_START + 1 }) }, { seller: { order: null } }],
  ],
  [
    'PRICE_OUT_OF_RANGE',
    [
      { limits: { floor: 200_001, cap: 500_000 } },
      { limits: { floor: 0, cap: 199_999 } },
      { buyer: order({ price: 199_999 }) },
      { seller: order({ price: 200_001 }) },
    ],
    [
      { limits: { floor: 200_000, cap: 200_000 } },
      { buyer: order({ price: null }) },
      { seller: order({ price: null }) },
    ],
  ],
  [
    'AMOUNT_MISMATCH',
    [{ trade: { amount: 200_001 } }],
    // Half a unit is rounded to the even one.
    [
      {
        trade: { quantityWh: 5, price: 100, amount: 0 },
        buyer: order({ price: null }),
        seller: order({ price: null }),
      },
    ],
  ],
  [
    'METER_READING_MISSING',
    [{ buyer: reading({ quality: 'missing' }) }, { seller: { reading: null } }],
    [{ buyer: { reading: null }, seller: { reading: null }, slotHasReadings: false }],
  ],
  ['METER_READING_LATE', [{ buyer: reading({ quality: 'estimated' }) }], [{ buyer: reading({ quality: 'measured' }) }]],
  [
    'QUANTITY_EXCEEDS_METER',
    [
      { seller: reading({ wh: 999 }) },
      { buyer: reading({ wh: 999 }) },
      { seller: { others: { settledWh: 1, unsettled: [] } } },
      { buyer: { others: { settledWh: 0, unsettled: [rival] } } },
    ],
    [{ seller: { ...reading({ wh: 1001 }), others: { settledWh: 0, unsettled: [rival] } } }],
  ],
  ['METER_READING_REVISED', [{ buyer: reading({ revision: 1 }) }, { seller: reading({ revision: 3 }) }], [{}]],
  ['TARIFF_MISSING', [{ tariff: null }], [{ tariff: { retail: 0, feedIn: 0 } }]],
  ['INSUFFICIENT_BALANCE', [{ buyer: { balance: 199_999 } }], [{ buyer: { balance: 0, creditLimit: 200_000 } }]],
];

const reported = (failureCode: FailureCode | null, changes: FactChanges) =>
  diagnose(factsWith({ ...changes, trade: { ...changes.trade, failureCode } }));

describe.each(causes)('%s', (cause, shows, nearly) => {
  it('is shown by the data where it was reported', () => {
    for (const changes of shows) {
      const diagnosis = reported(cause, changes);
      expect(diagnosis).toMatchObject({ cause, basis: 'shown' });
      expect(diagnosis.evidence[0]).toMatchObject({ holds: true });
    }
  });

  it('is found where nothing in particular was reported', () => {
    for (const changes of shows) {
      expect(reported('UNKNOWN', changes)).toMatchObject({ cause, basis: 'shown' });
      expect(reported(null, changes)).toMatchObject({ cause, basis: 'shown' });
    }
  });

  it('is only reported where the data does not show it', () => {
    for (const changes of nearly) {
      const diagnosis = reported(cause, changes);
      expect(diagnosis).toMatchObject({ cause, basis: 'reported', also: [] });
      expect(diagnosis.evidence.filter(({ holds }) => holds)).toEqual([]);
    }
  });
});

describe('a cause that the copy cannot show', () => {
  it.each(['BANK_RETURN', 'MANDATE_MISSING', 'NETWORK_FAILURE', 'RULE_CONFLICT'] as const)(
    '%s stands as reported',
    (cause) => expect(reported(cause, {})).toMatchObject({ cause, basis: 'reported' }),
  );

  it('gives way to one that the data shows for certain', () => {
    expect(reported('NETWORK_FAILURE', { seller: { reading: null } })).toMatchObject({
      cause: 'METER_READING_MISSING',
      basis: 'shown',
    });
  });

  it('stands beside what may have come later or hinders nothing', () => {
    const later = {
      buyer: { balance: 0 },
      seller: { ...reading({ revision: 1 }), isActive: false },
      tariff: null,
    };
    expect(reported('BANK_RETURN', later)).toMatchObject({
      cause: 'BANK_RETURN',
      basis: 'reported',
      also: ['MEMBER_INACTIVE', 'METER_READING_REVISED', 'TARIFF_MISSING', 'INSUFFICIENT_BALANCE'],
    });
  });
});

describe('of several causes', () => {
  const several = {
    duplicateOf: { tradeId: 'x', executedAt: SLOT_START },
    seller: reading({ wh: 10, revision: 1 }),
  };

  it('the reported one stands when the data shows it too', () => {
    expect(reported('METER_READING_REVISED', several)).toMatchObject({
      cause: 'METER_READING_REVISED',
      also: ['DUPLICATE', 'QUANTITY_EXCEEDS_METER'],
    });
  });

  it('else the one that explains the others', () => {
    expect(reported('BANK_RETURN', several)).toMatchObject({
      cause: 'DUPLICATE',
      also: ['QUANTITY_EXCEEDS_METER', 'METER_READING_REVISED'],
    });
  });
});

describe('the evidence', () => {
  it('tells what was found for the cause first, then what else was looked at for it', () => {
    const { evidence } = reported('QUANTITY_EXCEEDS_METER', { seller: reading({ wh: 600, revision: 1 }) });
    expect(evidence.slice(0, 2)).toEqual([
      {
        check: 'metered-export',
        holds: true,
        values: { meterWh: 600, settledWh: 0, otherWh: 0, tradedWh: 1000, leftWh: 600 },
      },
      {
        check: 'metered-import',
        holds: false,
        values: { meterWh: 1000, settledWh: 0, otherWh: 0, tradedWh: 1000, leftWh: 1000 },
      },
    ]);
    expect(evidence).toContainEqual({ check: 'seller-revision', holds: true, values: { revision: 1 } });
  });

  it('has no line for what the copy does not know', () => {
    const unknown = { buyer: { reading: null, order: null }, seller: { order: null } };
    const checks = reported(null, unknown).evidence.map(({ check }) => check);
    expect(checks).toContain('buyer-reading');
    for (const check of ['buyer-revision', 'metered-import', 'order-window']) expect(checks).not.toContain(check);
  });
});

describe('a resolved case', () => {
  it('keeps the cause that was reported, with what the data says now, and asks for nothing', () => {
    const facts = factsWith({ trade: { failureCode: 'METER_READING_LATE' }, seller: reading({ wh: 1 }) });
    expect(diagnoseResolved(facts)).toMatchObject({ cause: 'METER_READING_LATE', basis: 'reported', suggestion: null });
  });
});

describe('the suggestion', () => {
  const suggested = (code: FailureCode, changes: FactChanges = {}) => reported(code, changes).suggestion;
  const retry = (reason: string) => ({ resolution: { kind: 'retry' }, reason });

  it('is to try again when the cause is gone, or was of the kind that passes', () => {
    expect(suggested('METER_READING_MISSING')).toEqual(retry('cause-gone'));
    expect(suggested('INSUFFICIENT_BALANCE')).toEqual(retry('cause-gone'));
    expect(suggested('MANDATE_MISSING')).toEqual(retry('cause-gone'));
    expect(suggested('OFFER_EXPIRED')).toEqual(retry('cause-gone'));
    expect(suggested('NETWORK_FAILURE')).toEqual(retry('passing'));
    expect(suggested('METER_READING_REVISED', { seller: reading({ revision: 1 }) })).toEqual(retry('still-covered'));
  });

  it('is the metered quantity when the meters leave less than was traded', () => {
    const adjust = { resolution: { kind: 'adjust', quantityWh: 600 }, reason: 'metered-less' };
    const less = { seller: reading({ wh: 600, revision: 1 }) };
    for (const code of ['QUANTITY_EXCEEDS_METER', 'METER_READING_REVISED', 'METER_READING_MISSING'] as const) {
      expect(suggested(code, less)).toEqual(adjust);
    }
  });

  it('is to void what the meters leave nothing for, and what should not be', () => {
    const isVoid = (reason: string) => ({ resolution: { kind: 'void' }, reason });
    expect(suggested('QUANTITY_EXCEEDS_METER', { seller: reading({ wh: 0 }) })).toEqual(isVoid('nothing-metered'));
    expect(suggested('NETWORK_FAILURE', { duplicateOf: { tradeId: 'x', executedAt: 0 } })).toEqual(
      isVoid('booked-twice'),
    );
    expect(suggested('MEMBER_INACTIVE', { seller: { leftAt: SLOT_START } })).toEqual(isVoid('not-a-member'));
    expect(suggested('OFFER_EXPIRED', { buyer: order({ windowEnd: SLOT_START }) })).toEqual(isVoid('no-order'));
    expect(suggested('PRICE_OUT_OF_RANGE', { buyer: order({ price: 1 }) })).toEqual(isVoid('price-not-agreed'));
  });

  it('is none where a person has to find out first', () => {
    expect(suggested('BANK_RETURN')).toBeNull();
    expect(suggested('RULE_CONFLICT')).toBeNull();
    expect(suggested('UNKNOWN')).toBeNull();
    expect(suggested('DUPLICATE')).toBeNull();
    expect(suggested('TARIFF_MISSING', { tariff: null })).toBeNull();
    expect(suggested('AMOUNT_MISMATCH', { trade: { amount: 1 } })).toBeNull();
    expect(suggested('MEMBER_INACTIVE', { seller: { isActive: false } })).toBeNull();
    expect(suggested('OFFER_EXPIRED', { buyer: { order: null }, seller: { order: null } })).toBeNull();
  });

  it('is none while a reading or money is still missing', () => {
    expect(suggested('NETWORK_FAILURE', { buyer: { balance: 199_999 } })).toBeNull();
    expect(suggested('MANDATE_MISSING', { buyer: { balance: 199_999 } })).toBeNull();
    expect(suggested('INSUFFICIENT_BALANCE', { buyer: { balance: 199_999 } })).toBeNull();
    expect(suggested('METER_READING_LATE', { seller: reading({ quality: 'estimated' }) })).toBeNull();
    expect(suggested('METER_READING_MISSING', { seller: { reading: null } })).toBeNull();
    expect(
      suggested('NETWORK_FAILURE', { seller: { reading: null }, buyer: { reading: null }, slotHasReadings: false }),
    ).toBeNull();
  });

  it('needs funds for the metered quantity only', () => {
    const changes = { seller: reading({ wh: 600 }), buyer: { balance: 120_000 } };
    expect(suggested('QUANTITY_EXCEEDS_METER', changes)?.resolution.kind).toBe('adjust');
  });
});

describe('any facts', () => {
  const anyReading = fc.option(
    fc.record({
      wh: fc.integer({ min: 0, max: 2000 }),
      quality: fc.constantFrom(...readingQualities),
      revision: fc.integer({ min: 0, max: 2 }),
    }),
  );
  const anyParty = fc.record({
    reading: anyReading,
    others: fc.record({ settledWh: fc.integer({ min: 0, max: 500 }), unsettled: fc.constantFrom([], [rival]) }),
    balance: fc.integer({ min: -500_000, max: 500_000 }),
    isActive: fc.boolean(),
  });
  const anyFacts = fc
    .record({ code: fc.option(fc.constantFrom(...failureCodes)), buyer: anyParty, seller: anyParty })
    .map(({ code, buyer, seller }) => factsWith({ trade: { failureCode: code }, buyer, seller }));

  it('have a cause that was reported or that the data shows', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { cause, basis, also } = diagnose(facts);
        expect(basis === 'shown' || cause === (facts.trade.failureCode ?? 'UNKNOWN')).toBe(true);
        expect(also).not.toContain(cause);
      }),
    );
  });

  it('lead to a suggestion that the meters and the buyer’s account cover', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const resolution = diagnose(facts).suggestion?.resolution;
        if (!resolution || resolution.kind === 'void') return;
        const quantityWh = resolution.kind === 'adjust' ? resolution.quantityWh : facts.trade.quantityWh;
        expect(quantityWh).toBe(meteredOf(facts));
        expect(quantityWh).toBeGreaterThan(0);
        expect(facts.buyer.balance).toBeGreaterThanOrEqual(quantityWh * 200);
      }),
    );
  });
});
