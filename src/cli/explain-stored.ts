import type { ReadDb } from '#engine/cache/connection.ts';
import type { CommunityRow } from '#engine/communities/community.ts';
import { marketTime } from '#engine/market/market-time.ts';
import { findOffer, offerRow } from '#engine/market/offers.ts';
import { answerMarketQuery } from '#engine/market/queries.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { ExplainedOrder, OfferRow } from '#shared/contract/market-records.ts';
import { slotStart } from '#shared/domain/slots.ts';
import { isUuid } from '#shared/domain/uuid.ts';
import { type CommandIo, exitCode, parseFlags, parseInstant, required, UsageError } from './command.ts';
import { accessCommunity, communityFlags } from './community-access.ts';
import { explanationSentence } from './explanation-sentence.ts';
import { explanationToWire } from './explanation-wire.ts';

/**
 * `explain (--profile DIR | --file F) --offer ID [--slot TIME] [--community NAME|ID] [--json]`: says why an offer of the community traded
 * or not in the clearing of a slot. Without --slot that is the first slot of its window, for an active offer the first that can still be
 * cleared. The member is named by its pseudonym.
 *
 * The JSON is that of `explain --input` with `"slot"` and `"member"` in front.
 * @returns the exit code
 * @throws UsageError naming the flag, or file, row and field
 */
export async function explainStored(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, { ...communityFlags, offer: { type: 'string' }, slot: { type: 'string' } });
  const offerId = required('--offer', flags.offer).toLowerCase();
  if (!isUuid(offerId)) throw new UsageError(`--offer ${offerId}: not the id of an offer`);
  const wanted = flags.slot === undefined ? null : parseInstant('--slot', flags.slot);
  const access = await accessCommunity(flags, io);
  try {
    const { community, context } = access;
    const db = context.cache.read;
    const found = findOffer(db, community, offerId, 0);
    if (!found) throw new UsageError(`--offer ${offerId}: ${community.name} has no such offer`);
    const offer = offerRow(found);
    const now = Date.now();
    const slot = slotStart(wanted ?? defaultTime(db, community, offer, now), community.slot_minutes);
    print(slot, explain(db, community, slot, offer, now), flags.json === true, io);
    return exitCode.fine;
  } finally {
    await access.close();
  }
}

function defaultTime(
  db: ReadDb,
  community: CommunityRow,
  { status, windowStart, windowEnd }: OfferRow,
  now: number,
): number {
  const open = marketTime(db, community, now);
  return status === 'active' && open > windowStart && open < windowEnd ? open : windowStart;
}

function explain(db: ReadDb, community: CommunityRow, slot: number, offer: OfferRow, now: number): ExplainedOrder {
  try {
    return answerMarketQuery(db, 'market.explain', { communityId: community.uid, slot, orderId: offer.id }, now);
  } catch (error) {
    if (!(error instanceof Failure && error.details?.['field'] === 'orderId')) throw error;
    const [from, to] = [iso(offer.windowStart), iso(offer.windowEnd)];
    throw new UsageError(
      `--offer ${offer.id}: has no part in slot ${iso(slot)}; its window is from ${from} to ${to}, name a slot of it with --slot`,
    );
  }
}

const iso = (time: number): string => new Date(time).toISOString();

function print(slot: number, explained: ExplainedOrder, asJson: boolean, io: CommandIo): void {
  const { orderId: id, type, quantityWh: wh, anonymizedId: member, mechanism, ...rest } = explained;
  const explanation = { id, side: type === 'buy' ? 'bid' : 'offer', wh, ...rest } as const;
  const report = { slot: iso(slot), member, ...explanationToWire(mechanism, explanation) };
  io.stdout(
    asJson ? `${JSON.stringify(report)}\n` : `${member ?? '–'}, ${report.slot}: ${explanationSentence(explanation)}\n`,
  );
}
