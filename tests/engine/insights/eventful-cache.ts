import type { Cache } from '#engine/cache/open.ts';
import { storeFactors } from '#engine/insights/factors/stored-factors.ts';
import { applyDeletions } from '#engine/sync/apply-deletions.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { Random } from '#shared/domain/random.ts';
import { HOUR } from '#shared/domain/slots.ts';
import {
  foundingPage,
  member,
  memberId,
  offers,
  type OfferRow,
  page,
  type ReadingRow,
  readings,
  signals,
  SLOT,
  type TradeRow,
  trades,
  uuid,
} from '../fixtures/pages.ts';
import { temporaryCache } from '../fixtures/temporary-cache.ts';

const MEMBERS = 12;
/** Members from 0 to here produce. */
const PROSUMERS = 6;
const [GIANT, NAMELESS, NEWCOMER, LEAVER, IDLE, FORMER] = [0, 11, 4, 10, 5, 9];
const HOURS_OF_WINDOW = 36;

export interface EventfulOptions {
  readonly seed: string;
  readonly timeZone: string;
  readonly country: string | null;
  /** The middles of the stretches that have data, ascending. */
  readonly middles: readonly number[];
  readonly hasFactors: boolean;
}

/**
 * A cache of twelve members to whom everything happens: they join and leave, one has no pseudonym and another dwarfs the rest on some days;
 * readings are missing and revised; trades fail and change; rows are deleted and come late, out of order.
 */
export function eventfulCache({ seed, timeZone, country, middles, hasFactors }: EventfulOptions): Cache {
  const random = new Random(seed);
  const cache = temporaryCache();
  const windows = middles.map((middle) => ({
    from: middle - (HOURS_OF_WINDOW / 2) * HOUR,
    to: middle + (HOURS_OF_WINDOW / 2) * HOUR,
  }));
  applyPage(cache.write, {
    ...foundingPage(MEMBERS, { timeZone, country }),
    members: Array.from({ length: MEMBERS }, (_, index) =>
      member(index, {
        role: index < PROSUMERS ? 'prosumer' : 'consumer',
        joinedAt: index === NEWCOMER ? middles[0] : windows[0].from - 1e9,
        leftAt: index === LEAVER ? middles[1] : index === FORMER ? windows[0].from - 1e8 : null,
        isActive: ![LEAVER, FORMER, IDLE].includes(index),
        ...(index === NAMELESS && { anonymizedId: '' }),
      }),
    ),
  });
  const slots = windows.flatMap(({ from, to }) =>
    Array.from({ length: (to - from) / SLOT }, (_, index) => from + index * SLOT),
  );
  const tradeRows = slots.filter(() => random.chance(0.3)).map((slot, number) => tradeIn(random, slot, number));
  const readingRows = slots.flatMap((slot) => readingsIn(random, slot));
  const parts = {
    signals: signals(
      slots
        .filter(() => random.chance(0.95))
        .map((slot) => ({ slot, retail: random.integer(200_000, 400_000), feedIn: random.integer(50_000, 120_000) })),
    ),
    offers: offers(slots.filter(() => random.chance(0.05)).map((slot, number) => offerIn(random, slot, number))),
    trades: trades(tradeRows),
  };
  for (const [name, columns] of Object.entries(parts)) applyPage(cache.write, page(MEMBERS, { [name]: columns }));
  const half = Math.floor(readingRows.length / 2);
  for (const rows of [readingRows.slice(half), readingRows.slice(0, half)]) {
    applyPage(cache.write, page(MEMBERS, { readings: readings(rows) }));
  }
  const communityId = cache.read.pluck<number>('SELECT id FROM community')[0];
  applyDeletions(
    cache.write,
    communityId,
    [
      ...readingRows
        .filter(() => random.chance(0.01))
        .map(({ slot, member: of }) => ({ kind: 'reading' as const, slot, member_id: memberId(of) })),
      ...tradeRows
        .filter(() => random.chance(0.05))
        .map(({ id, slot }) => ({ kind: 'trade' as const, id, executed_at: slot + 60_000 })),
    ],
    '',
  );
  // What changes after the deletions is kept up in the rollups row by row.
  applyPage(
    cache.write,
    page(MEMBERS, {
      readings: readings(
        readingRows
          .filter(() => random.chance(0.05))
          .map((row) => ({ ...row, revision: 1, consumed: random.integer(0, 900), quality: random.integer(0, 2) })),
      ),
      trades: trades(
        tradeRows
          .filter(() => random.chance(0.2))
          .map((row) => ({ ...row, ...outcomeOf(random), version: 2, quantity: random.integer(1, 500) })),
      ),
    }),
  );
  if (hasFactors) {
    const hours = windows
      .slice(1)
      .flatMap(({ from }) => Array.from({ length: HOURS_OF_WINDOW }, (_, hour) => from + hour * HOUR))
      .map((hour) => Math.floor(hour / HOUR) * HOUR)
      .filter(() => random.chance(0.8));
    const milligrams = hours.map(() => random.integer(20_000, 700_000));
    storeFactors(cache.write, communityId, {
      source: 'Grid operator',
      fileName: 'grid.csv',
      hours,
      milligrams,
      now: 0,
    });
  }
  return cache;
}

function readingsIn(random: Random, slot: number): ReadingRow[] {
  const isOvershadowed = Math.floor(slot / (24 * HOUR)) % 3 === 0;
  return Array.from({ length: MEMBERS }, (_, index) => index)
    .filter(() => random.chance(0.97))
    .map((index): ReadingRow => {
      const produced = index < PROSUMERS ? random.integer(0, 600) * (index === GIANT && isOvershadowed ? 200 : 1) : 0;
      const consumed = random.integer(0, 500);
      return {
        slot,
        member: index,
        produced,
        consumed,
        imported: Math.max(0, consumed - produced),
        exported: Math.max(0, produced - consumed),
        quality: random.weighted([90, 7, 3]),
      };
    });
}

function outcomeOf(random: Random): Pick<TradeRow, 'status' | 'failureCode'> {
  const status = random.weighted([2, 7, 1]);
  return { status, failureCode: status === 2 ? 0 : -1 };
}

function tradeIn(random: Random, slot: number, number: number): TradeRow {
  const seller = random.integer(0, PROSUMERS - 1);
  return {
    id: uuid('d', number),
    slot,
    seller,
    buyer: (seller + random.integer(1, MEMBERS - 1)) % MEMBERS,
    quantity: random.integer(1, 900),
    amount: random.integer(1, 300_000),
    ...outcomeOf(random),
  };
}

function offerIn(random: Random, slot: number, number: number): OfferRow {
  return { id: uuid('e', number), member: random.integer(0, MEMBERS - 1), start: slot, price: 150_000 };
}
