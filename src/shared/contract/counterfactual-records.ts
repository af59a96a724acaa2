/** A period as it would have been under other mechanisms. */
import { z } from 'zod';
import { memberRoles } from '../domain/records.ts';
import { instant, spanSchema, uid } from './communities.ts';
import { spreadSchema } from './insight-records.ts';
import { withheldReasons } from './published-sum.ts';

const count = z.number().int();
const wh = z.number().int();
const amount = z.number().int();

/**
 * - actual: the mechanism that each clearing was made with.
 * - retail-only: nobody trades; everybody buys at retail and sells at feed-in.
 * - pay-as-bid serves the cheapest acceptable offer first, pay-as-bid-descending the dearest.
 * - mid-market-rate and supply-demand-ratio price what the meters say was needed and left over, without any orders.
 */
export const scenarioNames = [
  'actual',
  'retail-only',
  'uniform-price',
  'pay-as-bid',
  'pay-as-bid-descending',
  'trade-reduction',
  'mid-market-rate',
  'supply-demand-ratio',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/**
 * Whose savings: of the members with a reading, an order or a trade in the period, in every scenario the same ones, so that they compare;
 * who trades in none of them counts with 0. What members without a pseudonym do counts for prices, `tradedWh`, `paid` and `received`.
 */
const scenarioSchema = z.object({
  name: z.enum(scenarioNames),
  /** What members got from one another. This and the next three are over the local days that may be shown; null when that is none. */
  tradedWh: wh.nullable(),
  /**
   * What buyers paid and sellers received, micro-currency: for what they traded; with mid-market-rate and supply-demand-ratio for all that
   * they needed and had left over, so that the grid's part is in it. 0 in `retail-only`, where nothing is priced.
   */
  paid: amount.nullable(),
  received: amount.nullable(),
  /** What buyers paid more than sellers, and the grid for its part, received: of trade-reduction; of the others nothing but rounding. */
  operatorSurplus: amount.nullable(),
  /** Local days that may not be shown, and why not the first of them: one member has more than 80 % of what is traded or paid. */
  withheldDays: count,
  reason: z.enum(withheldReasons).nullable(),
  /** Its total is the community's, against retail only; null also when what was saved on one of the days may not be shown. */
  spread: spreadSchema,
  /** Members who would have saved more, less or the same as in `actual`. */
  better: count,
  worse: count,
  same: count,
  /** By step: energy-weighted mean price of `paid` and of `received`, micro-currency per kWh; null where there was none, or is withheld. */
  buyPrice: z.array(z.number().int().nullable()),
  sellPrice: z.array(z.number().int().nullable()),
  /** Steps of which the prices are withheld, as those of one member. */
  withheldSteps: count,
});
export type Scenario = z.infer<typeof scenarioSchema>;

export const counterfactualSchema = z.object({
  communityId: uid,
  range: spanSchema,
  /**
   * Slots with readings, a clearing or a trade, and those of them without tariffs: nothing can be said of savings there, so they are in no
   * scenario.
   */
  slots: count,
  slotsWithoutTariff: count,
  /** The replay of what really was, against the ledger. */
  reproduction: z.object({
    clearings: count,
    /** Clearings from before there were certificates: replayed from the offers as they are stored. */
    withoutCertificate: count,
    /** Clearings of which the certificate is damaged: left out everywhere. */
    damaged: count,
    /** Trades of the ledger that came from a clearing, and what they came to as they were made, whatever settlement made of them. */
    ledgerTrades: count,
    replayedTrades: count,
    /** Null where a day of `actual` may not be shown. */
    ledgerWh: wh.nullable(),
    ledgerAmount: amount.nullable(),
    replayedWh: wh.nullable(),
    replayedAmount: amount.nullable(),
    /** Members for whom the two differ. */
    differingMembers: count,
    /** True when every member's energy and money is the same to the Wh and micro-unit. */
    isExact: z.boolean(),
    /**
     * Trades that came from no clearing (an offer taken by hand) and did not fail: they stay as they were in every scenario but
     * `retail-only`. They are too few for their sums to be shown.
     */
    outsideTrades: count,
  }),
  step: z.enum(['hour', 'day']),
  start: z.array(instant),
  /** Means of the slots of each step that are counted, micro-currency per kWh; null where there is none. */
  retail: z.array(z.number().int().nullable()),
  feedIn: z.array(z.number().int().nullable()),
  /** In the order of `scenarioNames`, all of them; none when the community has fewer than `k` members. */
  scenarios: z.array(scenarioSchema),
  /** By pseudonym; `savings` in the order of `scenarios`. Nobody when fewer than `k` members are counted. */
  members: z.array(
    z.object({
      memberId: uid,
      anonymizedId: z.string(),
      role: z.enum(memberRoles),
      savings: z.array(amount),
    }),
  ),
});
export type Counterfactual = z.infer<typeof counterfactualSchema>;
