import type { EngineContext } from '#engine/context.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { Member } from '#shared/domain/records.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import {
  foundingPage,
  member,
  page,
  type ReadingRow,
  readings,
  signals,
  type TradeRow,
  trades,
} from '../fixtures/pages.ts';
import { temporaryCache } from '../fixtures/temporary-cache.ts';

/** The local day (yyyymmdd) in Berlin of the test community. */
export const dayOf = (day: number): { from: number; to: number } => localDayRange(day, 'Europe/Berlin');

export interface SmallCommunity {
  readonly context: EngineContext;
  put(parts: Partial<ChangePage>): void;
  putReadings(rows: readonly ReadingRow[]): void;
  putTrades(rows: readonly TradeRow[]): void;
}

/**
 * The test community in Berlin: prosumers first, then consumers.
 * @param changes by member
 */
export function smallCommunity(
  prosumers: number,
  consumers: number,
  changes: Readonly<Record<number, Partial<Member>>> = {},
  country: string | null = 'DEU',
): SmallCommunity {
  const cache = temporaryCache();
  const count = prosumers + consumers;
  applyPage(cache.write, {
    ...foundingPage(count, { country }),
    members: Array.from({ length: count }, (_, index) =>
      member(index, { role: index < prosumers ? 'prosumer' : 'consumer', ...changes[index] }),
    ),
  });
  const put = (parts: Partial<ChangePage>): void => void applyPage(cache.write, page(count, parts));
  return {
    context: engineContext(cache),
    put,
    putReadings: (rows) => put({ readings: readings(rows) }),
    putTrades: (rows) =>
      put({
        signals: signals(
          [...new Set(rows.map(({ slot }) => slot))].map((slot) => ({ slot, retail: 300_000, feedIn: 80_000 })),
        ),
        trades: trades(rows),
      }),
  };
}

/** A reading of each of some members in a slot. */
export function readingsOf(slot: number, rows: readonly Omit<ReadingRow, 'slot' | 'member'>[]): ReadingRow[] {
  return rows.map((row, index) => ({ slot, member: index, ...row }));
}
