import type { Selectable, Transaction } from 'kysely';
import { z } from 'zod';
import { MINUTE, slotStart } from '#shared/domain/slots.ts';
import type { MarketLimits } from '#shared/market/orders.ts';
import { communityFields } from '#shared/wire/community.ts';
import type { CommunitiesTable, Tables } from '../db/tables.ts';

/** How a community trades. */
export interface CommunityMarket {
  readonly communityId: string;
  readonly timeZone: string;
  readonly mechanism: string;
  /** Micro-currency per kWh. */
  readonly limits: MarketLimits;
  readonly slotMinutes: number;
  /** Milliseconds. */
  readonly slotLength: number;
}

/** The market of a community's row. */
export function communityMarket({
  id,
  time_zone: timeZone,
  market,
}: Pick<Selectable<CommunitiesTable>, 'id' | 'time_zone' | 'market'>): CommunityMarket {
  const { mechanism, slot_minutes, price_floor, price_cap } = z.decode(communityFields.shape.market, market);
  return {
    communityId: id,
    timeZone,
    mechanism,
    limits: { priceFloor: price_floor, priceCap: price_cap },
    slotMinutes: slot_minutes,
    slotLength: slot_minutes * MINUTE,
  };
}

/**
 * The start of the first slot that an order can still enter: a slot closes when it begins, or when it is cleared, whichever comes first.
 * @param now epoch milliseconds
 */
export async function firstOpenSlot(tx: Transaction<Tables>, market: CommunityMarket, now: number): Promise<number> {
  const cleared = await tx
    .selectFrom('clearings')
    .select(({ fn }) => fn.max('slot').as('slot'))
    .where('community_id', '=', market.communityId)
    .executeTakeFirst();
  const running = slotStart(now, market.slotMinutes);
  const last = cleared?.slot ?? null;
  return Math.max(running, last === null ? running : last.getTime()) + market.slotLength;
}
