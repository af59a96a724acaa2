import { describe, expect, it } from 'vitest';
import type { RuleAuditProgress } from '#engine/rules/audit-rules.ts';
import { auditRules } from '#engine/rules/audit-rules.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { AuditFinding } from '#shared/contract/rule-records.ts';
import { putUuid } from '#shared/domain/uuid.ts';
import {
  COMMUNITY,
  foundingPage,
  type OfferRow,
  offers,
  page,
  type ReadingRow,
  readings,
  rule,
  SLOT,
  START,
  type TradeRow,
  trades,
  uuid,
} from '../fixtures/pages.ts';
import { temporaryCache } from '../fixtures/temporary-cache.ts';

const MEMBERS = 3;
const HOUR = 3_600_000;
/** A Monday, 13:00 in Berlin, inside the windows of the rules: they sell up to 1 kWh for 0.09 and more. */
const NOON = START + 36 * HOUR;
const MISSING = 2;
const offerId = (number: number): string => uuid('e', number);

interface Placed extends Omit<OfferRow, 'id' | 'start'> {
  readonly start?: number;
}

interface Made {
  readonly offers?: readonly Placed[];
  readonly readings?: readonly Omit<ReadingRow, 'slot'>[];
  /** Which offers trade: places in `offers`, or none. The buyer is member 0, the seller member 1. */
  readonly trades?: readonly (Partial<TradeRow> & { readonly buys?: number; readonly sells?: number })[];
}

/** Audits one slot; rule r is member r's, and rule 3 a second one of member 1. */
async function auditOf(made: Made): Promise<{ result: RuleAuditProgress['result']; findings: AuditFinding[] }> {
  const cache = temporaryCache();
  applyPage(cache.write, foundingPage(MEMBERS));
  const second = rule(3, { memberId: rule(1).memberId });
  const rows = (made.trades ?? []).map((one, at): TradeRow => ({
    id: uuid('d', at),
    slot: NOON,
    buyer: 0,
    seller: 1,
    quantity: 100,
    ...one,
  }));
  const columns = trades(rows);
  for (const [row, { buys, sells }] of (made.trades ?? []).entries()) {
    if (buys !== undefined) putUuid(columns.buyOfferId, row, offerId(buys));
    if (sells !== undefined) putUuid(columns.sellOfferId, row, offerId(sells));
  }
  applyPage(cache.write, {
    ...page(4, {}),
    memberIds: foundingPage(MEMBERS).memberIds,
    rules: [second],
    readings: readings((made.readings ?? []).map((one) => ({ slot: NOON, ...one }))),
    offers: offers((made.offers ?? []).map((one, at) => ({ id: offerId(at), start: NOON, price: 90_000, ...one }))),
    trades: columns,
  });
  const told: RuleAuditProgress[] = [];
  const input = { communityId: COMMUNITY, range: { from: NOON, to: NOON + SLOT } };
  await auditRules(
    cache.read,
    input,
    (progress) => told.push(progress),
    () => false,
  );
  return { result: told.at(-1)!.result, findings: told.flatMap(({ findings }) => findings) };
}

const verdictsOf = ({ findings }: { findings: AuditFinding[] }): string[] => findings.map(({ verdict }) => verdict);

describe('the sides of trades', () => {
  it('are by a rule, by hand where somebody placed or took an order, or without an order that is known', async () => {
    const { result } = await auditOf({
      offers: [
        { member: 0, type: 'buy' },
        { member: 1, rule: 1 },
      ],
      trades: [{ buys: 0, sells: 1 }, { sells: 7 }, { sells: 1, quantity: 50 }],
    });
    expect(result).toMatchObject({ trades: 3, judged: 2, byHand: 3, withoutOrder: 1, ruleOrders: 1 });
  });

  it('find orders whose window began in an earlier slot', async () => {
    const early = { start: NOON - 30 * HOUR, end: NOON + SLOT };
    const { result } = await auditOf({
      offers: [{ member: 0, type: 'buy', ...early }],
      trades: [{ buys: 0 }],
    });
    expect(result).toMatchObject({ byHand: 2, withoutOrder: 0, ruleOrders: 0 });
  });

  it('belong to the slot of their trade, whenever it was executed', async () => {
    const offer = { member: 1, rule: 1 };
    const { result } = await auditOf({
      offers: [offer],
      trades: [
        { sells: 0, at: NOON - 20 * HOUR },
        { sells: 0, at: NOON + 20 * HOUR, quantity: 1 },
        { sells: 0, slot: NOON + SLOT },
      ],
    });
    expect(result.trades).toBe(2);
  });
});

