import { beforeAll, describe, expect, it } from 'vitest';
import { caseSheet } from '#engine/settlement/case-sheet.ts';
import { listCases } from '#engine/settlement/work-list.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { contract, type Output } from '#shared/contract/contract.ts';
import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import { type FailureCode, failureCodes } from '#shared/domain/records.ts';
import { putUuid } from '#shared/domain/uuid.ts';
import { testEngine, type TestEngine } from '../fixtures/community.ts';
import {
  COMMUNITY,
  foundingPage,
  member,
  type OfferRow,
  offers,
  page,
  type ReadingRow,
  readings,
  signals,
  SLOT,
  START,
  type TradeRow,
  trades,
  uuid,
} from '../fixtures/pages.ts';

const MEMBERS = 5;
const [BUYER, SELLER, NEIGHBOUR, LEAVER, POOR] = [0, 1, 2, 3, 4];
const [SETTLED, FAILED] = [1, 2];
const [ESTIMATED, MISSING] = [1, 2];
/** Orders trade with the slot in which their window begins, unless they are moved by so many slots. */
type Order = Partial<OfferRow> & { readonly moved?: number; readonly slots?: number };

interface Made {
  readonly code: FailureCode;
  readonly trade?: Partial<TradeRow>;
  /** Of buyer and seller; null: there is none. 1 kWh each without. */
  readonly bought?: Partial<ReadingRow> | null;
  readonly sold?: Partial<ReadingRow> | null;
  /** 1 kWh at 0.20 without. */
  readonly buys?: Order;
  readonly sells?: Order;
  readonly hasNoTariff?: boolean;
  /** Other trades of the slot, with the same orders or without any. */
  readonly beside?: readonly (Partial<TradeRow> & { readonly hasOrders?: boolean })[];
}

/** A failed trade of 1 kWh at 0.20 for each, in a slot of its own, and the cause that the desk finds. */
const made = {
  missing: { code: 'METER_READING_MISSING', sold: { exported: 0, quality: MISSING } },
  'not there': { code: 'METER_READING_MISSING', bought: null },
  'missing without being said': { code: 'UNKNOWN', sold: null },
  'nobody read': { code: 'METER_READING_MISSING', bought: null, sold: null },
  'come by now': { code: 'METER_READING_MISSING' },
  estimated: { code: 'METER_READING_LATE', bought: { quality: ESTIMATED } },
  revised: { code: 'METER_READING_REVISED', sold: { revision: 1 } },
  'too much': {
    code: 'QUANTITY_EXCEEDS_METER',
    sold: { exported: 1200 },
    beside: [{ buyer: NEIGHBOUR, quantity: 500, status: SETTLED }],
  },
  'too much bought': { code: 'NETWORK_FAILURE', bought: { imported: 999 } },
  'shared with one that failed': {
    code: 'QUANTITY_EXCEEDS_METER',
    sold: { exported: 1200 },
    beside: [{ buyer: NEIGHBOUR, quantity: 1000, status: FAILED }],
  },
  expired: { code: 'OFFER_EXPIRED', buys: { moved: -3, slots: 2 } },
  'not begun': { code: 'OFFER_EXPIRED', sells: { moved: 1 } },
  'still open': { code: 'OFFER_EXPIRED', buys: { moved: -3, slots: 5 } },
  'too dear': { code: 'PRICE_OUT_OF_RANGE', buys: { price: 199_999 } },
  'beyond the market': {
    code: 'PRICE_OUT_OF_RANGE',
    trade: { price: 600_000, amount: 600_000 },
    buys: { price: 600_000 },
  },
  'gone away': { code: 'MEMBER_INACTIVE', trade: { seller: LEAVER } },
  'without tariff': { code: 'TARIFF_MISSING', hasNoTariff: true },
  miscounted: { code: 'AMOUNT_MISMATCH', trade: { amount: 200_001 } },
  twice: { code: 'NETWORK_FAILURE', beside: [{ status: SETTLED, hasOrders: true }] },
  'alike but not the same': {
    code: 'DUPLICATE',
    sold: { exported: 2000 },
    bought: { imported: 2000 },
    beside: [{ status: SETTLED }],
  },
  poor: { code: 'INSUFFICIENT_BALANCE', trade: { buyer: POOR } },
  'returned by the bank': { code: 'BANK_RETURN' },
} satisfies Record<string, Made>;
type Name = keyof typeof made;
const names = Object.keys(made) as Name[];

const slotOf = (name: Name): number => START + names.indexOf(name) * 8 * SLOT;
const tradeId = (name: Name, beside = 0): string => uuid('d', names.indexOf(name) * 16 + beside);
const orderId = (name: Name, side: 'buys' | 'sells'): string =>
  uuid('e', names.indexOf(name) * 16 + (side === 'buys' ? 0 : 1));

let engine: TestEngine;
let cases: ReadonlyMap<string, CaseSummary>;
beforeAll(() => {
  engine = testEngine();
  const { write, read } = engine.context.cache;
  applyPage(write, {
    ...foundingPage(MEMBERS),
    members: Array.from({ length: MEMBERS }, (_, number) =>
      member(number, {
        balance: number === POOR ? 0 : 5_000_000,
        ...(number === LEAVER && { leftAt: slotOf('gone away'), isActive: false }),
      }),
    ),
  });
  for (const name of names) applyPage(write, page(MEMBERS, everythingOf(name, made[name])));
  const filter = { range: null, cause: null, states: [], memberId: null, text: '' };
  const list = listCases(read, { communityId: COMMUNITY, filter, from: 0, limit: 500 });
  cases = new Map(list.cases.map((one) => [one.tradeId, one]));
});

