import { z } from 'zod';
import { instant, rangeSchema, uid } from './communities.ts';
import { defineArea } from './method.ts';
import { insightSumSchema } from './published-sum.ts';

const count = z.number().int();
const wh = z.number().int();
const amount = z.number().int();
/** A share 0..1 (or null, shown as n/a, when its denominator is 0). */
const share = z.number().nullable();

/** Sums over members as they may be shown (see shared/privacy/published-sums); 0 where there are no data. */
const indicatorsSchema = z.object({
  producedWh: insightSumSchema,
  consumedWh: insightSumSchema,
  /** Community self-consumed: per slot min(sum produced, sum consumed), summed. */
  selfConsumedWh: insightSumSchema,
  tradedWh: insightSumSchema,
  tradedAmount: insightSumSchema,
  /** Over all members; negative is a loss. */
  savings: insightSumSchema,
  tradeCount: count,
  failedCount: count,
  /** Over the days of which both sums are shown. */
  selfSufficiency: share,
  selfConsumption: share,
  /** Members with a trade or an offer in the period, and all active members. */
  participants: count,
  activeMembers: count,
  /** Grams, over the days of which self-consumed is shown; null when that is none, or the grid factor of the country is unknown. */
  co2AvoidedG: z.number().nullable(),
});
export type Indicators = z.infer<typeof indicatorsSchema>;

const emissionFactorSchema = z.object({
  gramsPerKwh: z.number(),
  country: z.string(),
  year: z.number().int(),
  source: z.string(),
  method: z.string(),
});
export type EmissionFactor = z.infer<typeof emissionFactorSchema>;

/** What CO2 is reckoned with: never shown without source, year and method. */
export const co2FactorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('year'), factor: emissionFactorSchema }),
  z.object({
    kind: z.literal('hourly'),
    source: z.string(),
    method: z.string(),
    from: instant,
    to: instant,
    /** Hours with readings in the period, and those of them for which the series has a factor. */
    hours: z.number().int(),
    coveredHours: z.number().int(),
    /** Over the hours that are covered, each counted once. */
    meanGramsPerKwh: z.number(),
    /** For the other hours; null when it is not known: they avoid nothing then. */
    otherwise: emissionFactorSchema.nullable(),
  }),
]);
export type Co2Factor = z.infer<typeof co2FactorSchema>;

export const granularities = ['slot', 'hour', 'day'] as const;
export type Granularity = (typeof granularities)[number];

/**
 * Columns of equal length, one entry per slot, hour or local day that has data. A sum is null where it may not be shown: on a day that is
 * withheld, and in slots and hours that are shown only as a part of their day (see shared/privacy/withheld-steps).
 */
const seriesSchema = z.object({
  granularity: z.enum(granularities),
  start: z.array(instant),
  producedWh: z.array(wh.nullable()),
  consumedWh: z.array(wh.nullable()),
  selfConsumedWh: z.array(wh.nullable()),
  tradedWh: z.array(wh.nullable()),
  savings: z.array(amount.nullable()),
  failedCount: z.array(count),
});
export type Series = z.infer<typeof seriesSchema>;

export const stats = defineArea({
  /**
   * Of a day that the range covers in part only, sums are those of the slots in it; withheld where they cannot be told apart from others of
   * the day. Participants are kept by local day, and so of every day that the range touches.
   */
  'stats.indicators': {
    input: z.object({ communityId: uid, range: rangeSchema, compareWith: rangeSchema.optional() }),
    output: z.object({
      current: indicatorsSchema,
      previous: indicatorsSchema.nullable(),
      /** Of `current`; null when the grid's factor is not known. */
      co2Factor: co2FactorSchema.nullable(),
      /** Slots of the period for which there are readings, and slots that the period has. */
      slotsWithReadings: z.number().int(),
      slotsInPeriod: z.number().int(),
      /** End of the newest reading used. */
      dataTo: instant.nullable(),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  'stats.series': {
    input: z.object({ communityId: uid, range: rangeSchema, granularity: z.enum(granularities) }),
    output: seriesSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
});
