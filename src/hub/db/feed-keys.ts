import type { z } from 'zod';
import type { RecordName } from '#shared/wire/record-names.ts';
import type { communityFields, communityMemberFields, tradingRuleFields } from '#shared/wire/community.ts';
import type {
  clearingFields,
  meterReadingFields,
  pricingSignalFields,
  tradeFields,
  tradingOfferFields,
} from '#shared/wire/market.ts';
import type { settlementEventFields } from '#shared/wire/settlement.ts';

/** The wire form of each record, as it stands in JSON. */
export interface WireForms {
  community: z.input<typeof communityFields>;
  member: z.input<typeof communityMemberFields>;
  rule: z.input<typeof tradingRuleFields>;
  signal: z.input<typeof pricingSignalFields>;
  reading: z.input<typeof meterReadingFields>;
  clearing: z.input<typeof clearingFields>;
  offer: z.input<typeof tradingOfferFields>;
  trade: z.input<typeof tradeFields>;
  settlement: z.input<typeof settlementEventFields>;
}
export type FeedKind = 'community' | RecordName;

const keys: { readonly [Kind in FeedKind]: (wire: WireForms[Kind]) => string } = {
  community: ({ id }) => id,
  member: ({ id }) => id,
  rule: ({ id, version }) => `${id}/${version}`,
  signal: ({ timestamp }) => timestamp,
  reading: ({ slot, member_id: memberId }) => `${slot}/${memberId}`,
  clearing: ({ id }) => id,
  offer: ({ id }) => id,
  trade: ({ id }) => id,
  settlement: ({ id }) => id,
};

/** What names a record in the feed, within its community and kind. Times as the codecs of the wire write them. */
export function feedKey<Kind extends FeedKind>(kind: Kind, wire: WireForms[Kind]): string {
  return keys[kind](wire);
}