describe('what a rule could have offered', () => {
  const sold = [{ sells: 0 }];

  it('is the surplus of the meter', async () => {
    const offer = { member: 1, rule: 1, quantity: 500 };
    const exceeded = await auditOf({ offers: [offer], readings: [{ member: 1, exported: 499 }], trades: sold });
    expect(verdictsOf(exceeded)).toEqual(['QUANTITY_EXCEEDED']);
    expect(exceeded.findings[0].conditions).toContainEqual({
      verdict: 'QUANTITY_EXCEEDED',
      outcome: 'failed',
      values: { most: 1000, open: 499, order: 500 },
    });
    const exact = await auditOf({ offers: [offer], readings: [{ member: 1, exported: 500 }], trades: sold });
    expect(verdictsOf(exact)).toEqual([]);
    expect(exact.result.partlyKnown).toBe(0);
  });

  it('is not known of a reading that is missing, estimated, revised, or not there', async () => {
    for (const reading of [
      [{ member: 1, quality: MISSING }],
      [{ member: 1, quality: 1 }],
      [{ member: 1, revision: 1 }],
      [],
    ]) {
      const audited = await auditOf({ offers: [{ member: 1, rule: 1 }], readings: reading, trades: sold });
      expect(audited.findings).toEqual([]);
      expect(audited.result).toMatchObject({ judged: 1, partlyKnown: 1 });
    }
  });

  it('is less what other rules of the member offered before, not what came after or by hand or of others', async () => {
    const made = (first: number, second: number): Made => ({
      offers: [
        { member: 1, rule: first, quantity: 400 },
        { member: 1, rule: second, quantity: 200 },
        { member: 1, quantity: 900 },
        { member: 2, rule: 2, quantity: 900 },
      ],
      readings: [{ member: 1, exported: 500 }],
      trades: [{ sells: 0 }, { sells: 1 }],
    });
    const { findings } = await auditOf(made(3, 1));
    expect(findings.map(({ verdict, orderId }) => [verdict, orderId])).toEqual([['QUANTITY_EXCEEDED', offerId(1)]]);
    expect(findings[0].conditions).toContainEqual(
      expect.objectContaining({ values: { most: 1000, open: 100, order: 200 } }),
    );
  });
});

describe('what happened before in the slot', () => {
  const offersOfOneRule: Placed[] = [
    { member: 1, rule: 1, quantity: 100 },
    { member: 1, rule: 1, quantity: 100 },
  ];
  const reading = [{ member: 1, exported: 1000 }];

  it('makes the second order of a rule a duplicate, not the first', async () => {
    const { findings } = await auditOf({
      offers: offersOfOneRule,
      readings: reading,
      trades: [{ sells: 0 }, { sells: 1 }],
    });
    expect(findings.map(({ verdict, orderId }) => [verdict, orderId])).toEqual([['DUPLICATE', offerId(1)]]);
  });

  it('does not make an order one whose rule was named by another member before', async () => {
    const { findings } = await auditOf({
      offers: [
        { member: 2, rule: 1 },
        { member: 1, rule: 1 },
      ],
      trades: [{ sells: 0, seller: 2 }, { sells: 1 }],
    });
    expect(findings.map(({ verdict, orderId }) => [verdict, orderId])).toEqual([['NO_RULE', offerId(0)]]);
  });

  it('makes the same trade of the same two orders a duplicate, not another quantity', async () => {
    const placed = [
      { member: 0, type: 'buy' as const },
      { member: 1, rule: 1 },
    ];
    const both = { buys: 0, sells: 1 };
    expect(verdictsOf(await auditOf({ offers: placed, trades: [both, { ...both, quantity: 99 }] }))).toEqual([]);
    expect(verdictsOf(await auditOf({ offers: placed, trades: [both, both] }))).toEqual(['DUPLICATE']);
  });
});
