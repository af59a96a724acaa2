import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '#shared/contract/errors.ts';
import { meterReadingWire, tradeWire, tradingOfferWire } from '#shared/wire/market.ts';
import { offerAt, readingAt, tradeAt } from '#shared/wire/page-records.ts';
import { type Decoded, showValue } from '#shared/wire/wire-record.ts';
import { IdNumbers } from '#engine/sync/decode-columns.ts';
import { decodeOffers } from '#engine/sync/decode-offers.ts';
import { decodeReadings } from '#engine/sync/decode-readings.ts';
import { type RecordContext, recordProblem, unknownFields } from '#engine/sync/decode-record.ts';
import { decodeTrades } from '#engine/sync/decode-trades.ts';
import { COMMUNITY } from '../fixtures/pages.ts';
import { wireOffer, wireReading, wireTrade } from '../fixtures/wire-records.ts';

interface Kind {
  readonly name: string;
  readonly usual: object;
  readonly schema: { decode(value: unknown): Decoded<object>; schema: Parameters<typeof unknownFields>[0] };
  decode(rows: readonly unknown[], context: RecordContext): readonly object[];
}

const kinds: readonly Kind[] = [
  {
    name: 'trade',
    usual: wireTrade(1),
    schema: tradeWire,
    decode: (rows, context) => {
      const columns = decodeTrades(rows, context);
      return rows.map((_, row) => tradeAt(columns, row, context.members.ids));
    },
  },
  {
    name: 'offer',
    usual: wireOffer(1, 0, { rule_id: 'rule-7', rule_version: 2 }),
    schema: tradingOfferWire,
    decode: (rows, context) => {
      const columns = decodeOffers(rows, context);
      return rows.map((_, row) => offerAt(columns, row, context.members.ids, context.rules.ids));
    },
  },
  {
    name: 'reading',
    usual: wireReading(1, 0),
    schema: meterReadingWire,
    decode: (rows, context) => {
      const columns = decodeReadings(rows, context);
      return rows.map((_, row) => readingAt(columns, row, context.members.ids));
    },
  },
];

/** What comes of rows: the records, what is unknown of them, or the first refusal. */
interface Outcome {
  readonly records: readonly object[];
  readonly unknown: readonly unknown[];
  readonly refusal: string | null;
}

function byHand({ decode }: Kind, rows: readonly unknown[]): Outcome {
  const unknown: unknown[] = [];
  const context: RecordContext = {
    communityId: COMMUNITY,
    members: new IdNumbers([]),
    rules: new IdNumbers([]),
    unknown: (_kind, _record, fields) => unknown.push(fields),
  };
  try {
    return { records: decode(rows, context), unknown, refusal: null };
  } catch (error) {
    if (error instanceof Failure) return { records: [], unknown: [], refusal: error.message };
    throw error;
  }
}

/** The same by the schema alone. */
function bySchema({ name, schema }: Kind, rows: readonly unknown[]): Outcome {
  const records: object[] = [];
  const unknown: unknown[] = [];
  for (const [row, value] of rows.entries()) {
    const decoded = schema.decode(value);
    const problem = decoded.ok ? foreign(decoded.communityId) : decoded;
    if (!decoded.ok || problem) {
      return { records: [], unknown: [], refusal: recordProblem(name, row, problem!).message };
    }
    records.push(Object.fromEntries(Object.entries(decoded.record).map(([field, v]) => [field, v === 0 ? 0 : v])));
    const fields = unknownFields(schema.schema, value as object);
    if (fields) unknown.push(fields);
  }
  return { records: records.map(storable), unknown, refusal: null };
}

function foreign(communityId: string | null): Parameters<typeof recordProblem>[2] | null {
  if (communityId === null || communityId === COMMUNITY) return null;
  return { field: 'community_id', value: showValue(communityId), problem: 'is not the community that was asked for' };
}

/** Columns have no place for an id of zeros nor for the version of a rule that is not named; a named one without version is -1. */
function storable(record: object): object {
  const entries = Object.entries(record).map(([field, value]) => {
    const isNone = ['clearingId', 'buyOfferId', 'sellOfferId'].includes(field) && /^[0-]*$/.test(String(value));
    return [field, isNone ? null : (value as unknown)];
  });
  const stored = Object.fromEntries(entries) as { ruleId?: unknown; ruleVersion?: unknown };
  if (stored.ruleId === undefined) return stored;
  return { ...stored, ruleVersion: stored.ruleId === null ? null : (stored.ruleVersion ?? -1) };
}

