/**
 * What console and hub say to each other (`src/main/engine/sync/PROTOCOL.md`): the envelope of the records. The records themselves are
 * those of snapshots. Codes of errors are those of DOMAIN.md section 10.
 */
import { z } from 'zod';
import { errorCodes } from '../contract/errors.ts';
import { roles } from '../contract/method.ts';
import { offerTypes } from '../domain/records.ts';
import { MAX_REASON, MIN_REASON } from '../settlement/events.ts';
import { MAX_CHANGE_REASON, tradingRuleFields } from './community.ts';
import { instant, orderEnergy, percent, price, uid, uuid, version } from './fields.ts';
import { tradeFields, tradingOfferFields } from './market.ts';
import { resolutionFields, settlementEventFields } from './settlement.ts';

/** The version of the protocol that this code speaks; both sides say theirs. */
export const PROTOCOL_VERSION = 1;
/** The request header with the console's version of the protocol. */
export const PROTOCOL_HEADER = 'commonwatt-protocol';

/** Changes of one page, at most. */
export const MAX_PAGE_CHANGES = 5_000;
/** Months of single records that a fetch from the beginning can ask for, at most. */
export const MAX_RAW_MONTHS = 120;
/** Commands of one batch, at most. */
export const MAX_BATCH_COMMANDS = 50;

/** Everything the feed can change: the community itself and its records. Kinds that this version does not know are kept aside. */
export const COMMUNITY_KIND = 'community';

/** The body of every answer that is no success. */
export const hubProblemFields = z.object({
  error: z.object({
    code: z.enum(errorCodes).catch('HUB_REFUSED'),
    message: z.string(),
    remedy: z.string().catch(''),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  }),
});
export type HubProblem = z.output<typeof hubProblemFields>['error'];

const hubUserFields = z.object({
  /** Stays the same for a person; a hub of before does not tell it. */ id: uid.optional(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
});

/** Who is signed in, and what that person may see: the answer of `/api/auth/me`, and part of that of a sign-in. */
export const hubAccountFields = z.object({
  user: hubUserFields,
  communities: z.array(z.object({ id: uid, name: z.string() })),
});
export type HubAccount = z.output<typeof hubAccountFields>;

export const signInFields = z.object({ email: z.string().min(1).max(320), password: z.string().min(1).max(1024) });
export const refreshFields = z.object({ refresh_token: z.string().min(1).max(512) });

/** The answer of a sign-in and of a refresh. */
export const tokensFields = hubAccountFields.extend({
  access_token: z.string(),
  /** Seconds from now. */
  expires_in: z.int().min(1),
  refresh_token: z.string(),
});

/** What names a record that is gone: the fields of its key in the cache. */
export const deletionFields = z.looseObject({ kind: z.string().max(40) });

/** One page of the feed. `changes` holds wire records by kind, `community` among them; kinds may come that nobody here knows yet. */
export const syncPageFields = z.object({
  protocol: z.int().min(1),
  community_id: uid,
  /** The cursor that the page follows; null for the beginning. */
  from: z.string().nullable(),
  next: z.string().min(1).max(512),
  /** The place in the community's order of changes up to which this page and those before it tell everything. */
  position: z.int().min(0),
  /** Nothing newer was there when the page was made. */
  complete: z.boolean(),
  /** Changes behind this page, at most: a record that changed again has left its old place empty. */
  remaining: z.int().min(0),
  hub_time: instant,
  /** Of a fetch that was asked for with `raw_months`: single records of before are left out (PROTOCOL.md W1). */
  raw_from: instant.nullish(),
  changes: z.record(z.string(), z.array(z.unknown())),
  deleted: z.array(deletionFields),
});
export type SyncPage = z.output<typeof syncPageFields>;

/** Places an offer of a member. `offer_id` is chosen by the desk, so that the offer has the same id on both sides from the beginning. */
const placeOfferFields = z.object({
  offer_id: uuid,
  member_id: uid,
  type: z.enum(offerTypes),
  quantity_kwh: orderEnergy,
  price_per_kwh: price.nullable(),
  time_window_start: instant,
  time_window_end: instant,
});

/** Takes what is left of an offer, or a part of it, at the limit that the person saw. */
export const takeOfferFields = z.object({
  offer_id: uuid,
  /** Who takes it. */
  member_id: uid,
  quantity_kwh: orderEnergy,
  price_per_kwh: price,
});

/** Makes a rule of a member, or a new version of one. `rule_id` is chosen by the desk. */
const saveRuleFields = z.object({
  rule_id: uid,
  member_id: uid,
  /** The version that the person saw and changes; 0 for a new rule. */
  base_version: z.int().min(0),
  type: z.enum(offerTypes),
  max_quantity_kwh: orderEnergy.nullable(),
  max_price: price.nullable(),
  min_price: price.nullable(),
  min_battery_soc: percent.nullable(),
  time_windows: tradingRuleFields.shape.time_windows,
  is_enabled: z.boolean(),
  /** Why, for the history. */
  change_reason: z.string().max(MAX_CHANGE_REASON).nullable(),
});

/** What a step in the case of a failed trade was decided on: a change in between is a conflict. */
const caseSeenFields = {
  trade_id: uuid,
  /** Version of the trade. */
  trade_version: version,
  /** Number of the case's last step; 0 before the first. */
  case_number: version,
  reason: z.string().trim().min(MIN_REASON).max(MAX_REASON),
};

/** Proposes how a failed trade is put in order; carried out at once where no second person has to agree. */
const proposeSettlementFields = z.object({
  ...caseSeenFields,
  resolution: resolutionFields,
  /** A second person has to agree even where the trade alone asks for none: it is part of a larger decision. */
  asks_approval: z.boolean(),
});

/** A second person's answer to what is proposed; who has proposed it may only reject it. */
const decideSettlementFields = z.object({ ...caseSeenFields, decision: z.enum(['approve', 'reject']) });

export const commandFields = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('offer.place'), data: placeOfferFields }),
  z.object({ kind: z.literal('offer.take'), data: takeOfferFields }),
  z.object({ kind: z.literal('rule.save'), data: saveRuleFields }),
  z.object({ kind: z.literal('settlement.propose'), data: proposeSettlementFields }),
  z.object({ kind: z.literal('settlement.decide'), data: decideSettlementFields }),
]);
/** A command in integer units. */
export type HubCommand = z.output<typeof commandFields>;

