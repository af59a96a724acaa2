import { hash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { wireRow, recordOf } from '#hub/market/wire-row.ts';
import type { Tables } from '#hub/db/tables.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { type Difference, replayClearing, type StoredTrade } from '#shared/market/replay.ts';
import { adjustmentOf, asTraded } from '#shared/settlement/as-traded.ts';
import { certificateFields, certificateOf } from '#shared/wire/certificate.ts';
import { clearingWire, tradeWire, tradingOfferWire } from '#shared/wire/market.ts';
import { settlementEventWire } from '#shared/wire/settlement.ts';

/** What a replay of each clearing from `from` on finds, by its slot (ISO 8601): nothing where everything is as it was sealed. */
export async function replayStored(
  db: Kysely<Tables>,
  communityId: string,
  from: number,
): Promise<Map<string, Difference[]>> {
  const clearings = await db
    .selectFrom('clearings')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('slot', '>=', new Date(from))
    .orderBy('slot')
    .execute();
  const members = await db.selectFrom('community_members').select(['id', 'anonymized_id']).execute();
  const numberOf = new Map(members.map(({ id }, number) => [id, number]));
  const numberOfName = new Map(members.map(({ anonymized_id: name }, number) => [name, number]));
  const rules = (await db.selectFrom('trading_rules').select('id').execute()).map(({ id }) => id);
  const ruleNumber = (id: string | null) => (id === null ? -1 : rules.indexOf(id));
  const memberName = (number: number) => members[number].anonymized_id;
  const names = { communityId, member: memberName, label: memberName, rule: (number: number) => rules[number] };
  const offers = (await db.selectFrom('trading_offers').selectAll().execute()).map((row) =>
    recordOf(tradingOfferWire, row),
  );
  const steps = (await db.selectFrom('settlement_events').selectAll().where('kind', '=', 'resolved').execute()).map(
    (row) => recordOf(settlementEventWire, row),
  );
  const adjustments = new Map(steps.map((step) => [step.tradeId, adjustmentOf(step)]));
  const trades = (await db.selectFrom('trades').selectAll().execute()).map((row): StoredTrade => {
    const now = recordOf(tradeWire, row);
    const trade = { ...now, ...asTraded(now, adjustments.get(now.id) ?? null) };
    return { ...trade, buyer: numberOf.get(trade.buyerId)!, seller: numberOf.get(trade.sellerId)! };
  });
  const orders = new Map(
    offers.map((offer) => [
      offer.id,
      {
        ...offer,
        member: numberOf.get(offer.memberId)!,
        rule: ruleNumber(offer.ruleId),
        ruleVersion: offer.ruleVersion ?? -1,
      },
    ]),
  );
  const signals = await db
    .selectFrom('pricing_signals')
    .select(['timestamp', 'p2p_price'])
    .where('community_id', '=', communityId)
    .execute();
  const prices = new Map(signals.map((row) => [row.timestamp.getTime(), row.p2p_price]));
  const found = new Map<string, Difference[]>();
  for (const row of clearings) {
    const { interval, ...outcome } = recordOf(clearingWire, row);
    const document = z.decode(certificateFields, wireRow(row).certificate as z.input<typeof certificateFields>);
    const certificate = certificateOf(document, row.fingerprint!, {
      member: (name) => numberOfName.get(name)!,
      rule: ruleNumber,
    });
    const price = prices.get(outcome.slot);
    const stored = {
      certificate,
      slotEnd: outcome.slot + 15 * MINUTE,
      outcome: {
        ...outcome,
        intervalLow: interval?.[0] ?? null,
        intervalHigh: interval?.[1] ?? null,
        p2pPrice: typeof price === 'number' ? Math.round(price * 1e6) : price,
      },
      orders,
      trades: trades.filter(
        ({ clearingId, executedAt }) => clearingId === outcome.id || executedAt === certificate.clearedAt,
      ),
    };
    const sha256 = (text: string): Uint8Array => hash('sha256', text, 'buffer');
    found.set(row.slot.toISOString(), replayClearing(stored, names, sha256));
  }
  return found;
}
