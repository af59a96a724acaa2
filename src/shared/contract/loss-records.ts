/** The never-worse monitor: members who lost against retail over a rolling 30 days. */
import { z } from 'zod';
import { offerTypes } from '../domain/records.ts';
import { moment, spanSchema, uid } from './communities.ts';
import { scenarioNames } from './counterfactual-records.ts';

const count = z.number().int();
const amount = z.number().int();
const price = z.number().int();

/**
 * Why a trade cost more than the grid, or earned less:
 * - RULE_LIMIT: the member's rule allowed it: its limit lies beyond the tariff.
 * - RULE_WITHOUT_LIMIT: the rule has no limit, so that any price will do.
 * - RULE_BREACHED: the order went further than the limit of its rule, which is for the audit of the rules to look at.
 * - HAND_LIMIT and HAND_WITHOUT_LIMIT: its order was placed by hand, with such a limit or without one.
 * - TAKEN: the member took the offer of somebody else at its price.
 * - ORDER_UNKNOWN: the order is not in the data.
 */
const lossCauses = [
  'RULE_LIMIT',
  'RULE_WITHOUT_LIMIT',
  'RULE_BREACHED',
  'HAND_LIMIT',
  'HAND_WITHOUT_LIMIT',
  'TAKEN',
  'ORDER_UNKNOWN',
] as const;
export type LossCause = (typeof lossCauses)[number];

const lossSchema = z.object({
  cause: z.enum(lossCauses),
  /** Which side of the trades the member was. */
  type: z.enum(offerTypes),
  /** Whose orders they were: this version's. Null without a rule, or when it is not in the data. */
  rule: z.object({ id: uid, version: z.number().int() }).nullable(),
  /** The limit of the orders, micro-currency per kWh; of several the one furthest beyond the tariff. */
  limit: price.nullable(),
  trades: count,
  quantityWh: z.number().int(),
  /** Negative. */
  savings: amount,
  /** Energy-weighted means over these trades. */
  meanPrice: price,
  meanTariff: price,
});
export type Loss = z.infer<typeof lossSchema>;

const losingMemberSchema = z.object({
  memberId: uid,
  anonymizedId: z.string(),
  /** Over the 30 days, negative. */
  savings: amount,
  trades: count,
  losingTrades: count,
  /** Most lost first. */
  losses: z.array(lossSchema),
});
export type LosingMember = z.infer<typeof losingMemberSchema>;

export const lossesSchema = z.object({
  range: spanSchema,
  /** Members with a trade in these days. Those who have withdrawn the consent to be looked at are not among them. */
  traders: count,
  /** Those, as far as they have traded. */
  membersLeftOut: count,
  /** Most lost first. */
  members: z.array(losingMemberSchema),
});
export type Losses = z.infer<typeof lossesSchema>;

/**
 * What would have helped a member, each found by clearing again what was cleared with its orders in it, each slot by itself. What failed or
 * was cut down in its settlement would have been so again. Offers that were taken, and clearings of which no certificate tells the orders,
 * stay as they were.
 */
export const lossAdviceSchema = z.object({
  range: spanSchema,
  savings: amount,
  /**
   * For each version of a rule that lost over the 30 days, and for the orders by hand of either type (`rule` null): the limit nearest to its
   * own, on the way to the tariff, with which it would not have lost and still have traded. Without a limit of its own: nearest to the
   * tariff that is furthest out in these days. An order whose limit is stricter keeps it. None when no limit helps, or only not to trade.
   */
  changes: z.array(
    z.object({
      rule: z.object({ id: uid, version: z.number().int() }).nullable(),
      type: z.enum(offerTypes),
      /** Null: it has none. */
      from: price.nullable(),
      to: price,
      /** The member's savings over the 30 days with this change alone, and what these orders would still have traded. */
      savings: amount,
      tradedWh: z.number().int(),
      /** Whether this change alone would have been enough: savings of 0 at least. */
      isEnough: z.boolean(),
    }),
  ),
  /** All changes together; null when there is none. */
  together: z.object({ savings: amount, isEnough: z.boolean() }).nullable(),
  /** What the member saves in each scenario of the counterfactual desk over these days but `retail-only`, which is 0; `actual` first. */
  mechanisms: z.array(z.object({ scenario: z.enum(scenarioNames), savings: amount })),
});
export type LossAdvice = z.infer<typeof lossAdviceSchema>;

export const lossAtSchema = z.object({ communityId: uid, until: moment });
