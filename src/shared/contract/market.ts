import { z } from 'zod';
import { offerStatuses, offerTypes } from '../domain/records.ts';
import { unmatchedReasons } from '../market/clearing.ts';
import { instant, moment, rangeSchema, uid } from './communities.ts';
import {
  accountSchema,
  bookClearingSchema,
  bookSchema,
  explanationSchema,
  offerDraftSchema,
  offerProblemSchema,
  offerRowSchema,
  verificationSchema,
} from './market-records.ts';
import { defineArea } from './method.ts';

const wh = z.number().int();
/** Micro-currency per kWh. */
const price = z.number().int();
const amount = z.number().int();

export const market = defineArea({
  /** The orders of a slot and their clearing: as stored, or for the next slot what would clear now. Null asks for the next slot. */
  'market.book': {
    input: z.object({ communityId: uid, slot: moment.nullable() }),
    output: bookSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** "Why not me?" of one order of a slot. */
  'market.explain': {
    input: z.object({ communityId: uid, slot: moment, orderId: uid }),
    output: explanationSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Computes a stored clearing again and compares everything that is stored of it. */
  'market.verify': {
    input: z.object({ communityId: uid, slot: moment, clearingId: uid }),
    output: verificationSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Verifies every clearing of a period, as a task. */
  'market.replay': {
    input: z.object({ communityId: uid, range: rangeSchema }),
    output: z.object({ taskId: z.string() }),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** What a replay found so far; null for a task that is none, or is forgotten. */
  'market.replayResult': {
    input: z.object({ taskId: z.string() }),
    output: z
      .object({
        range: rangeSchema,
        verified: z.number().int(),
        different: z.number().int(),
        withoutCertificate: z.number().int(),
        /** The first two hundred clearings that differ. */
        findings: z.array(verificationSchema),
      })
      .nullable(),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** The certificate of a clearing as canonical JSON, which its fingerprint is the SHA-256 of. INPUT_INVALID when it has none. */
  'market.certificate': {
    input: z.object({ communityId: uid, slot: moment, clearingId: uid }),
    output: z.object({ text: z.string(), fingerprint: z.string() }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Offers whose window touches the range, the latest window first; pass `next` of the last page as `before` to go on. */
  'market.offers': {
    input: z.object({
      communityId: uid,
      range: rangeSchema,
      type: z.enum(offerTypes).optional(),
      status: z.enum(offerStatuses).optional(),
      /** Limits from and to, both included; market orders pass only when neither is given. */
      minPrice: price.optional(),
      maxPrice: price.optional(),
      before: z.object({ windowStart: instant, id: uid }).optional(),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.object({
      offers: z.array(offerRowSchema),
      next: z.object({ windowStart: instant, id: uid }).nullable(),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** What is wrong with a draft, what it holds back on the account, and what would clear with it. Writes nothing. */
  'market.checkOffer': {
    input: z.object({
      communityId: uid,
      /** The member is null while none is chosen: the other fields are checked all the same. */
      offer: offerDraftSchema.extend({ memberId: uid.nullable() }),
    }),
    output: z.object({
      problems: z.array(offerProblemSchema),
      /** Null while the member is unknown or inactive. */
      account: accountSchema.nullable(),
      /** Of the first slot of the window, with the draft in its book; null while a problem stands in the way. */
      preview: z
        .object({
          slot: instant,
          tradedWh: wh,
          /** What the draft would pay or receive for it. */
          amount,
          reason: z.enum(unmatchedReasons).nullable(),
          /** The smallest change of the limit with which it would trade; null when it trades, or none would do. */
          change: z.object({ price, by: price, tradedWh: wh }).nullable(),
          clearing: bookClearingSchema,
          /** Price and quantity without the draft. */
          priceBefore: price.nullable(),
          quantityBeforeWh: wh,
        })
        .nullable(),
    }),
    kind: 'query',
    role: 'manager',
    answeredBy: 'engine',
  },
  /** Puts an offer into the outbox. The same key again answers the same command. Refused with the code of the first problem. */
  'market.placeOffer': {
    input: z.object({ communityId: uid, offer: offerDraftSchema, key: z.uuid() }),
    output: z.object({ commandId: z.string() }),
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
  /** What taking an active offer at its limit would do to both members. Writes nothing. */
  'market.checkTrade': {
    /** The member is null while none is chosen: the answer still says what the offer is. */
    input: z.object({ communityId: uid, offerId: uid, memberId: uid.nullable(), quantityWh: z.number() }),
    output: z.object({
      problems: z.array(offerProblemSchema),
      /** What remains of it is less what this desk is taking already. */
      offer: offerRowSchema,
      /** Quantity x price; 0 while the quantity is no quantity. */
      amount,
      buyer: accountSchema.nullable(),
      seller: accountSchema.nullable(),
      /** Against retail for the buyer and feed-in for the seller; null without tariffs. Negative is a loss. */
      buyerSavings: amount.nullable(),
      sellerSavings: amount.nullable(),
    }),
    kind: 'query',
    role: 'manager',
    answeredBy: 'engine',
  },
  /** Puts the taking of an offer into the outbox. The same key again answers the same command. */
  'market.takeOffer': {
    input: z.object({ communityId: uid, offerId: uid, memberId: uid, quantityWh: z.number(), key: z.uuid() }),
    output: z.object({ commandId: z.string() }),
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
});
