import { z } from 'zod';
import { failureCodes, memberRoles, offerTypes, settlementStatuses } from '../domain/records.ts';
import { instant, rangeSchema, uid } from './communities.ts';
import { defineArea } from './method.ts';

const wh = z.number().int();
const amount = z.number().int();
const share = z.number().nullable();

/** A member as everybody may see it: by pseudonym. Energy and money are of the asked period. */
const memberSchema = z.object({
  id: uid,
  anonymizedId: z.string(),
  role: z.enum(memberRoles),
  isActive: z.boolean(),
  joinedAt: instant,
  leftAt: instant.nullable(),
  pvCapacityWp: z.number().int(),
  batteryCapacityWh: z.number().int(),
  reputationScore: z.number().int().nullable(),
  /** The merged map cell the member is shown in; null when it is in none. */
  mapCellId: z.string().nullable(),
  producedWh: wh,
  consumedWh: wh,
  selfConsumedWh: wh,
  importedWh: wh,
  exportedWh: wh,
  boughtWh: wh,
  soldWh: wh,
  tradeCount: z.number().int(),
  failedCount: z.number().int(),
  savings: amount,
  /** Savings / (need x retail); null when the base is 0. */
  savingsShare: share,
  selfSufficiency: share,
  selfConsumption: share,
});
export type MemberSummary = z.infer<typeof memberSchema>;

const reputationSchema = z.object({
  /** null while the member is new (under 10 trades). */
  score: z.number().int().nullable(),
  /** Each part 0..1 with the counts it was made from; null when there is nothing to count. */
  settled: z.object({ share: share, settled: z.number().int(), failedByOwnFault: z.number().int() }),
  honoured: z.object({ share: share, honoured: z.number().int(), cancelledAfterMatch: z.number().int() }),
  standing: z.object({ share: z.number(), months: z.number() }),
});

const memberTradeSchema = z.object({
  id: uid,
  executedAt: instant,
  slot: instant,
  side: z.enum(['bought', 'sold']),
  counterparty: z.string(),
  quantityWh: wh,
  price: z.number().int(),
  amount,
  /** Against retail (bought) or feed-in (sold); null when the slot has no tariff. */
  savings: amount.nullable(),
  status: z.enum(settlementStatuses),
  failureCode: z.enum(failureCodes).nullable(),
});

const memberRuleSchema = z.object({
  id: uid,
  version: z.number().int(),
  type: z.enum(offerTypes),
  maxQuantityWh: wh.nullable(),
  maxPrice: z.number().int().nullable(),
  minPrice: z.number().int().nullable(),
  minBatterySoc: z.number().int().nullable(),
  timeWindows: z.array(z.string()).readonly(),
  isEnabled: z.boolean(),
  validFrom: instant,
  lastMatchedAt: instant.nullable(),
});

export const members = defineArea({
  /** Every member of the community (a community has hundreds, not millions), filtered on the page. */
  'members.list': {
    input: z.object({ communityId: uid, range: rangeSchema }),
    output: z.array(memberSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  'members.get': {
    input: z.object({ memberId: uid, range: rangeSchema }),
    output: z.object({ member: memberSchema, reputation: reputationSchema, rules: z.array(memberRuleSchema) }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** The energy of one local day, slot by slot. `day` is yyyymmdd. */
  'members.day': {
    input: z.object({ memberId: uid, day: z.number().int().min(19700101).max(99991231) }),
    output: z.object({
      start: z.array(instant),
      producedWh: z.array(wh),
      consumedWh: z.array(wh),
      importedWh: z.array(wh),
      exportedWh: z.array(wh),
      batterySoc: z.array(z.number().int().nullable()),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Newest first; pass `next` of the last page as `before` to go on. */
  'members.trades': {
    input: z.object({
      memberId: uid,
      range: rangeSchema,
      before: z.object({ executedAt: instant, id: uid }).optional(),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.object({
      trades: z.array(memberTradeSchema),
      next: z.object({ executedAt: instant, id: uid }).nullable(),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
});