const odd: readonly unknown[] = [
  null,
  true,
  '',
  '0.5',
  [],
  {},
  0,
  -0,
  -1,
  1e-7,
  0.1 + 0.2,
  1.0005,
  0.0015,
  4.35,
  -0.25,
  1e300,
  2_147_483.647,
  2_147_483.648,
  2_147_483_647,
  2_147_483_648,
  Number.MAX_SAFE_INTEGER / 1e6,
  2 ** 53,
  123_456_789.123_456,
  100,
  101,
  7.5,
  COMMUNITY,
  COMMUNITY.toUpperCase(),
  'ABCDEF01-2345-6789-ABCD-EF0123456789',
  'abcdef01-2345-6789-abcd-ef012345678g',
  'abcdef0102345-6789-abcd-ef0123456789',
  'äbcdef01-2345-6789-abcd-ef0123456789',
  '00000000-0000-0000-0000-000000000000',
  '2024-02-29T12:00:00.000Z',
  '2023-02-29T12:00:00.000Z',
  '2100-02-29T00:00:00.000Z',
  '2000-02-29T00:00:00.000Z',
  '2025-04-31T00:00:00.000Z',
  '2025-13-01T00:00:00.000Z',
  '2025-00-10T00:00:00.000Z',
  '2025-06-15T24:00:00.000Z',
  '2025-06-15T23:60:00.000Z',
  '2025-06-15T23:59:60.000Z',
  '2025-06-15T23:59:59.999Z',
  '2025-06-15T23:59:59Z',
  '2025-06-15T23:59Z',
  '2025-06-15T23:59:59.9994Z',
  '2025-06-15T23:59:59.9990Z',
  '2025-06-15T23:59:59.999+02:00',
  '2025-06-15T23:59:59.999-0200',
  '2025-06-15T23:59:59.999z',
  '2025-06-15t23:59:59.999Z',
  '2025-06-15 23:59:59.999Z',
  '2025-06-15T23:59:59.99aZ',
  '0000-02-29T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '+02025-06-15T23:59:59.999Z',
  'x'.repeat(64),
  'x'.repeat(65),
  'settled',
  'failed',
  'SELF_TRADE',
  'matched',
  'buy',
  'estimated',
  'toString',
];

const anything = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...odd) }, fc.double(), fc.string(), fc.jsonValue());

/** A record with some fields replaced, missing or added; as it comes out of JSON. */
const rowOf = (usual: object): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 1, 'x', []) },
    {
      weight: 20,
      arbitrary: fc
        .tuple(
          fc.dictionary(fc.constantFrom(...Object.keys(usual)), anything, { maxKeys: 2 }),
          fc.subarray(Object.keys(usual), { maxLength: 1 }),
          fc.dictionary(fc.constantFrom('co2_g', 'note', '__proto__', 'toString'), anything, { maxKeys: 1 }),
          fc.boolean(),
        )
        .map(([changed, missing, added, isWhole]): unknown => {
          const entries = Object.entries({ ...usual, ...changed }).filter(
            ([name]) => isWhole || !missing.includes(name),
          );
          return JSON.parse(JSON.stringify(Object.fromEntries([...entries, ...Object.entries(added)])));
        }),
    },
  );

describe.each(kinds)('the $name records of a page', (kind) => {
  it('are what the schema makes of them, in the usual form', () => {
    const outcome = byHand(kind, [kind.usual, kind.usual]);
    expect(outcome).toEqual(bySchema(kind, [kind.usual, kind.usual]));
    expect(outcome.records).toHaveLength(2);
  });

  const cases = Object.keys(kind.usual).flatMap((field) => odd.map((value) => ({ field, value })));
  it('are taken and refused like by the schema for every odd value of every field', () => {
    for (const { field, value } of cases) {
      const row: unknown = JSON.parse(JSON.stringify({ ...kind.usual, [field]: value }));
      expect(byHand(kind, [row]), `${field}: ${JSON.stringify(value)}`).toEqual(bySchema(kind, [row]));
    }
  });

  it('are refused like by the schema when a field is missing', () => {
    for (const field of Object.keys(kind.usual)) {
      const row = Object.fromEntries(Object.entries(kind.usual).filter(([name]) => name !== field));
      expect({ field, ...byHand(kind, [row]) }).toEqual({ field, ...bySchema(kind, [row]) });
    }
  });

  it('are taken and refused like by the schema, with the same words', () => {
    fc.assert(
      fc.property(fc.array(rowOf(kind.usual), { maxLength: 4 }), (rows) => {
        expect(byHand(kind, rows)).toEqual(bySchema(kind, rows));
      }),
      { numRuns: 1000 },
    );
  });
});
