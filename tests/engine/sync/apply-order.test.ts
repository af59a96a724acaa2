import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cache } from '#engine/cache/open.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { cacheOf } from '../fixtures/community-cache.ts';
import {
  clearings,
  offers,
  page,
  readings,
  signals,
  SLOT,
  START,
  trades,
  uuid,
  type ClearingRow,
  type OfferRow,
  type ReadingRow,
  type SignalRow,
  type TradeRow,
} from '../fixtures/pages.ts';
import { expectRollupsOfRecords, recordsOf, rollupsOf } from '../fixtures/rollups.ts';

const MEMBERS = 3;

type Row =
  | { kind: 'reading'; row: ReadingRow }
  | { kind: 'signal'; row: SignalRow }
  | { kind: 'clearing'; row: ClearingRow }
  | { kind: 'offer'; row: OfferRow }
  | { kind: 'trade'; row: TradeRow };

const keyOf = ({ kind, row }: Row): string => {
  if (kind === 'reading') return `${kind} ${row.slot} ${row.member} ${row.revision}`;
  if (kind === 'signal') return `${kind} ${row.slot}`;
  if (kind === 'clearing') return `${kind} ${row.id}`;
  if (kind === 'offer') return `${kind} ${row.id} ${row.status} ${row.remaining}`;
  return `${kind} ${row.id} ${row.version}`;
};

// The slots around the start of a clock-change day in Berlin, so that days, hours and the change itself are crossed.
const slot = fc.integer({ min: -3, max: 9 }).map((index) => START + index * SLOT);
const member = fc.nat({ max: MEMBERS - 1 });
const energy = fc.nat({ max: 1200 });
const quantity = fc.nat({ max: 3000 });

const reading: fc.Arbitrary<Row> = fc
  .record({
    slot,
    member,
    produced: energy,
    consumed: energy,
    imported: energy,
    exported: energy,
    soc: fc.integer({ min: -1, max: 100 }),
    quality: fc.nat({ max: 2 }),
    revision: fc.nat({ max: 2 }),
  })
  .map((row) => ({ kind: 'reading', row }));

const price = fc.integer({ min: -400_000, max: 400_000 });
const signal: fc.Arbitrary<Row> = fc
  .record({ slot, retail: price, feedIn: price, p2p: price })
  .map((row) => ({ kind: 'signal', row }));

const clearing: fc.Arbitrary<Row> = fc
  .tuple(fc.nat({ max: 20 }), slot)
  .map(([number, at]) => ({ kind: 'clearing', row: { id: uuid('c', number), slot: at, price: number } }));

// What belongs to the identity of an offer or a trade follows from its number; the rest is its state.
const offer: fc.Arbitrary<Row> = fc
  .record({ number: fc.nat({ max: 15 }), status: fc.nat({ max: 3 }), remaining: fc.nat({ max: 500 }) })
  .map(({ number, status, remaining }) => ({
    kind: 'offer',
    row: {
      id: uuid('e', number),
      member: number % MEMBERS,
      start: START + ((number % 9) - 3) * SLOT,
      quantity: 500,
      status,
      remaining,
    },
  }));

const trade: fc.Arbitrary<Row> = fc
  .record({
    number: fc.nat({ max: 15 }),
    version: fc.nat({ max: 3 }),
    quantity,
    status: fc.nat({ max: 2 }),
    amount: price,
  })
  .map(({ number, ...state }) => {
    const at = START + ((number % 8) - 3) * SLOT;
    // Some are executed long before or after their slot.
    return {
      kind: 'trade',
      row: {
        ...state,
        id: uuid('d', number),
        slot: at,
        at: at + ((number % 5) - 2) * 7 * SLOT,
        buyer: number % MEMBERS,
        seller: (number >> 1) % MEMBERS,
      },
    };
  });

/** Rows of which no two are the same version of one record: what a source that does not contradict itself sends. */
const rows = fc.uniqueArray(
  fc.oneof({ arbitrary: reading, weight: 4 }, signal, clearing, offer, { arbitrary: trade, weight: 3 }),
  {
    selector: keyOf,
    minLength: 1,
    maxLength: 60,
  },
);

/** The same rows in some order, cut into pages somewhere, some pages sent twice. */
const deliveries = rows.chain((all) =>
  fc.record({
    all: fc.constant(all),
    shuffled: fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
    cuts: fc.array(fc.nat({ max: all.length }), { maxLength: 12 }),
    again: fc.array(fc.nat(), { maxLength: 4 }),
  }),
);

function pageOf(part: readonly Row[]): ChangePage {
  return page(MEMBERS, {
    readings: readings(part.flatMap((each) => (each.kind === 'reading' ? [each.row] : []))),
    signals: signals(part.flatMap((each) => (each.kind === 'signal' ? [each.row] : []))),
    clearings: clearings(part.flatMap((each) => (each.kind === 'clearing' ? [each.row] : []))),
    offers: offers(part.flatMap((each) => (each.kind === 'offer' ? [each.row] : []))),
    trades: trades(part.flatMap((each) => (each.kind === 'trade' ? [each.row] : []))),
  });
}

function pagesOf(all: readonly Row[], cuts: readonly number[]): ChangePage[] {
  const bounds = [0, ...[...cuts].sort((a, b) => a - b), all.length];
  return bounds.slice(1).map((to, index) => pageOf(all.slice(bounds[index], to)));
}

/** Runs `work` and undoes what it wrote. */
function undone<T>({ write }: Cache, work: () => T): T {
  const undo = new Error('undo');
  let result: T | undefined;
  try {
    write.transaction(() => {
      result = work();
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return result as T;
}

describe('the pages of a community', () => {
  it('give the same records and rollups in any order, in any split, and sent again', () => {
    const cache = cacheOf(MEMBERS);
    fc.assert(
      fc.property(deliveries, ({ all, shuffled, cuts, again }) => {
        const pages = pagesOf(shuffled, cuts);
        const repeated = again.map((number) => pages[number % pages.length]);
        const [atOnce, inPages] = [[pageOf(all)], [...pages, ...repeated]].map((delivery) =>
          undone(cache, () => {
            for (const each of delivery) applyPage(cache.write, each);
            return { records: recordsOf(cache), rollups: rollupsOf(cache) };
          }),
        );
        expect(inPages).toEqual(atOnce);
      }),
      { numRuns: 200 },
    );
  });

  it('leave at every step the rollups that the records give when computed anew', () => {
    const cache = cacheOf(MEMBERS);
    fc.assert(
      fc.property(deliveries, ({ shuffled, cuts }) => {
        undone(cache, () => {
          for (const each of pagesOf(shuffled, cuts)) {
            applyPage(cache.write, each);
            expectRollupsOfRecords(cache);
          }
        });
      }),
      { numRuns: 100 },
    );
  });

  it('change nothing when applied a second time', () => {
    const cache = cacheOf(MEMBERS);
    fc.assert(
      fc.property(rows, (all) => {
        undone(cache, () => {
          applyPage(cache.write, pageOf(all));
          const before = [recordsOf(cache), rollupsOf(cache)];
          const result = applyPage(cache.write, pageOf(all));
          for (const counts of Object.values(result)) expect(counts).toMatchObject({ inserted: 0, changed: 0 });
          expect([recordsOf(cache), rollupsOf(cache)]).toEqual(before);
        });
      }),
      { numRuns: 100 },
    );
  });
});