/** What every command of a batch brings beside its kind and data. */
export const envelopeFields = z.object({
  /** Chosen by the desk, the same for every attempt: the hub carries a key out once. */
  key: z.string().min(8).max(64),
  community_id: uid,
  /** When the person decided. */
  made_at: instant,
});

/** A batch as far as it can be read before its commands are: one that does not fit is refused alone. */
export const batchFields = z.object({
  commands: z
    .array(z.looseObject({ key: z.string().min(8).max(64) }))
    .min(1)
    .max(MAX_BATCH_COMMANDS),
});

/**
 * - accepted: carried out, now or by an earlier attempt with this key.
 * - refused: it cannot be; an answer for good.
 * - conflict: what it is about has changed since the person saw it; `theirs` is how it stands now.
 * - failed: the hub had a fault; nothing was done, try again.
 * - deferred: an earlier command of the same member failed; not tried.
 */
const commandOutcomes = ['accepted', 'refused', 'conflict', 'failed', 'deferred'] as const;

export const commandResultFields = z.object({
  key: z.string(),
  outcome: z.enum(commandOutcomes),
  /** Where its effect stands in the feed; with accepted. */
  position: z.int().min(0).nullish(),
  error: hubProblemFields.shape.error.nullish(),
  /** The offer as the hub has it; with conflict, when there is one. */
  theirs: tradingOfferFields.nullish(),
  /** The rule as the hub has it; with conflict about a rule, when there is one. */
  their_rule: tradingRuleFields.nullish(),
  /** The trade with its case as the hub has it; with conflict about a case, when there is one. */
  their_case: z.object({ trade: tradeFields, events: z.array(settlementEventFields) }).nullish(),
});
export type CommandResult = z.output<typeof commandResultFields>;

export const batchResultFields = z.object({ results: z.array(commandResultFields) });

/** Data of an event `change` of `/api/events`; its id is the position too. */
export const changeEventFields = z.object({ community_id: uid, position: z.int().min(0) });
