import { z } from 'zod';
import { offerStatuses, offerTypes } from '../domain/records.ts';
import { comparedFields, verdicts } from '../market/verdict.ts';
import { clearingTypes, unmatchedReasons } from '../market/clearing.ts';
import { offerProblemCodes, offerProblemFields } from '../market/offer-check.ts';
import { offerOrders } from '../market/orders.ts';
import { instant, uid } from './communities.ts';

const wh = z.number().int();
/** Micro-currency per kWh. */
const price = z.number().int();
const amount = z.number().int();

/** How a slot is cleared. */
const marketTermsSchema = z.object({
  mechanism: z.string(),
  /** Of pay-as-bid; null for the others. */
  offerOrder: z.enum(offerOrders).nullable(),
  priceFloor: price,
  priceCap: price,
});
export type MarketTerms = z.infer<typeof marketTermsSchema>;

/** Where an order comes from: a rule, a person, or a decision of this desk that still waits in the outbox. */
export const orderOrigins = ['rule', 'hand', 'waiting'] as const;
export type OrderOrigin = (typeof orderOrigins)[number];

/** The orders of one slot, one array per field. */
const bookOrdersSchema = z.object({
  id: z.array(uid),
  type: z.array(z.enum(offerTypes)),
  /** Null for a member without a pseudonym, who is held back. */
  memberId: z.array(uid.nullable()),
  anonymizedId: z.array(z.string().nullable()),
  /** The limit; null is a market order. */
  price: z.array(price.nullable()),
  /** What the order brings into the clearing. */
  quantityWh: z.array(wh),
  tradedWh: z.array(wh),
  /** Why what is left did not trade; null when nothing is left. */
  reason: z.array(z.enum(unmatchedReasons).nullable()),
  createdAt: z.array(instant),
  origin: z.array(z.enum(orderOrigins)),
});
export type BookOrders = z.infer<typeof bookOrdersSchema>;

const bookTradesSchema = z.object({
  buyOrderId: z.array(uid),
  sellOrderId: z.array(uid),
  quantityWh: z.array(wh),
  price: z.array(price),
});

/** What a clearing says, without its orders and trades. */
export const bookClearingSchema = z.object({
  type: z.enum(clearingTypes),
  /** Null when there is no common price. */
  price: price.nullable(),
  quantityWh: wh,
  /** The whole set of clearing prices, lowest and highest. */
  interval: z.tuple([price, price]).nullable(),
  /** The order in which the walk down the two stacks ends, and that gets a part only; null when none is marginal. */
  marginalOrder: z.object({ type: z.enum(offerTypes), id: uid }).nullable(),
  /** Of marginalTotalWh at the marginal price, marginalQuantityWh clear. */
  marginalQuantityWh: wh,
  marginalTotalWh: wh,
  tradeCount: z.number().int(),
  /** Sum over the trades. */
  amount,
  /** Of trade-reduction only. */
  reduction: z
    .object({ buyPrice: price.nullable(), sellPrice: price.nullable(), operatorSurplus: amount.nullable() })
    .nullable(),
});
export type BookClearing = z.infer<typeof bookClearingSchema>;

export const bookSchema = z.object({
  slot: instant,
  slotEnd: instant,
  /** `open`: not cleared yet, the clearing is what would come of it now. `cleared`: what was stored. `empty`: no orders, no clearing. */
  state: z.enum(['open', 'cleared', 'empty']),
  /** The neighbouring slots that have a book. */
  previousSlot: instant.nullable(),
  nextSlot: instant.nullable(),
  /** The next slot to be cleared; null when nobody has an order for one. */
  openSlot: instant.nullable(),
  /** The earliest slot that can still be entered. */
  firstSlot: instant,
  terms: marketTermsSchema,
  /** Of the slot, or of the latest one that has tariffs. */
  tariffs: z.object({ retail: price, feedIn: price }).nullable(),
  orders: bookOrdersSchema,
  trades: bookTradesSchema,
  clearing: bookClearingSchema.nullable(),
  /** The stored clearing; `fingerprint` is null when it was stored without a certificate. */
  certificate: z.object({ clearingId: uid, fingerprint: z.string().nullable() }).nullable(),
});
export type Book = z.infer<typeof bookSchema>;

/** Why an order traded or not. The words are the page's. */
export const explanationSchema = z.object({
  orderId: uid,
  type: z.enum(offerTypes),
  anonymizedId: z.string().nullable(),
  mechanism: z.string(),
  /** The order's limit; null is a market order. */
  price: price.nullable(),
  quantityWh: wh,
  tradedWh: wh,
  reason: z.enum(unmatchedReasons).nullable(),
  /** What a kWh cost in this clearing: the common price, or of this order's own trades their mean; null when there is none. */
  clearingPrice: price.nullable(),
  /** Of an order that did not trade at all, the smallest change of its limit with which it would have; null when none would do. */
  change: z.object({ price, by: price, tradedWh: wh }).nullable(),
  limits: z.object({ priceFloor: price, priceCap: price }),
});
export type ExplainedOrder = z.infer<typeof explanationSchema>;

/** One value that is not what the certificate or the second computation says. */
const differenceSchema = z.object({
  record: z.enum(['certificate', 'clearing', 'order', 'trade']),
  /** Of the order or trade. */
  id: uid.nullable(),
  field: z.enum(comparedFields),
  /** Integer units of the field (micro-currency, Wh, epoch milliseconds) or its text; null where there is none. */
  stored: z.union([z.number(), z.string()]).nullable(),
  expected: z.union([z.number(), z.string()]).nullable(),
});
export type StoredDifference = z.infer<typeof differenceSchema>;

export const verificationSchema = z.object({
  clearingId: uid,
  slot: instant,
  verdict: z.enum(verdicts),
  differences: z.array(differenceSchema),
});
export type Verification = z.infer<typeof verificationSchema>;

/** An offer of the period, in whatever state. */
export const offerRowSchema = z.object({
  id: uid,
  type: z.enum(offerTypes),
  memberId: uid,
  anonymizedId: z.string(),
  quantityWh: wh,
  remainingWh: wh,
  price: price.nullable(),
  windowStart: instant,
  windowEnd: instant,
  status: z.enum(offerStatuses),
  createdAt: instant,
  isByRule: z.boolean(),
});
export type OfferRow = z.infer<typeof offerRowSchema>;

/** An offer that a person is about to place. */
export const offerDraftSchema = z.object({
  memberId: uid,
  type: z.enum(offerTypes),
  /** Checked by the engine, not by the schema: what is wrong with it is told as a problem of its field. */
  quantityWh: z.number(),
  price: z.number().nullable(),
  windowStart: instant,
  windowEnd: instant,
});

export const offerProblemSchema = z.object({
  field: z.enum(offerProblemFields),
  code: z.enum(offerProblemCodes),
  /** Facts for the sentence: limits, balances, the other order's price. Integer units. */
  values: z.record(z.string(), z.number()),
});

/** A member's community account around a decision. Amounts in micro-currency. */
export const accountSchema = z.object({
  memberId: uid,
  anonymizedId: z.string(),
  balance: amount,
  creditLimit: amount,
  /** Held by open buy orders and by purchases in the outbox. Trades, pending ones too, are in the balance already. */
  reserved: amount,
  /** balance + creditLimit - reserved, before and after the decision. */
  availableBefore: amount,
  availableAfter: amount,
});
export type Account = z.infer<typeof accountSchema>;
