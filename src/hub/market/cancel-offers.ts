import type { Transaction } from 'kysely';
import { tradingOfferWire } from '#shared/wire/market.ts';
import { type FeedChange, publish } from '../db/feed.ts';
import { storeRecords } from '../db/record-tables.ts';
import type { Tables } from '../db/tables.ts';
import { offerRecord } from './accounts.ts';

type OpenOffer = Parameters<typeof offerRecord>[0];

/** Cancels open offers of a community, and tells the feed. */
export async function cancelOffers(
  tx: Transaction<Tables>,
  communityId: string,
  open: readonly OpenOffer[],
): Promise<void> {
  const cancelled = open.map((row) =>
    tradingOfferWire.encode({ ...offerRecord(row), status: 'cancelled' }, communityId),
  );
  await storeRecords(tx, 'trading_offers', cancelled);
  const changes = cancelled.map((wire): FeedChange => ({ kind: 'offer', key: wire.id, body: wire }));
  await publish(tx, communityId, changes);
}