function everythingOf(name: Name, one: Made) {
  const slot = slotOf(name);
  const row = { slot, quantity: 1000, buyer: BUYER, seller: SELLER };
  const own = { ...row, id: tradeId(name), status: FAILED, failureCode: failureCodes.indexOf(one.code), ...one.trade };
  const beside = (one.beside ?? []).map((other, at) => ({
    ...row,
    id: tradeId(name, at + 1),
    at: slot + 90_000,
    ...other,
  }));
  const columns = trades([own, ...beside]);
  for (const [at, { hasOrders }] of [{ hasOrders: true }, ...(one.beside ?? [])].entries()) {
    if (!hasOrders) continue;
    putUuid(columns.buyOfferId, at, orderId(name, 'buys'));
    putUuid(columns.sellOfferId, at, orderId(name, 'sells'));
  }
  const { bought = {}, sold = {} } = one;
  return {
    trades: columns,
    readings: readings([
      ...(bought ? [{ slot, member: own.buyer, imported: 1000, ...bought }] : []),
      ...(sold ? [{ slot, member: own.seller, exported: 1000, ...sold }] : []),
    ]),
    offers: offers([order(name, 'buys', own.buyer, one.buys), order(name, 'sells', own.seller, one.sells)]),
    ...(!one.hasNoTariff && { signals: signals([{ slot, retail: 300_000, feedIn: 80_000 }]) }),
  };
}

function order(
  name: Name,
  side: 'buys' | 'sells',
  by: number,
  { moved = 0, slots = 1, ...changes }: Order = {},
): OfferRow {
  const start = slotOf(name) + moved * SLOT;
  const type = side === 'buys' ? 'buy' : 'sell';
  return { id: orderId(name, side), member: by, type, start, end: start + slots * SLOT, price: 200_000, ...changes };
}

const found = (name: Name): CaseSummary => cases.get(tradeId(name))!;
const sheet = (name: Name): Output<'settlement.case'> => {
  const { tradeId: id, executedAt } = found(name);
  const answer = caseSheet(engine.context.cache.read, { communityId: COMMUNITY, tradeId: id, executedAt });
  return contract['settlement.case'].output.parse(answer);
};

describe('a failed trade', () => {
  it.each<[Name, FailureCode, string | null]>([
    ['missing', 'METER_READING_MISSING', null],
    ['not there', 'METER_READING_MISSING', null],
    ['estimated', 'METER_READING_LATE', null],
    ['revised', 'METER_READING_REVISED', 'retry'],
    ['too much', 'QUANTITY_EXCEEDS_METER', 'adjust'],
    ['shared with one that failed', 'QUANTITY_EXCEEDS_METER', 'adjust'],
    ['expired', 'OFFER_EXPIRED', 'void'],
    ['not begun', 'OFFER_EXPIRED', 'void'],
    ['too dear', 'PRICE_OUT_OF_RANGE', 'void'],
    ['beyond the market', 'PRICE_OUT_OF_RANGE', 'void'],
    ['gone away', 'MEMBER_INACTIVE', 'void'],
    ['without tariff', 'TARIFF_MISSING', null],
    ['miscounted', 'AMOUNT_MISMATCH', null],
    ['poor', 'INSUFFICIENT_BALANCE', null],
  ])('whose cause is confirmed: %s is %s, and to be done is %s', (name, cause, suggestion) => {
    expect(found(name)).toMatchObject({ failureCode: cause, cause, causeDiffers: false, suggestion });
    expect(sheet(name).diagnosis).toMatchObject({ cause, basis: 'shown' });
  });

  it.each<[Name, FailureCode, string]>([
    ['too much bought', 'QUANTITY_EXCEEDS_METER', 'adjust'],
    ['twice', 'DUPLICATE', 'void'],
  ])('whose data shows another cause: %s is %s, and to be done is %s', (name, cause, suggestion) => {
    expect(found(name)).toMatchObject({ cause, causeDiffers: true, suggestion });
  });

  it('has the cause that the data shows where none in particular was given', () => {
    expect(found('missing without being said')).toMatchObject({
      failureCode: 'UNKNOWN',
      cause: 'METER_READING_MISSING',
    });
  });

  it.each<[Name, string | null]>([
    ['nobody read', null],
    ['come by now', 'retry'],
    ['still open', 'retry'],
    ['alike but not the same', null],
    ['returned by the bank', null],
  ])('whose cause is only reported: %s, and to be done is %s', (name, suggestion) => {
    const { code } = made[name];
    expect(found(name)).toMatchObject({ failureCode: code, cause: code, causeDiffers: false, suggestion });
    expect(sheet(name).diagnosis.basis).toBe('reported');
  });

  it('has what the meters leave beside the other trades of its slot', () => {
    expect(sheet('too much').meteredWh).toBe(700);
    expect(sheet('shared with one that failed').meteredWh).toBe(600);
    expect(sheet('too much bought').meteredWh).toBe(999);
    expect(sheet('missing').meteredWh).toBeNull();
  });

  it('names the trade that it repeats', () => {
    const values = { tradeId: tradeId('twice', 1), executedAt: slotOf('twice') + 90_000 };
    expect(sheet('twice').diagnosis.evidence[0]).toEqual({ check: 'duplicate', holds: true, values });
  });
});
